/**
 * True only where two texts of records can't be the same schema: their fields have other names or docs, which are kept however a schema
 * is written. False says nothing.
 */
export function surelyDiffer(one: string, other: string): boolean {
  try {
    const [mine, yours] = [marksOf(one), marksOf(other)];
    return mine !== undefined && yours !== undefined && mine !== yours;
  } catch {
    return false;
  }
}

function marksOf(text: string): string | undefined {
  const { fields } = Object(JSON.parse(text)) as { readonly fields?: unknown };
  if (!Array.isArray(fields)) return undefined;
  return JSON.stringify(fields.map((field: Readonly<Record<string, unknown>>) => [field.name, field.doc, field.default === undefined]));
}

/** The command that shows a finding again and nothing else. */
export function commandOf({
  against,
  schemas,
  only,
}: {
  readonly against: readonly string[];
  readonly schemas: string;
  readonly only: string;
}): string {
  const sources = against.length === 1 && against[0] === "released" ? [] : against.flatMap((name) => ["--against", word(name)]);
  const folder = schemas === "schemas" ? [] : ["--schemas", word(schemas)];
  return ["npx eventwright gate", ...sources, ...folder, "--only", word(only)].join(" ");
}

/** As a shell takes it for one word. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

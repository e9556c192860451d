import type { SchemaModel } from "../../../catalog/index.js";

interface ProbeInput {
  readonly schema: SchemaModel;
  /** Its type, as an expression. */
  readonly type: string;
  readonly documents: readonly unknown[];
}

/** A file whose lines the compiler must take, and lines that it must refuse, so that no type is `any`. */
export function probesFor({ schema, type, documents }: ProbeInput): { readonly text: string; readonly count: number } {
  const node: Record<string, unknown> = JSON.parse(schema.text);
  const isConditional = /"(?:if|not|dependentSchemas|unevaluatedProperties|patternProperties)":|"additionalProperties":[{t]/.test(
    schema.text,
  );
  const fits = documents.map((document, index) =>
    isConditional
      ? `const v${index} = ${literal(document)}${document === null ? "" : " as const"};\nexport const d${index}: ${type} = v${index};\nexport const c${index} = v${index} as ${type};`
      : `export const d${index}: ${type} = ${literal(document)};`,
  );
  const refused: string[] = [];
  const refuse = (expression: string) => refused.push(`// @ts-expect-error\nexport const n${refused.length}: ${type} = ${expression};`);
  if (node.type !== undefined) refuse("undefined");
  const [base] = documents;
  if (node.type === "object" && typeof base === "object" && base !== null) {
    for (const [name, wrong] of wrongPrimitives(node)) {
      const changed = Object.entries(base).filter(([key]) => key !== name);
      refuse(`{ ${[...changed, [name, wrong] as const].map(([key, value]) => `${keyOf(key)}: ${literal(value)}`).join(", ")} }`);
    }
  }
  return { text: `${[...fits, ...refused].join("\n")}\nexport {};\n`, count: refused.length };
}

/** Required properties that are of one plain type, each with a value of another. */
function wrongPrimitives(node: Record<string, unknown>): readonly (readonly [string, unknown])[] {
  const { properties, required } = node;
  if (typeof properties !== "object" || properties === null || !Array.isArray(required)) return [];
  const members: readonly (readonly [string, unknown])[] = Object.entries(properties);
  return members.flatMap(([name, property]): readonly (readonly [string, unknown])[] => {
    if (!required.includes(name) || typeof property !== "object" || property === null || !("type" in property)) return [];
    if (property.type === "string" || property.type === "boolean" || property.type === "null") return [[name, 5] as const];
    return property.type === "number" || property.type === "integer" ? [[name, "5"] as const] : [];
  });
}

/** A JSON value as TypeScript writes it; a plain `__proto__` would set the prototype. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return quoted(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${keyOf(name)}: ${literal(member)}`)
    .join(", ")} }`;
}

function keyOf(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : quoted(name);
}

/** Two characters that JSON leaves as they are end a line in TypeScript's counting. */
function quoted(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

import type { Compare } from "../../../contracts/registries/embedded/verdict.js";

/** A named fake of the evolution rules: only looks for record fields or required properties that the writer lacks. */
export const simpleCompare: Compare = ({ reader, writer }) => {
  const has = new Set(needed(writer).map((field) => field.name));
  const missing = needed(reader).filter((field) => !field.optional && !has.has(field.name));
  const findings = missing.map(({ name }) => ({
    rule: "READER_FIELD_MISSING_DEFAULT_VALUE",
    severity: "error",
    message: `no ${name}`,
    path: name,
  }));
  return { compatible: findings.length === 0, findings };
};

function needed(text: string): { name: string; optional: boolean }[] {
  const schema: { fields?: { name: string; default?: unknown }[]; required?: string[] } = JSON.parse(text);
  const fields = (schema.fields ?? []).map((field) => ({ name: field.name, optional: "default" in field }));
  return [...fields, ...(schema.required ?? []).map((name) => ({ name, optional: false }))];
}

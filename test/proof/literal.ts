/** A value as TypeScript text on one line; evaluated, it is the value again. */
export function literal(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof Uint8Array) return `new Uint8Array([${value.join(", ")}])`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  const members = Object.entries(value).map(([key, member]) => {
    return `${key === "__proto__" ? '["__proto__"]' : text(key)}: ${literal(member)}${losesContext(key, member) ? " as const" : ""}`;
  });
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Under a name that every object inherits, compilers expect what is inherited, also where an index signature says otherwise. */
function losesContext(key: string, member: unknown): boolean {
  if (!(key in Object.prototype) || key === "__proto__" || member === null) return false;
  if (typeof member === "string" || Array.isArray(member)) return true;
  return typeof member === "object" && !(member instanceof Date) && !(member instanceof Uint8Array);
}

function number(value: number): string {
  if (Number.isNaN(value)) return "Number.NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Number.POSITIVE_INFINITY" : "Number.NEGATIVE_INFINITY";
  return Object.is(value, -0) ? "-0" : String(value);
}

function text(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

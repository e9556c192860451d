/** What JSON calls a value; "other" is what JSON has no word for. */
export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object" | "other";

export type Members = { readonly [name: string]: unknown };

/** NaN and the infinities are no numbers, and what writes itself in its own way (a Date, a Map) is no object. */
export function kindIn(value: unknown): Kind {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return Number.isFinite(value) ? "number" : "other";
    case "boolean":
      return "boolean";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return "array";
      return isMembers(value) ? "object" : "other";
    default:
      return "other";
  }
}

function isMembers(value: object): value is Members {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  if (value instanceof Date || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) return false;
  return typeof Reflect.get(value, "toJSON") !== "function";
}

/** Whether it is an object with members; arrays are none. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isMembers(value);
}

/** Whether an object has a property of its own that JSON would write. */
export function has(value: Members, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined;
}

/** A text that two values share exactly when JSON Schema calls them equal. */
export function identity(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identity).join(",")}]`;
  if (typeof value !== "object" || value === null) return value === 0 ? "0" : (JSON.stringify(value) ?? "undefined");
  const members: Members = { ...value };
  const names = Object.keys(value).filter((name) => members[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${identity(members[name])}`)
    .join(",")}}`;
}

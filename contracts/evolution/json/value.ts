/** JSON values, and their one canonical text. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for what JSON calls an array. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An object's own member; what its prototype brings is none. */
export function member(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** An object of these members, `__proto__` included. */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries(entries);
}

/** The same text for equal values, whatever the order of their keys. */
export function stable(value: Json): string {
  if (isList(value)) return `[${value.map(stable).join(",")}]`;
  if (!isObject(value)) return value === 0 ? "0" : (JSON.stringify(value) ?? "null");
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stable(value[key] ?? null)}`).join(",")}}`;
}

export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** The six types of the language, cheap ones first; an integer is a number. */
export const jsonTypes: readonly JsonType[] = ["string", "number", "null", "boolean", "object", "array"];

/** A value's type. */
export function typeOfValue(value: Json): JsonType {
  if (value === null) return "null";
  if (isList(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}

/** True when `value` is a multiple of `step`, by decimal arithmetic. */
export function isMultiple(value: number, step: number): boolean {
  if (!(step > 0) || !Number.isFinite(value)) return false;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  const places = Math.max(decimals(value), decimals(step), 0);
  return scaled(value, places) % scaled(step, places) === 0n;
}

/** How many digits after the point it takes to write a number. */
export function decimals(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}

/** A number with its point moved, as a whole. */
export function scaled(value: number, places: number): bigint {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = places - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}

import { EventwrightError } from "../errors.js";

/**
 * A projection's state as JSON that loses nothing: what JSON (or jsonb) can't say is an object with one key that begins with "$", e.g.
 * `{"$date":"2026-01-01T00:00:00.000Z"}`; a key of the state's own that begins with "$" gets one more. The order of keys is not kept.
 */
export function encodeState(state: unknown): string {
  return JSON.stringify(encode(state, []));
}

/** The reverse of {@link encodeState}. */
export function decodeState(text: string): unknown {
  return decode(JSON.parse(text));
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function encode(value: unknown, above: readonly unknown[]): Json {
  if (value === null || typeof value === "boolean") return value;
  if (value === undefined) return { $undefined: true };
  if (typeof value === "string") return isStorable(value) ? value : { $string: utf16(value) };
  // JSON has no NaN, no infinity, and writes -0 as 0.
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? "-0" : `${value}` };
  if (typeof value === "bigint") return { $bigint: value.toString() };
  if (typeof value !== "object") throw notStorable(`a ${typeof value}`);
  if (above.includes(value)) throw notStorable("a circle");
  return encodeObject(value, [...above, value]);
}

function encodeObject(value: object, above: readonly unknown[]): Json {
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  if (Array.isArray(value)) return Array.from(value, (item) => encode(item, above));
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [encode(key, above), encode(item, above)]) };
  if (value instanceof Set) return { $set: [...value].map((item) => encode(item, above)) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw notStorable(`an instance of ${value.constructor?.name || "a class"}`);
  const entries = Object.entries(value);
  // A key that no JSON text in PostgreSQL may hold sends the whole object the long way.
  if (!entries.every(([key]) => isStorable(key)))
    return { $entries: entries.map(([key, item]) => [encode(key, above), encode(item, above)]) };
  return Object.fromEntries(entries.map(([key, item]) => [key.startsWith("$") ? `$${key}` : key, encode(item, above)]));
}

function decode(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (isList(json)) return json.map(decode);
  const entries = Object.entries(json);
  const [first, ...more] = entries;
  if (first?.[0].startsWith("$") && !first[0].startsWith("$$") && more.length === 0) return untagged(first[0], first[1]);
  return objectOf(entries.map(([key, item]) => [key.startsWith("$$") ? key.slice(1) : key, decode(item)]));
}

function untagged(tag: string, content: Json): unknown {
  if (tag === "$undefined") return undefined;
  if (tag === "$string") return fromUtf16(String(content));
  if (tag === "$number") return Number(content);
  if (tag === "$bigint") return BigInt(String(content));
  if (tag === "$date") return new Date(content === null ? Number.NaN : String(content));
  if (tag === "$bytes") return new Uint8Array(Buffer.from(String(content), "base64"));
  const items = isList(content) ? content : [];
  if (tag === "$set") return new Set(items.map(decode));
  if (tag === "$map") return new Map(items.map(pair));
  return objectOf(items.map(pair).map(([key, item]) => [String(key), item]));
}

function pair(json: Json): [unknown, unknown] {
  const [key = null, item = null] = isList(json) ? json : [];
  return [decode(key), decode(item)];
}

// Not by assignment: a key "__proto__" is data here.
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

// PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair.
function isStorable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

function utf16(text: string): string {
  return Buffer.from(text, "utf16le").toString("base64");
}

function fromUtf16(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf16le");
}

function notStorable(what: string): EventwrightError {
  return new EventwrightError("ENCODE_INVALID", { detail: `a projection's state holds ${what}`, hint: "Let evolve return plain data." });
}

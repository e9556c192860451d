import type { QueryResult, SqlValue } from "./store.js";

/** How results read on every driver alike, by type number; all other types keep the driver's own reading. */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  17: bytesOf, // bytea
  20: same, // int8: may exceed what a number holds
  1082: same, // date: the drivers disagree about midnight where
  1083: same, // time
  1114: same, // timestamp without time zone
  1186: same, // interval
  1266: same, // time with time zone
  1700: same, // numeric
};

/** A parameter as PostgreSQL's own text, which every type reads. */
export function sqlText(value: SqlValue): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  if (typeof value === "object") return `{${value.map(element).join(",")}}`;
  return String(value);
}

/** A driver's answer as the port promises it; only the caller knows what its statement selects. */
export function resultOf<R>(rows: readonly unknown[], command: string | undefined, count: number | null | undefined): QueryResult<R> {
  return { rows: rows as readonly R[], affected: /^(INSERT|UPDATE|DELETE)/.test(command ?? "") ? (count ?? 0) : 0 };
}

function same(text: string): string {
  return text;
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

function element(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

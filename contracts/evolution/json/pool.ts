/** Values that two schemas hint at: just inside and just outside of every bound they name. */
import { isObject, type Json, stable } from "./value.js";

/** Raw material for documents that tell two schemas apart. */
export interface Pool {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  readonly lengths: readonly number[];
  readonly names: readonly string[];
  readonly literals: readonly Json[];
}

const most = 24;

/** Gathers the hints of all schemas given. */
export function poolOf(schemas: readonly Json[]): Pool {
  const found = {
    numbers: new Set([0, 1, -1, 0.5]),
    strings: new Set(["", "a"]),
    lengths: new Set([1]),
    names: new Set<string>(),
    literals: new Map<string, Json>(),
  };
  for (const schema of schemas) gather(schema, found, 0);
  return {
    numbers: [...found.numbers].slice(0, most),
    strings: [...found.strings].slice(0, most),
    lengths: [...found.lengths].filter((length) => length >= 0 && length <= 64),
    names: [...found.names, "x-other"].slice(0, most),
    literals: [...found.literals.values()].slice(0, most),
  };
}

interface Found {
  readonly numbers: Set<number>;
  readonly strings: Set<string>;
  readonly lengths: Set<number>;
  readonly names: Set<string>;
  readonly literals: Map<string, Json>;
}

function gather(schema: Json, found: Found, depth: number): void {
  if (depth > 24) return;
  if (Array.isArray(schema)) for (const item of schema) gather(item, found, depth + 1);
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (typeof value === "number") gatherNumber(key, value, found);
    else if (key === "const") found.literals.set(stable(value), value);
    else if (key === "enum" && Array.isArray(value)) for (const item of value) found.literals.set(stable(item), item);
    else if (key === "pattern" && typeof value === "string") for (const text of examplesOf(value)) found.strings.add(text);
    else gatherInner(key, value, found, depth);
  }
}

function gatherInner(key: string, value: Json, found: Found, depth: number): void {
  if (isObject(value) && key === "patternProperties")
    for (const pattern of Object.keys(value)) for (const text of examplesOf(pattern)) found.names.add(text);
  if (isObject(value) && ["properties", "dependentRequired", "dependentSchemas", "dependencies"].includes(key)) {
    for (const name of Object.keys(value)) found.names.add(name);
  }
  if (key === "required" && Array.isArray(value)) for (const name of value) if (typeof name === "string") found.names.add(name);
  gather(value, found, depth + 1);
}

function gatherNumber(key: string, value: number, found: Found): void {
  if (/Length|Items|Properties|Contains/.test(key)) for (const step of [-1, 0, 1]) found.lengths.add(value + step);
  else for (const number of [value, value + 1, value - 1, value * 2, value + 0.5, value / 2]) found.numbers.add(number);
}

/** A few strings that a simple pattern may take; wrong guesses are sorted out by whoever tries them. */
function examplesOf(pattern: string): readonly string[] {
  const bare = pattern.replaceAll(/^\^|\$$/g, "");
  const classes = bare
    .replaceAll(/\\d/g, "0")
    .replaceAll(/\\w/g, "a")
    .replaceAll(/\[\^?(\\?.)[^\]]*\]/g, "$1");
  const once = classes.replaceAll(/\{(\d+)[^}]*\}|[+*?]/g, "").replaceAll(/[()\\]/g, "");
  const repeated = classes.replaceAll(/(.)\{(\d{1,2})[^}]*\}/g, (_, char: string, count: string) => char.repeat(Number(count)));
  return [...once.split("|"), repeated.replaceAll(/[()\\+*?]/g, ""), `${once}0`, `${once}a`];
}

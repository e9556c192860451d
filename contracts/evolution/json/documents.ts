/** Small documents that a schema probably allows, with each of its parts varied once. */
import { atIndex, type Cell, isNothing, namesOf, underName, underRest } from "./cell.js";
import { cellsOf } from "./cells.js";
import type { Handle } from "./document.js";
import { test } from "./evaluate.js";
import type { Pool } from "./pool.js";
import { isObject, type Json, type JsonObject, stable } from "./value.js";

const mostValues = 60;
const deepest = 3;

/** Documents for a conjunction of schemas, small ones first; some may turn out not to be valid. */
export function documentsOf(handles: readonly Handle[], pool: Pool, depth = 0): readonly Json[] {
  if (depth > 0 && handles.every(({ schema }) => schema === true || (isObject(schema) && Object.keys(schema).length === 0)))
    return [...anything, ...pool.literals, ...pool.numbers];
  const perCell = cellsOf(handles)
    .slice(0, 16)
    .map((cell) => valuesOf(cell, pool, depth));
  return distinct(interleave(perCell)).slice(0, depth === 0 ? mostValues * 8 : Math.max(12, mostValues >> depth));
}

/** One of each type, where every value will do. */
const anything: readonly Json[] = [null, true, 0, 1.5, "a", "", [], {}, ["a"], [0]];

function valuesOf(cell: Cell, pool: Pool, depth: number): readonly Json[] {
  if (cell.literals !== undefined) return cell.literals.slice(0, mostValues);
  switch (cell.type) {
    case "number":
      return numbers(cell, pool);
    case "string":
      return strings(cell, pool);
    case "array":
      return arrays(cell, pool, depth);
    case "object":
      return objects(cell, pool, depth);
    default:
      return [];
  }
}

function numbers(cell: Cell, pool: Pool): readonly Json[] {
  const near = [cell.min?.value, cell.max?.value].flatMap((value) =>
    value === undefined ? [] : [value, value + 1, value - 1, value + 0.5],
  );
  const known = pool.literals.filter((value) => typeof value === "number");
  const all = [...near, ...cell.multiples, ...pool.numbers, ...known, 1_000_003, -1_000_003];
  return distinct(all.filter((value) => !cell.integer || Number.isInteger(value))).slice(0, mostValues);
}

function strings(cell: Cell, pool: Pool): readonly Json[] {
  const lengths = [...pool.lengths, cell.minLength, ...(Number.isFinite(cell.maxLength) ? [cell.maxLength] : [])].filter(
    (length) => length <= 256,
  );
  const known = pool.literals.filter((value) => typeof value === "string");
  const names = pool.names;
  const formatted = cell.formats.flatMap((format) => examplesOfFormat[format] ?? []);
  const all = [...formatted, ...lengths.map((length) => "a".repeat(length)), ...pool.strings, ...known, ...names, "zz-unlikely"];
  return distinct(all.filter((text) => text.length >= cell.minLength && text.length <= cell.maxLength)).slice(0, mostValues);
}

const examplesOfFormat: Readonly<Record<string, string>> = {
  "date-time": "2020-01-01T00:00:00Z",
  date: "2020-01-01",
  time: "00:00:00Z",
  duration: "P1D",
  uuid: "00000000-0000-4000-8000-000000000000",
  email: "a@b.co",
  uri: "a:b",
  hostname: "a.co",
  ipv4: "1.2.3.4",
  ipv6: "::1",
};

function arrays(cell: Cell, pool: Pool, depth: number): readonly Json[] {
  if (depth > deepest) return cell.minItems === 0 ? [[]] : [];
  const at = (index: number) => (isNothing(atIndex(cell, index)) ? [] : documentsOf(atIndex(cell, index), pool, depth + 1));
  const lengths = distinct([cell.minItems, 0, 1, 2, 3, ...pool.lengths]).filter((n) => n >= cell.minItems && n <= cell.maxItems && n <= 12);
  const base = (length: number) => Array.from({ length }, (_, index) => at(index)[cell.unique ? index : 0] ?? null);
  const varied = lengths
    .filter((length) => length > 0)
    .slice(0, 4)
    .flatMap((length) =>
      at(length - 1)
        .slice(0, 20)
        .map((value) => [...base(length).slice(0, -1), value]),
    );
  return [...lengths.map(base), ...varied, ...lengths.map((n) => at(0).slice(0, n)).filter((list) => list.length >= cell.minItems)].slice(
    0,
    mostValues,
  );
}

function objects(cell: Cell, pool: Pool, depth: number): readonly Json[] {
  if (depth > deepest) return cell.required.size === 0 ? [{}] : [];
  const under = (name: string) => {
    const left = underName(cell, name, (pattern, text) => test(pattern, text) === true);
    return isNothing(left) ? [] : documentsOf(left.length === 0 ? underRest(cell) : left, pool, depth + 1);
  };
  const least = object([...cell.required].map((name) => [name, under(name)[0] ?? null]));
  const names = distinct([...namesOf(cell), ...pool.names]);
  const options = names.map((name) => ({ name, values: under(name).slice(0, 24) }));
  const one = options.flatMap(({ name, values }) => values.map((value) => object([...Object.entries(least), [name, value]])));
  const full = object([
    ...Object.entries(least),
    ...options.filter(({ values }) => values.length > 0).map(({ name, values }) => [name, values[0] ?? null] as const),
  ]);
  const pairs = options
    .slice(0, 8)
    .flatMap((a, index) =>
      options
        .slice(index + 1, 8)
        .flatMap((b) =>
          a.values
            .slice(0, 4)
            .flatMap((x) => b.values.slice(0, 4).map((y) => object([...Object.entries(least), [a.name, x], [b.name, y]]))),
        ),
    );
  const many = pool.lengths.map((count) =>
    object([...Object.entries(least), ...Array.from({ length: count }, (_, at) => [`x${at}`, "a"] as const)]),
  );
  return distinct([least, ...one, full, ...many, ...pairs]).slice(0, mostValues * 4);
}

/** The first of each list, then the second of each, so that a cut leaves something of all. */
function interleave(lists: readonly (readonly Json[])[]): Json[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => (index < list.length ? [list[index] ?? null] : []))).flat();
}

function object(entries: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(entries);
}

function distinct<T extends Json>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [stable(value), value])).values()];
}

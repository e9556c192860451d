/** From schemas to cells: the old side of the inclusion, split into alternatives and widened where a keyword has no place in a cell. */
import { type Bound, type Cell, isNothing, underName, wholeType } from "./cell.js";
import { type Handle, lookUp, meaningText } from "./document.js";
import { evaluate, test } from "./evaluate.js";
import { arrayPart, objectPart } from "./parts.js";
import { isObject, type Json, type JsonObject, jsonTypes, stable, typeOfValue } from "./value.js";

const mostCells = 96;
const deepest = 32;

/** The cells of a conjunction; together they hold every value that all schemas allow. */
export function cellsOf(handles: readonly Handle[]): readonly Cell[] {
  let cells: readonly Cell[] = jsonTypes.map(wholeType);
  for (const handle of handles) cells = narrowAll(cells, handle, 0);
  return cells.filter(isPossible);
}

function narrowAll(cells: readonly Cell[], handle: Handle, depth: number): readonly Cell[] {
  const narrowed = cells.flatMap((cell) => narrow(cell, handle, depth));
  return narrowed.length > mostCells ? cells : narrowed;
}

function narrow(cell: Cell, handle: Handle, depth: number): readonly Cell[] {
  const { schema, doc } = handle;
  if (schema === false) return [];
  if (!isObject(schema) || depth > deepest) return [cell];
  let cells: readonly Cell[] = [{ ...cell, holds: new Set([...cell.holds, meaningText(handle)]) }];
  if (typeof schema.$ref === "string") {
    const target = lookUp(doc, schema.$ref);
    if (target !== undefined) cells = narrowAll(cells, { schema: target, doc }, depth + 1);
    if (!doc.siblingsOfRef) return cells;
  }
  cells = cells.flatMap((one) => ownKeywords(one, handle, schema));
  for (const inner of list(schema.allOf)) cells = narrowAll(cells, { schema: inner, doc }, depth + 1);
  cells = alternatives(cells, list(schema.anyOf), handle, depth);
  cells = alternatives(cells, list(schema.oneOf), handle, depth);
  if (schema.if !== undefined) {
    const met = { allOf: [schema.if, schema.then ?? true] };
    cells = alternatives(cells, [met, schema.else ?? true], handle, depth);
  }
  return cells.map((one) => withLiterals(one, handle));
}

function alternatives(cells: readonly Cell[], branches: readonly Json[], { doc }: Handle, depth: number): readonly Cell[] {
  if (branches.length === 0) return cells;
  const split = branches.flatMap((branch) => narrowAll(cells, { schema: branch, doc }, depth + 1));
  return split.length > mostCells ? cells : split;
}

function ownKeywords(cell: Cell, { doc }: Handle, schema: JsonObject): readonly Cell[] {
  const types = schema.type === undefined ? undefined : Array.isArray(schema.type) ? schema.type : [schema.type];
  const integerOnly = types?.includes("integer") === true && !types.includes("number");
  if (types !== undefined && !types.includes(cell.type) && !(cell.type === "number" && types.includes("integer"))) return [];
  const holds = new Set([...cell.holds, ...compositeTexts(schema, doc)]);
  const narrower: Cell = {
    ...cell,
    ...(integerOnly || cell.integer ? { integer: true } : {}),
    ...bounds(cell, schema),
    multiples: typeof schema.multipleOf === "number" ? [...cell.multiples, schema.multipleOf] : cell.multiples,
    minLength: Math.max(cell.minLength, number(schema.minLength, 0)),
    maxLength: Math.min(cell.maxLength, number(schema.maxLength, Number.POSITIVE_INFINITY)),
    patterns: typeof schema.pattern === "string" ? [...cell.patterns, schema.pattern] : cell.patterns,
    formats: typeof schema.format === "string" ? [...cell.formats, schema.format] : cell.formats,
    required: new Set([...cell.required, ...list(schema.required).filter((name) => typeof name === "string")]),
    objects: [...cell.objects, ...objectPart(schema, doc)],
    names: schema.propertyNames === undefined ? cell.names : [...cell.names, { schema: schema.propertyNames, doc }],
    minProperties: Math.max(cell.minProperties, number(schema.minProperties, 0)),
    maxProperties: Math.min(cell.maxProperties, number(schema.maxProperties, Number.POSITIVE_INFINITY)),
    arrays: [...cell.arrays, ...arrayPart(schema, doc)],
    minItems: Math.max(cell.minItems, number(schema.minItems, 0)),
    maxItems: Math.min(cell.maxItems, number(schema.maxItems, Number.POSITIVE_INFINITY)),
    unique: cell.unique || schema.uniqueItems === true,
    not: schema.not === undefined ? cell.not : [...cell.not, { schema: schema.not, doc }],
    holds,
  };
  return [finite(narrower, schema)];
}

/** Keywords whose cells can't say all that they mean are kept as text, so that the same keyword on the other side is answered. */
function compositeTexts(schema: JsonObject, doc: Handle["doc"]): readonly string[] {
  return composites
    .filter((group) => schema[group[0] ?? ""] !== undefined)
    .map((group) => meaningText({ schema: pick(schema, group), doc }));
}

/** Keywords that only mean something together; the first one rules. */
export const composites: readonly (readonly string[])[] = [
  ["not"],
  ["anyOf"],
  ["oneOf"],
  ["if", "then", "else"],
  ["contains", "minContains", "maxContains"],
  ["dependentRequired"],
  ["dependentSchemas"],
  ["dependencies"],
];

/** Those keywords of a schema that are named. */
export function pick(schema: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]]])));
}

function bounds(cell: Cell, schema: JsonObject): { readonly min?: Bound; readonly max?: Bound } {
  const min = tighter([cell.min, bound(schema.minimum, false), bound(schema.exclusiveMinimum, true)], (a, b) => a > b);
  const max = tighter([cell.max, bound(schema.maximum, false), bound(schema.exclusiveMaximum, true)], (a, b) => a < b);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function tighter(all: readonly (Bound | undefined)[], beats: (a: number, b: number) => boolean): Bound | undefined {
  return all.reduce((best, next) => {
    if (next === undefined || best === undefined) return best ?? next;
    return beats(next.value, best.value) || (next.value === best.value && next.exclusive) ? next : best;
  });
}

function bound(value: Json | undefined, exclusive: boolean): Bound | undefined {
  return typeof value === "number" ? { value, exclusive } : undefined;
}

function finite(cell: Cell, schema: JsonObject): Cell {
  const named = schema.const !== undefined ? [schema.const] : Array.isArray(schema.enum) ? (schema.enum as readonly Json[]) : undefined;
  if (named === undefined) return cell;
  const texts = new Set(named.map(stable));
  const literals = cell.literals?.filter((value) => texts.has(stable(value))) ?? named.filter((value) => typeOfValue(value) === cell.type);
  return { ...cell, literals };
}

function withLiterals(cell: Cell, handle: Handle): Cell {
  if (cell.literals === undefined) return cell;
  return { ...cell, literals: cell.literals.filter((value) => evaluate(value, handle) !== false) };
}

function isPossible(cell: Cell): boolean {
  if (cell.literals !== undefined && cell.literals.length === 0) return false;
  if (cell.minLength > cell.maxLength || cell.minItems > cell.maxItems || cell.minProperties > cell.maxProperties) return false;
  if (cell.min !== undefined && cell.max !== undefined && cell.min.value > cell.max.value) return false;
  const matches = (pattern: string, name: string) => test(pattern, name) === true;
  return ![...cell.required].some((name) => isNothing(underName(cell, name, matches)));
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function number(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

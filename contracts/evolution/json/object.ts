/** Properties: declared, patterned, additional, required, counted and named. */
import type { Path } from "../side.js";
import { type Cell, isNothing, namesOf, underName, underRest } from "./cell.js";
import type { Handle } from "./document.js";
import { test } from "./evaluate.js";
import { type Gap, isProven, type Proof } from "./gap.js";
import { objectPart } from "./parts.js";
import { isObject, type Json, type JsonObject } from "./value.js";

/** The gaps that a schema's own object keywords leave for a cell of objects. */
export function withinObject(proof: Proof, cell: Cell, right: Handle, schema: JsonObject, path: Path): readonly Gap[] {
  return [
    ...required(cell, schema, path),
    ...counts(cell, schema, path),
    ...dependentRequired(cell, schema, path),
    ...propertyNames(proof, cell, right, schema, path),
    ...opaque(cell, schema, path),
    ...objectPart(schema, right.doc).flatMap((part) => properties(proof, cell, part, path)),
  ];
}

function required(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  return strings(schema.required)
    .filter((name) => !cell.required.has(name))
    .map((name) => ({
      rule: "FIELD_REQUIRED",
      path: [...path, name],
      detail: `the reader requires "${name}", and the writer may leave it out`,
    }));
}

function counts(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  const gaps: Gap[] = [];
  const fewest = Math.max(cell.minProperties, cell.required.size);
  const most = Math.min(cell.maxProperties, closedCount(cell));
  if (typeof schema.minProperties === "number" && fewest < schema.minProperties)
    gaps.push(tightened(path, "minProperties", schema.minProperties));
  if (typeof schema.maxProperties === "number" && most > schema.maxProperties)
    gaps.push(tightened(path, "maxProperties", schema.maxProperties));
  return gaps;
}

function closedCount(cell: Cell): number {
  if (!isNothing(underRest(cell)) || cell.objects.some((part) => part.patterns.length > 0)) return Number.POSITIVE_INFINITY;
  return possibleNames(cell).length;
}

function possibleNames(cell: Cell): readonly string[] {
  return [...namesOf(cell)].filter((name) => !isNothing(underName(cell, name, surely)));
}

function dependentRequired(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  if (!isObject(schema.dependentRequired)) return [];
  return Object.entries(schema.dependentRequired).flatMap(([name, needs]) => {
    const missing = strings(needs).filter((need) => !cell.required.has(need));
    if (missing.length === 0 || isNothing(underName(cell, name, surely))) return [];
    return missing.map((need): Gap => {
      return { rule: "FIELD_REQUIRED", path: [...path, need], detail: `the reader requires "${need}" where "${name}" is present` };
    });
  });
}

function propertyNames(proof: Proof, cell: Cell, { doc }: Handle, schema: JsonObject, path: Path): readonly Gap[] {
  const wanted = schema.propertyNames;
  if (wanted === undefined) return [];
  const declared: readonly Json[] = possibleNames(cell);
  const fixed: readonly Handle[] = [{ schema: { enum: declared }, doc }, ...cell.names];
  const open = cell.objects.some((part) => part.patterns.length > 0) || !isNothing(underRest(cell));
  const free: readonly Handle[] = [{ schema: { type: "string" }, doc }, ...cell.names];
  const inner = [...proof.child(fixed, { schema: wanted, doc }, path), ...(open ? proof.child(free, { schema: wanted, doc }, path) : [])];
  return isProven(inner)
    ? []
    : [{ rule: "CONSTRAINT_TIGHTENED", path, detail: "the reader forbids property names that the writer may write" }];
}

function opaque(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  return ["dependentSchemas", "dependencies"]
    .filter((key) => isObject(schema[key]) && !triggersImpossible(cell, schema[key]))
    .map((key) => ({ rule: "CONSTRAINT_TIGHTENED", path, detail: `the reader's "${key}" may refuse what the writer writes` }));
}

function triggersImpossible(cell: Cell, dependencies: JsonObject): boolean {
  return Object.entries(dependencies).every(
    ([name, needs]) =>
      isNothing(underName(cell, name, surely)) || (Array.isArray(needs) && strings(needs).every((need) => cell.required.has(need))),
  );
}

type Part = ReturnType<typeof objectPart>[number];

function properties(proof: Proof, cell: Cell, part: Part, path: Path): readonly Gap[] {
  const gaps: Gap[] = [];
  const names = new Set([...namesOf(cell), ...part.properties.keys()]);
  for (const name of names) {
    const left = underName(cell, name, surely);
    if (isNothing(left)) continue;
    for (const right of demands(part, name)) gaps.push(...proof.child(left, right, [...path, name]));
  }
  return [...gaps, ...unnamed(proof, cell, part, path)];
}

function demands(part: Part, name: string): readonly Handle[] {
  const own = part.properties.get(name);
  const matching = part.patterns.filter(([pattern]) => test(pattern, name) !== false).map(([, schema]) => schema);
  const unsure = part.patterns.some(([pattern]) => test(pattern, name) === undefined);
  const all = own === undefined ? matching : [own, ...matching];
  return all.length === 0 || (own === undefined && unsure) ? [...all, part.rest] : all;
}

/** Names that nobody declares: those that a pattern of the writer takes, and all others. */
function unnamed(proof: Proof, cell: Cell, part: Part, path: Path): readonly Gap[] {
  const inner = [...path, "{}"];
  const targets = [...part.patterns.map(([, schema]) => schema), part.rest];
  const gaps: Gap[] = [];
  const rest = underRest(cell);
  if (!isNothing(rest)) for (const right of targets) gaps.push(...proof.child(rest, right, inner));
  for (const [pattern, left] of cell.objects.flatMap((own) => own.patterns)) {
    const same = part.patterns.find(([other]) => other === pattern);
    const rights = same === undefined ? targets : [same[1], ...others(part, pattern)];
    for (const right of rights) gaps.push(...proof.child([left], right, inner));
  }
  return gaps;
}

function others(part: Part, pattern: string): readonly Handle[] {
  return part.patterns.filter(([other]) => other !== pattern).map(([, schema]) => schema);
}

function surely(pattern: string, name: string): boolean {
  return test(pattern, name) === true;
}

function tightened(path: Path, key: string, value: Json): Gap {
  return { rule: "CONSTRAINT_TIGHTENED", path, detail: `the reader demands ${key} ${value}, which the writer does not promise` };
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

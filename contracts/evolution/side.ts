import type { Field, NamedType, Place, SchemaFormat, Shape } from "../../catalog/index.js";

/** One schema of a comparison: its self-contained text, and the model of it that findings take their places from. */
export interface Side {
  readonly format: SchemaFormat;
  readonly text: string;
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
  /** False where the model was read from a bare text, whose places mean nothing to anybody. */
  readonly placed: boolean;
}

/** From the root to a value: field names, `[]` for any item of an array, `{}` for any value of a map. */
export type Path = readonly string[];

/** A path as people read it, e.g. `items[].price`. */
export function pathText(path: Path): string {
  return path.reduce((text, step) => (step === "[]" || step === "{}" || text === "" ? text + step : `${text}.${step}`), "");
}

/** The full name of a side's root type; "" for a root without one. */
export function rootName(side: Pick<Side, "shape">): string {
  return side.shape.kind === "ref" ? side.shape.name : "";
}

/** Where the last step of a path is written; as far as the model knows the way. */
export function placeAt(side: Side, path: Path): Place | undefined {
  if (!side.placed) return undefined;
  let shape = side.shape;
  let place = namedPlace(side, shape);
  for (const step of path) {
    const next = stepInto(side, shape, step, new Set());
    if (next === undefined) break;
    shape = next.shape;
    place = next.place ?? place;
  }
  return place;
}

interface Step {
  readonly shape: Shape;
  readonly place?: Place;
}

function stepInto(side: Side, shape: Shape, step: string, seen: Set<string>): Step | undefined {
  switch (shape.kind) {
    case "array":
      return step === "[]" ? { shape: shape.items } : undefined;
    case "map":
      return step === "{}" ? { shape: shape.values } : undefined;
    case "object":
      return fieldStep(shape, step);
    case "union":
      return first(shape.branches, (branch) => stepInto(side, branch.shape, step, seen));
    case "intersection":
      return first(shape.parts, (part) => stepInto(side, part, step, seen));
    case "ref":
      return stepIntoNamed(side, shape.name, step, seen);
    default:
      return undefined;
  }
}

function stepIntoNamed(side: Side, name: string, step: string, seen: Set<string>): Step | undefined {
  const type = side.types.get(name);
  if (type === undefined || seen.has(name)) return undefined;
  if (type.kind === "alias") return stepInto(side, type.shape, step, new Set([...seen, name]));
  return type.kind === "record" ? fieldStep(type, step) : undefined;
}

function fieldStep(type: { readonly fields: readonly Field[]; readonly additional: Shape | false }, step: string): Step | undefined {
  const field = type.fields.find((candidate) => candidate.name === step);
  if (field !== undefined) return field;
  return step === "{}" && type.additional !== false ? { shape: type.additional } : undefined;
}

function first<T>(items: readonly T[], find: (item: T) => Step | undefined): Step | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function namedPlace(side: Side, shape: Shape): Place | undefined {
  return shape.kind === "ref" ? side.types.get(shape.name)?.place : undefined;
}

import type { Field, NamedType, Shape } from "../event-model.js";

interface ObjectParts {
  readonly fields: readonly Field[];
  readonly additional: Shape | false;
}

/** Makes one record of each named type that is all of several objects, so that a base schema works as a base. */
export function mergeIntersections(types: Map<string, NamedType>): void {
  for (const type of types.values()) {
    if (type.kind !== "alias" || type.shape.kind !== "intersection") continue;
    const merged = partsOf(type.shape, types, new Set([type.name]));
    if (merged === undefined) continue;
    const { shape: _, ...named } = type;
    types.set(type.name, { ...named, kind: "record", ...merged });
  }
}

function partsOf(shape: Shape, types: ReadonlyMap<string, NamedType>, open: ReadonlySet<string>): ObjectParts | undefined {
  if (shape.kind === "object") return shape;
  if (shape.kind === "map") return { fields: [], additional: shape.values };
  if (shape.kind === "ref") {
    const type = open.has(shape.name) ? undefined : types.get(shape.name);
    if (type?.kind === "record") return type;
    return type?.kind === "alias" ? partsOf(type.shape, types, new Set([...open, shape.name])) : undefined;
  }
  if (shape.kind !== "intersection") return undefined;
  const parts = shape.parts.map((part) => partsOf(part, types, open)).filter((part) => part !== undefined);
  return parts.length === shape.parts.length ? parts.reduce(merge) : undefined;
}

function merge(one: ObjectParts, other: ObjectParts): ObjectParts {
  const fields = new Map(one.fields.map((field) => [field.name, field]));
  for (const field of other.fields) {
    const known = fields.get(field.name);
    fields.set(field.name, known === undefined ? field : mergeField(known, field));
  }
  return { fields: [...fields.values()], additional: mergeAdditional(one.additional, other.additional) };
}

function mergeField(one: Field, other: Field): Field {
  const parts = [one.shape, other.shape].filter((shape) => shape.kind !== "any");
  const [first] = parts;
  const shape: Shape = first === undefined ? { kind: "any" } : parts.length === 1 ? first : { kind: "intersection", parts };
  return { ...other, ...one, required: one.required || other.required, shape };
}

/** A part that leaves nothing beside its own fields can't be told apart from the others' fields here: what is left stays open. */
function mergeAdditional(one: Shape | false, other: Shape | false): Shape | false {
  return one === false && other === false ? false : { kind: "any" };
}

import type { Field, NamedType, Shape } from "./event-model.js";

type Types = ReadonlyMap<string, NamedType>;

/** A field that a dotted path leads to. */
export interface FoundField {
  readonly field: Field;
  /** False when it, or something above it, may be absent or null. */
  readonly certain: boolean;
}

/** Follows a path of field names; on failure says where it ended and what there is. */
export function findField(
  shape: Shape,
  path: readonly string[],
  types: Types,
): FoundField | { readonly missing: string; readonly known: readonly string[] } {
  let current = shape;
  let certain = true;
  let found: Field | undefined;
  for (const name of path) {
    const fields = fieldsOf(current, types);
    found = fields.find((field) => field.name === name);
    if (found === undefined) return { missing: name, known: fields.map((field) => field.name) };
    const { shape: inner, nullable } = withoutNull(found.shape);
    certain &&= found.required && !nullable;
    current = inner;
  }
  return found === undefined ? { missing: "", known: [] } : { field: found, certain };
}

/** The fields that every value of the shape has the right to: a record's, or those that all branches share. */
export function fieldsOf(shape: Shape, types: Types, open: ReadonlySet<string> = new Set()): readonly Field[] {
  if (shape.kind === "object") return shape.fields;
  if (shape.kind === "ref") {
    const type = open.has(shape.name) ? undefined : types.get(shape.name);
    if (type?.kind === "record") return type.fields;
    return type?.kind === "alias" ? fieldsOf(type.shape, types, new Set([...open, shape.name])) : [];
  }
  if (shape.kind === "intersection") return mostCertain(shape.parts.flatMap((part) => fieldsOf(part, types, open)));
  if (shape.kind !== "union" || shape.wrapped) return [];
  const [first, ...others] = shape.branches.map((branch) => fieldsOf(branch.shape, types, open));
  return (first ?? []).filter((field) => others.every((fields) => fields.some((other) => other.name === field.name)));
}

/** True when every value of the shape is an object with fields, so that it can be an event. */
export function isObjectLike(shape: Shape, types: Types, open: ReadonlySet<string> = new Set()): boolean {
  if (shape.kind === "object") return true;
  if (shape.kind === "intersection") return shape.parts.some((part) => isObjectLike(part, types, open));
  if (shape.kind === "union") return !shape.wrapped && shape.branches.every((branch) => isObjectLike(branch.shape, types, open));
  if (shape.kind !== "ref" || open.has(shape.name)) return false;
  const type = types.get(shape.name);
  if (type?.kind === "record") return true;
  return type?.kind === "alias" && isObjectLike(type.shape, types, new Set([...open, shape.name]));
}

/** The shape without its null branch. */
export function withoutNull(shape: Shape): { readonly shape: Shape; readonly nullable: boolean } {
  if (shape.kind !== "union") return { shape, nullable: false };
  const branches = shape.branches.filter((branch) => branch.shape.kind !== "null");
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return { shape: only.shape, nullable: shape.branches.length > 1 };
  return { shape: { ...shape, branches }, nullable: branches.length < shape.branches.length };
}

function mostCertain(fields: readonly Field[]): readonly Field[] {
  const byName = new Map<string, Field>();
  for (const field of fields) if (!byName.get(field.name)?.required) byName.set(field.name, field);
  return [...byName.values()];
}

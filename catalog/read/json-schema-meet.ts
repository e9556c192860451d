import type { Field, NamedType, Shape } from "../event-model.js";
import { isObjectLike } from "../field-path.js";
import { intersectionOf, unionOf } from "./json-schema-combine.js";
import type { Scalar } from "./json-schema-literal.js";

type Types = ReadonlyMap<string, NamedType>;
type Literal = Extract<Shape, { readonly kind: "literal" }>;
type Union = Extract<Shape, { readonly kind: "union" }>;

/** What is left of shapes that all hold, in as few parts as can be told: a plain shape, or an intersection of what can't be joined. */
export function meetAll(shapes: readonly Shape[], types: Types): Shape {
  let parts: Shape[] = [];
  const whole = intersectionOf(shapes);
  for (const shape of whole.kind === "intersection" ? whole.parts : [whole]) {
    let joined = shape;
    let at: number | undefined;
    const rest: Shape[] = [];
    for (const part of parts) {
      const met = meet(part, joined, types);
      if (met === undefined) rest.push(part);
      else {
        joined = met;
        at ??= rest.length;
      }
    }
    parts = rest.toSpliced(at ?? rest.length, 0, joined);
  }
  const isSaid = parts.filter((part) => !isAnyMap(part)).some((part) => isObject(part, types));
  return intersectionOf(isSaid ? parts.filter((part) => !isAnyMap(part)) : parts);
}

/** The fields and what stands beside them, of objects and of named records. */
export interface ObjectParts {
  readonly fields: readonly Field[];
  readonly additional: Shape | false;
}

/** Both objects at once: each has its word about the fields that only the other lists. */
export function meetObjects(one: ObjectParts, other: ObjectParts, types: Types): ObjectParts {
  const fields = new Map<string, Field>();
  for (const field of one.fields) {
    const twin = other.fields.find((it) => it.name === field.name);
    fields.set(field.name, twin === undefined ? within(field, other.additional, types) : meetFields(field, twin, types));
  }
  for (const field of other.fields) if (!fields.has(field.name)) fields.set(field.name, within(field, one.additional, types));
  const closed = one.additional === false || other.additional === false;
  const additional = closed ? false : meetAll([one.additional || any, other.additional || any], types);
  return { fields: [...fields.values()], additional: additional !== false && additional.kind === "never" ? false : additional };
}

const any: Shape = { kind: "any" };

/** The shape of both; undefined where that has no shorter name than `A & B`. */
function meet(one: Shape, other: Shape, types: Types): Shape | undefined {
  if (one.kind === "ref") return other.kind === "ref" && one.name === other.name ? one : meetNamed(one.name, other, types);
  if (other.kind === "ref") return meetNamed(other.name, one, types);
  if (one.kind === "intersection" || other.kind === "intersection") return undefined;
  if (one.kind === "union") return meetUnion(one, other, types);
  if (other.kind === "union") return meetUnion(other, one, types);
  if (one.kind === "literal") return meetLiteral(one, other);
  if (other.kind === "literal") return meetLiteral(other, one);
  const left = objectOf(one);
  const right = objectOf(other);
  if (left !== undefined && right !== undefined) {
    const met = meetObjects(left, right, types);
    return met.fields.length === 0 && met.additional !== false ? { kind: "map", values: met.additional } : { kind: "object", ...met };
  }
  if (one.kind === "array" && other.kind === "array") return meetArrays(one, other, types);
  if (one.kind !== other.kind) return { kind: "never" };
  return "format" in one && one.format !== undefined ? one : other;
}

/** Where the other side lists values, the list says more than the name of their type. */
function meetNamed(name: string, other: Shape, types: Types): Shape | undefined {
  const type = types.get(name);
  if (other.kind !== "literal" || type === undefined) return undefined;
  if (type.kind === "enum") return meetLiteral(other, { kind: "literal", values: type.symbols });
  const isScalar = type.kind === "alias" && ["string", "number", "boolean", "null", "literal"].includes(type.shape.kind);
  return isScalar ? meetLiteral(other, type.shape) : undefined;
}

function meetUnion(union: Union, other: Shape, types: Types): Shape | undefined {
  const others = other.kind === "union" ? other.branches.map((branch) => branch.shape) : [other];
  const pairs = union.branches.flatMap(({ shape }) => others.map((it) => ({ shape, other: it, met: meet(shape, it, types) })));
  const left = pairs.filter((pair) => pair.met?.kind !== "never");
  // Two unions of objects are read more easily as they stand than multiplied.
  const isObjects = left.filter(({ met }) => met === undefined || objectOf(met) !== undefined).length > 1;
  const isPlain = left.every(({ met }) => met !== undefined) && !isObjects;
  if (isPlain) return unionOf(left.map(({ met }) => met ?? any));
  const kept = [...new Set(left.map((pair) => pair.shape))];
  if (other.kind === "union" || kept.length === union.branches.length) return undefined;
  return intersectionOf([unionOf(kept), other]);
}

function meetLiteral(one: Literal, other: Shape): Shape {
  const values = one.values.filter((value) => (other.kind === "literal" ? other.values.includes(value) : isOf(value, other)));
  return values.length === 0 ? { kind: "never" } : { kind: "literal", values };
}

function isOf(value: Scalar, shape: Shape): boolean {
  if (value === null) return shape.kind === "null";
  if (typeof value === "number") return shape.kind === "number" && (shape.format !== "integer" || Number.isInteger(value));
  return shape.kind === typeof value;
}

function meetArrays(one: Extract<Shape, { kind: "array" }>, other: Extract<Shape, { kind: "array" }>, types: Types): Shape {
  const length = Math.max(one.prefix?.length ?? 0, other.prefix?.length ?? 0);
  const items = meetAll([one.items, other.items], types);
  if (one.prefix === undefined && other.prefix === undefined) return { kind: "array", items };
  const prefix = Array.from({ length }, (_, index) =>
    meetAll([one.prefix?.[index] ?? one.items, other.prefix?.[index] ?? other.items], types),
  );
  const least = Math.max(leastOf(one), leastOf(other));
  return { kind: "array", items, prefix, ...(least < length && { least }) };
}

function leastOf(shape: Extract<Shape, { kind: "array" }>): number {
  return shape.prefix === undefined ? 0 : (shape.least ?? shape.prefix.length);
}

function meetFields(one: Field, other: Field, types: Types): Field {
  return { ...other, ...one, required: one.required || other.required, shape: meetAll([one.shape, other.shape], types) };
}

function within(field: Field, additional: Shape | false, types: Types): Field {
  return { ...field, shape: additional === false ? { kind: "never" } : meetAll([field.shape, additional], types) };
}

function objectOf(shape: Shape): ObjectParts | undefined {
  if (shape.kind === "object") return shape;
  return shape.kind === "map" ? { fields: [], additional: shape.values } : undefined;
}

function isAnyMap(shape: Shape): boolean {
  return shape.kind === "map" && shape.values.kind === "any";
}

/** Whether every value of the shape is an object, so that it need not be said again. */
function isObject(shape: Shape, types: Types): boolean {
  return shape.kind === "map" || isObjectLike(shape, types);
}

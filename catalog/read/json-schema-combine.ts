import type { Field, Shape } from "../event-model.js";

/** Values of any of the shapes. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === "union" ? shape.branches.map((branch) => branch.shape) : [shape]));
  const possible = flat.filter((shape) => shape.kind !== "never");
  if (possible.some((shape) => shape.kind === "any")) return { kind: "any" };
  const [first] = possible;
  if (first === undefined) return { kind: "never" };
  const branches = possible.map((shape) => ({ tag: shape.kind === "ref" ? shape.name : shape.kind, shape }));
  return possible.length === 1 ? first : { kind: "union", branches, wrapped: false };
}

/** Values of all of the shapes. */
export function intersectionOf(shapes: readonly Shape[]): Shape {
  const flat = shapes.flatMap((shape) => (shape.kind === "intersection" ? shape.parts : [shape]));
  const telling = flat.filter((shape) => shape.kind !== "any");
  if (telling.some((shape) => shape.kind === "never")) return { kind: "never" };
  const [first] = telling;
  if (first === undefined) return { kind: "any" };
  return telling.length === 1 ? first : { kind: "intersection", parts: telling };
}

/** An open object of which only these fields are known. */
export function objectWith(fields: readonly Omit<Field, "aliases">[]): Shape {
  return { kind: "object", fields: fields.map((field) => ({ ...field, aliases: [] })), additional: { kind: "any" } };
}

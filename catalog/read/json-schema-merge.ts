import type { Field, NamedType, Shape } from "../event-model.js";
import { intersectionOf, unionOf } from "./json-schema-combine.js";
import { meetAll, meetObjects, type ObjectParts } from "./json-schema-meet.js";

/** Says every shape in as few words as it can, and makes one record of each named type that is all of several objects. */
export function simplifyTypes(types: Map<string, NamedType>): void {
  for (const type of types.values()) types.set(type.name, simplifyType(type, types));
  for (const type of types.values()) if (type.kind === "alias") types.set(type.name, recordOf(type, types));
}

type Types = ReadonlyMap<string, NamedType>;

function simplifyType(type: NamedType, types: Types): NamedType {
  if (type.kind === "record") return { ...type, fields: simplifyFields(type.fields, types), additional: beside(type.additional, types) };
  if (type.kind !== "alias") return type;
  return recordOf({ ...type, shape: simplify(type.shape, types) }, types);
}

function recordOf(type: Extract<NamedType, { readonly kind: "alias" }>, types: Types): NamedType {
  if (type.shape.kind !== "intersection" && type.shape.kind !== "object") return type;
  const parts = partsOf(type.shape, types, new Set([type.name]));
  if (parts === undefined) return type;
  const { shape: _, ...named } = type;
  return { ...named, kind: "record", ...parts };
}

function partsOf(shape: Shape, types: Types, open: ReadonlySet<string>): ObjectParts | undefined {
  if (shape.kind === "object") return shape;
  if (shape.kind === "map") return { fields: [], additional: shape.values };
  if (shape.kind === "ref") {
    const type = open.has(shape.name) ? undefined : types.get(shape.name);
    if (type?.kind === "record") return type;
    return type?.kind === "alias" ? partsOf(type.shape, types, new Set([...open, shape.name])) : undefined;
  }
  if (shape.kind !== "intersection") return undefined;
  const parts = shape.parts.map((part) => partsOf(part, types, open)).filter((part) => part !== undefined);
  return parts.length === shape.parts.length ? parts.reduce((one, other) => meetObjects(one, other, types)) : undefined;
}

function simplify(shape: Shape, types: Types): Shape {
  switch (shape.kind) {
    case "array": {
      const items = simplify(shape.items, types);
      return { ...shape, items, ...(shape.prefix && { prefix: shape.prefix.map((part) => simplify(part, types)) }) };
    }
    case "map":
      return { kind: "map", values: simplify(shape.values, types) };
    case "object":
      return { kind: "object", fields: simplifyFields(shape.fields, types), additional: beside(shape.additional, types) };
    case "union":
      return unionOf(shape.branches.map((branch) => simplify(branch.shape, types)));
    case "intersection":
      return meetAll([intersectionOf(shape.parts.map((part) => simplify(part, types)))], types);
    default:
      return shape;
  }
}

function simplifyFields(fields: readonly Field[], types: Types): readonly Field[] {
  return fields.map((field) => ({ ...field, shape: simplify(field.shape, types) }));
}

function beside(additional: Shape | false, types: Types): Shape | false {
  const shape = additional === false ? additional : simplify(additional, types);
  return shape !== false && shape.kind === "never" ? false : shape;
}

import type { EventModel, NamedType, Place, SchemaModel, Shape } from "../../catalog/index.js";
import type { OwnField, OwnObject, Subject } from "./rule.js";

/** Every schema file of a model, taken apart for the rules. */
export function subjectsOf(model: EventModel): readonly Subject[] {
  return model.schemas.map((schema) => {
    const topic = model.topics.find(({ events }) => events.some(({ name }) => name === schema.name));
    const types = schema.defines.flatMap((name) => model.types.get(name) ?? []);
    return { model, schema, types, ...partsOf(types, schema.shape, schema), ...(topic !== undefined && { topic }) };
  });
}

/** All fields and objects of named types and of a root without a name. */
export function partsOf(types: readonly NamedType[], root: Shape, at: Pick<SchemaModel, "shortName" | "place">): Parts {
  const parts: Parts = { fields: [], objects: [] };
  for (const type of types) takeType(type, parts);
  if (root.kind !== "ref") takeShape(root, { path: at.shortName, place: at.place }, parts);
  return parts;
}

interface Parts {
  readonly fields: OwnField[];
  readonly objects: OwnObject[];
}

interface At {
  readonly path: string;
  readonly place: Place;
}

function takeType(type: NamedType, parts: Parts): void {
  const at = { path: type.shortName, place: type.place };
  if (type.kind === "record") takeShape({ kind: "object", fields: type.fields, additional: type.additional }, at, parts);
  if (type.kind === "alias") takeShape(type.shape, at, parts);
}

/** Named types are taken where they are defined, so a reference ends the way. */
function takeShape(shape: Shape, at: At, parts: Parts): void {
  switch (shape.kind) {
    case "object":
      parts.objects.push({ ...at, additional: shape.additional });
      for (const field of shape.fields) {
        const path = `${at.path}.${field.name}`;
        parts.fields.push({ field, path, owner: at.path });
        takeShape(field.shape, { path, place: field.place }, parts);
      }
      return;
    case "array":
      for (const item of [...(shape.prefix ?? []), shape.items]) takeShape(item, { ...at, path: `${at.path}[]` }, parts);
      return;
    case "map":
      takeShape(shape.values, { ...at, path: `${at.path}{}` }, parts);
      return;
    case "union":
      for (const { shape: branch } of shape.branches) takeShape(branch, at, parts);
      return;
    case "intersection":
      for (const part of shape.parts) takeShape(part, at, parts);
      return;
    default:
      return;
  }
}

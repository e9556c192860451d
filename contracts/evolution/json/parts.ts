/** What one schema object says of properties and items, in one form for all drafts. */
import type { ArrayPart, ObjectPart } from "./cell.js";
import type { Document, Handle } from "./document.js";
import { isObject, type Json, type JsonObject } from "./value.js";

/** The say on properties; nothing where the schema is silent. */
export function objectPart(schema: JsonObject, doc: Document): readonly ObjectPart[] {
  const rest = restOfProperties(schema);
  if (schema.properties === undefined && schema.patternProperties === undefined && rest === undefined) return [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const patterns = isObject(schema.patternProperties) ? schema.patternProperties : {};
  const handle = (inner: Json): Handle => ({ schema: inner, doc });
  return [
    {
      properties: new Map(Object.entries(properties).map(([name, inner]) => [name, handle(inner)])),
      patterns: Object.entries(patterns).map(([pattern, inner]) => [pattern, handle(inner)]),
      rest: handle(rest ?? true),
    },
  ];
}

/** The say on items; nothing where the schema is silent. */
export function arrayPart(schema: JsonObject, doc: Document): readonly ArrayPart[] {
  const tuple = doc.prefixItems ? schema.prefixItems : Array.isArray(schema.items) ? schema.items : undefined;
  const rest = !doc.prefixItems && Array.isArray(schema.items) ? schema.additionalItems : schema.items;
  if (tuple === undefined && rest === undefined) return [];
  const prefix = Array.isArray(tuple) ? (tuple as readonly Json[]) : [];
  return [{ prefix: prefix.map((inner) => ({ schema: inner, doc })), rest: { schema: rest ?? true, doc } }];
}

/** `unevaluatedProperties` means `additionalProperties` where no other keyword of the schema could evaluate a property. */
function restOfProperties(schema: JsonObject): Json | undefined {
  if (schema.additionalProperties !== undefined) return schema.additionalProperties;
  return standsAlone(schema) ? schema.unevaluatedProperties : undefined;
}

/** True when nothing beside the schema's own keywords evaluates properties or items in place. */
export function standsAlone(schema: JsonObject): boolean {
  return !applicators.some((key) => schema[key] !== undefined);
}

const applicators = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "dependencies"];

import type { Field, Shape } from "../event-model.js";
import { unionOf } from "./json-schema-combine.js";
import { type Dialect, isWordOf, membersOf } from "./json-schema-keywords.js";
import { scalarsIn } from "./json-schema-not.js";
import { findMember, type JsonMember, type JsonNode, type JsonObject, memberOf, renderJson, stringOf } from "./json-text.js";
import { placeOf, type SchemaSource } from "./source.js";

/** Makes the shape of an inner schema. */
export type ShapeOf = (node: JsonNode) => Shape;

interface Position {
  readonly source: SchemaSource;
  readonly dialect: Dialect;
}

/** The object side of a JSON Schema: its fields, or a map where it has none. */
export function objectShape(node: JsonObject, shapeOf: ShapeOf, position: Position): Shape {
  const names = namesOf(node);
  const rest = additionalOf(node, shapeOf, position.dialect);
  const required = requiredOf(node);
  const listed = membersOf(memberOf(node, "properties")).map((member) => fieldOf(member, required, shapeOf, position.source));
  const fields = listed.map((field): Field => (names?.has(field.name) === false ? { ...field, shape: { kind: "never" } } : field));
  const declared = new Set(fields.map((field) => field.name));
  for (const [name, span] of [...required, ...(rest === false ? [] : (names ?? []))]) {
    if (declared.has(name)) continue;
    declared.add(name);
    const shape: Shape = rest === false || names?.has(name) === false ? { kind: "never" } : rest;
    fields.push({ name, shape, required: required.has(name), aliases: [], place: placeOf(position.source, span) });
  }
  const additional = names === undefined ? rest : false;
  if (fields.length === 0 && additional !== false) return { kind: "map", values: additional };
  return { kind: "object", fields, additional };
}

/** The only names that `propertyNames` allows, where it lists them. */
function namesOf(node: JsonObject): ReadonlyMap<string, JsonNode> | undefined {
  const names = memberOf(node, "propertyNames");
  if (names === undefined) return undefined;
  if (names.kind === "boolean") return names.value ? undefined : new Map();
  if (memberOf(names, "const") === undefined && memberOf(names, "enum") === undefined) return undefined;
  return new Map(scalarsIn(names).flatMap((name) => (typeof name === "string" ? [[name, names] as const] : [])));
}

function fieldOf(member: JsonMember, required: ReadonlyMap<string, JsonNode>, shapeOf: ShapeOf, source: SchemaSource): Field {
  const doc = stringOf(member.value, "description") ?? stringOf(member.value, "title");
  const deprecated = memberOf(member.value, "deprecated");
  const fallback = memberOf(member.value, "default");
  return {
    name: member.key,
    ...(doc !== undefined && { doc }),
    shape: shapeOf(member.value),
    required: required.has(member.key),
    ...(fallback !== undefined && { defaultText: renderJson(fallback) }),
    ...(deprecated?.kind === "boolean" && deprecated.value && { deprecated: true }),
    aliases: [],
    place: placeOf(source, member),
  };
}

function requiredOf(node: JsonObject): ReadonlyMap<string, JsonNode> {
  const list = memberOf(node, "required");
  return new Map(
    (list?.kind === "array" ? list.items : []).flatMap((item) => (item.kind === "string" ? [[item.value, item] as const] : [])),
  );
}

const applicators = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "dependencies"];

function additionalOf(node: JsonObject, shapeOf: ShapeOf, dialect: Dialect): Shape | false {
  // What other keywords evaluate is not "unevaluated", so beside them nothing certain can be said.
  const closing =
    isWordOf(dialect, "unevaluatedProperties") && !applicators.some((keyword) => findMember(node, keyword) !== undefined)
      ? memberOf(node, "unevaluatedProperties")
      : undefined;
  const rest = memberOf(node, "additionalProperties") ?? closing;
  const patterns = membersOf(memberOf(node, "patternProperties")).map((member) => shapeOf(member.value));
  const all = unionOf([...patterns, rest === undefined ? { kind: "any" } : shapeOf(rest)]);
  return all.kind === "never" ? false : all;
}

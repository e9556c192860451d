import type { Diagnostic } from "../diagnostic.js";
import type { Branch, Field, Shape } from "../event-model.js";
import { membersOf } from "./json-schema-keywords.js";
import { findMember, type JsonMember, type JsonNode, type JsonObject, memberOf, renderJson, stringOf } from "./json-text.js";
import { placeOf, reporter, type SchemaSource } from "./source.js";

/** Makes the shape of an inner schema. */
export type ShapeOf = (node: JsonNode) => Shape;

interface Position {
  readonly source: SchemaSource;
  readonly diagnostics: Diagnostic[];
}

/** The object side of a JSON Schema: its fields, or a map where it has none. */
export function objectShape(node: JsonObject, shapeOf: ShapeOf, position: Position): Shape {
  const report = reporter(position.source, position.diagnostics);
  const properties = memberOf(node, "properties");
  if (properties !== undefined && properties.kind !== "object") report("SCHEMA_INVALID", properties, '"properties" must be an object');
  const additional = additionalOf(node, shapeOf);
  const required = requiredOf(node, position);
  const fields = membersOf(properties).map((member) => fieldOf(member, required, shapeOf, position.source));
  const declared = new Set(fields.map((field) => field.name));
  for (const [name, span] of required) {
    if (declared.has(name)) continue;
    const shape: Shape = additional === false ? { kind: "never" } : additional;
    fields.push({ name, shape, required: true, aliases: [], place: placeOf(position.source, span) });
  }
  if (fields.length === 0 && additional !== false) return { kind: "map", values: additional };
  return { kind: "object", fields, additional };
}

function fieldOf(member: JsonMember, required: ReadonlyMap<string, JsonNode>, shapeOf: ShapeOf, source: SchemaSource): Field {
  const doc = stringOf(member.value, "description") ?? stringOf(member.value, "title");
  const fallback = memberOf(member.value, "default");
  return {
    name: member.key,
    ...(doc !== undefined && { doc }),
    shape: shapeOf(member.value),
    required: required.has(member.key),
    ...(fallback !== undefined && { defaultText: renderJson(fallback) }),
    aliases: [],
    place: placeOf(source, member),
  };
}

function requiredOf(node: JsonObject, position: Position): ReadonlyMap<string, JsonNode> {
  const list = memberOf(node, "required");
  const names = new Map<string, JsonNode>();
  if (list === undefined) return names;
  const items = list.kind === "array" ? list.items : [list];
  for (const item of items) {
    if (list.kind === "array" && item.kind === "string") names.set(item.value, item);
    else {
      reporter(position.source, position.diagnostics)("SCHEMA_INVALID", item, '"required" is a list of property names', {
        hint: "It stands beside properties, not inside one of them",
      });
    }
  }
  return names;
}

const applicators = ["$ref", "allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas", "dependencies"];

function additionalOf(node: JsonObject, shapeOf: ShapeOf): Shape | false {
  const own = memberOf(node, "additionalProperties");
  // What other keywords evaluate is not "unevaluated", so beside them nothing certain can be said.
  const closing = applicators.some((keyword) => findMember(node, keyword) !== undefined)
    ? undefined
    : memberOf(node, "unevaluatedProperties");
  const rest = own ?? closing;
  const patterns = membersOf(memberOf(node, "patternProperties")).map((member) => shapeOf(member.value));
  const restShape: Shape = rest === undefined ? { kind: "any" } : shapeOf(rest);
  if (patterns.length === 0) return restShape.kind === "never" ? false : restShape;
  const shapes = [...patterns, restShape].filter((shape) => shape.kind !== "never");
  if (shapes.some((shape) => shape.kind === "any")) return { kind: "any" };
  const [first] = shapes;
  if (first === undefined) return false;
  const branches: Branch[] = shapes.map((shape) => ({ tag: shape.kind, shape }));
  return shapes.length === 1 ? first : { kind: "union", branches, wrapped: false };
}

import type { Branch, Shape } from "../event-model.js";
import { suggest } from "../suggest.js";
import type { JsonScope } from "./json-schema-names.js";
import { objectShape, type ShapeOf } from "./json-schema-object.js";
import type { JsonFile } from "./json-schema-scope.js";
import { findMember, type JsonNode, type JsonObject, memberOf, renderJson, stringOf } from "./json-text.js";
import { placeOf, reporter } from "./source.js";

/** Where a schema stands. */
export interface JsonPosition {
  readonly scope: JsonScope;
  readonly file: JsonFile;
}

type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

const allTypes: readonly JsonType[] = ["null", "boolean", "integer", "number", "string", "array", "object"];
const objectKeywords = ["properties", "required", "additionalProperties", "patternProperties"];
const arrayKeywords = ["items", "prefixItems", "additionalItems"];

/**
 * The shape of a JSON Schema: never narrower than what validates, so what has no type of its own becomes `any`.
 * `within` are the types that the schemas around it leave possible.
 */
export function jsonShape(node: JsonNode, position: JsonPosition, within: readonly JsonType[] = allTypes): Shape {
  if (node.kind === "boolean") return { kind: node.value ? "any" : "never" };
  if (node.kind !== "object") {
    reporter(position.file.source, position.scope.diagnostics)("SCHEMA_INVALID", node, "a schema is an object, true or false");
    return { kind: "any" };
  }
  const meaning = position.scope.meanings.get(node);
  const reference: readonly Shape[] = meaning ? [{ kind: "ref", name: meaning.name }] : [];
  if (findMember(node, "$ref") !== undefined && position.file.dialect === "draft-07") return intersectionOf(reference);
  const types = typesOf(node, position).filter((type) => within.includes(type) || (type === "integer" && within.includes("number")));
  return intersectionOf([...reference, ownShape(node, types, position), ...combinedShapes(node, types, position)]);
}

function ownShape(node: JsonObject, types: readonly JsonType[], position: JsonPosition): Shape {
  const constant = memberOf(node, "const");
  if (constant !== undefined) return literalShape([constant], types);
  const values = memberOf(node, "enum");
  if (values?.kind === "array") return literalShape(values.items, types);
  if (findMember(node, "type") === undefined && !describesOnly(node, types)) {
    warnUntyped(node, types, position);
    return { kind: "any" };
  }
  if (types.length === allTypes.length) return { kind: "any" };
  const part: ShapeOf = (inner) => jsonShape(inner, position);
  return unionOf(types.map((type) => ({ tag: type, shape: typeShape(type, node, position, part) })));
}

/** Without a `type` the keywords of objects and arrays say nothing of other values. */
function describesOnly(node: JsonObject, types: readonly JsonType[]): boolean {
  const [only] = types;
  if (types.length !== 1) return false;
  return (only === "object" ? objectKeywords : only === "array" ? arrayKeywords : []).some(
    (keyword) => findMember(node, keyword) !== undefined,
  );
}

function warnUntyped(node: JsonObject, types: readonly JsonType[], { scope, file }: JsonPosition): void {
  const properties = findMember(node, "properties");
  if (properties === undefined || types.length < allTypes.length) return;
  scope.diagnostics.push({
    code: "SCHEMA_INVALID",
    severity: "warning",
    message: "properties without a type allow any other value too, so this has no type",
    place: placeOf(file.source, properties),
    hint: 'Add "type": "object"',
  });
}

function typeShape(type: JsonType, node: JsonObject, position: JsonPosition, part: ShapeOf): Shape {
  if (type === "object") return objectShape(node, part, { source: position.file.source, diagnostics: position.scope.diagnostics });
  if (type === "array") return arrayShape(node, position, part);
  const format = type === "string" ? stringOf(node, "format") : undefined;
  if (type === "string") return { kind: "string", ...(format !== undefined && { format }) };
  return type === "integer" ? { kind: "number", format: "integer" } : { kind: type };
}

function arrayShape(node: JsonObject, position: JsonPosition, part: ShapeOf): Shape {
  const items = memberOf(node, "items");
  const oldTuple = items?.kind === "array" && position.file.dialect !== "2020-12";
  const prefix = oldTuple ? items : memberOf(node, "prefixItems");
  const rest = oldTuple ? memberOf(node, "additionalItems") : items;
  const restShape: Shape = rest === undefined ? { kind: "any" } : part(rest);
  if (prefix?.kind !== "array") return { kind: "array", items: restShape };
  const shapes = prefix.items.map(part);
  const least = memberOf(node, "minItems");
  if (least?.kind === "number" && Number(least.text) >= shapes.length) return { kind: "array", items: restShape, prefix: shapes };
  return { kind: "array", items: unionOf([...shapes, restShape].map((shape) => ({ tag: shape.kind, shape }))) };
}

function combinedShapes(node: JsonObject, types: readonly JsonType[], position: JsonPosition): readonly Shape[] {
  const shapes: Shape[] = [];
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const list = memberOf(node, keyword);
    if (list === undefined) continue;
    if (list.kind !== "array" || list.items.length === 0) {
      reporter(position.file.source, position.scope.diagnostics)("SCHEMA_INVALID", list, `${keyword} takes a list of at least one schema`);
      continue;
    }
    const parts = list.items.map((item) => jsonShape(item, position, types));
    if (keyword === "allOf") shapes.push(...parts);
    else shapes.push(unionOf(parts.map((shape) => ({ tag: shape.kind === "ref" ? shape.name : shape.kind, shape }))));
  }
  return shapes;
}

function literalShape(nodes: readonly JsonNode[], types: readonly JsonType[]): Shape {
  const values: (string | number | boolean | null)[] = [];
  for (const node of nodes) {
    if (node.kind === "object" || node.kind === "array") return { kind: "any" };
    if (!allows(types, node)) continue;
    const value = node.kind === "null" ? null : node.kind === "number" ? Number(node.text) : node.value;
    // Two large numbers may share one double, and then the literal would name the wrong one.
    if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { kind: "any" };
    if (!values.includes(value)) values.push(value);
  }
  return values.length === 0 ? { kind: "never" } : { kind: "literal", values };
}

function allows(types: readonly JsonType[], node: JsonNode): boolean {
  if (node.kind === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(Number(node.text)));
  return types.includes(node.kind);
}

function typesOf(node: JsonObject, { scope, file }: JsonPosition): readonly JsonType[] {
  const type = memberOf(node, "type");
  if (type === undefined) return allTypes;
  const words = type.kind === "array" ? type.items : [type];
  const types = new Set<JsonType>();
  for (const word of words) {
    const known = word.kind === "string" ? allTypes.find((candidate) => candidate === word.value) : undefined;
    if (known !== undefined) types.add(known);
    else {
      const near = word.kind === "string" ? suggest(word.value, allTypes) : undefined;
      reporter(file.source, scope.diagnostics)("SCHEMA_INVALID", word, `${renderJson(word)} is no type of JSON Schema`, {
        hint: near === undefined ? `Take one of ${allTypes.join(", ")}` : `Did you mean "${near}"?`,
      });
    }
  }
  if (types.has("number")) types.delete("integer");
  return types.size === 0 ? allTypes : [...types];
}

function unionOf(branches: readonly Branch[]): Shape {
  const possible = branches.filter(({ shape }) => shape.kind !== "never");
  if (possible.some(({ shape }) => shape.kind === "any")) return { kind: "any" };
  const [first] = possible;
  if (first === undefined) return { kind: "never" };
  return possible.length === 1 ? first.shape : { kind: "union", branches: possible, wrapped: false };
}

function intersectionOf(parts: readonly Shape[]): Shape {
  const telling = parts.filter((part) => part.kind !== "any");
  if (telling.some((part) => part.kind === "never")) return { kind: "never" };
  const [first] = telling;
  if (first === undefined) return { kind: "any" };
  return telling.length === 1 ? first : { kind: "intersection", parts: telling };
}

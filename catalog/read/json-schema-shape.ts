import type { Shape } from "../event-model.js";
import { arrayShape } from "./json-schema-array.js";
import { type JsonType, jsonTypes } from "./json-schema-check.js";
import { intersectionOf, unionOf } from "./json-schema-combine.js";
import { conditionalShapes } from "./json-schema-conditional.js";
import { referencesOf } from "./json-schema-cycles.js";
import { literalShape } from "./json-schema-literal.js";
import type { JsonScope } from "./json-schema-names.js";
import { exclusionsOf, withoutValues } from "./json-schema-not.js";
import { objectShape, type ShapeOf } from "./json-schema-object.js";
import type { JsonFile } from "./json-schema-scope.js";
import { findMember, type JsonNode, type JsonObject, memberOf, stringOf } from "./json-text.js";
import { placeOf } from "./source.js";

/** Where a schema stands. */
export interface JsonPosition {
  readonly scope: JsonScope;
  readonly file: JsonFile;
}

/** What the schemas around say of the same value. */
interface Around {
  readonly types: readonly JsonType[];
  readonly nodes: readonly JsonObject[];
}

const objectKeywords = ["properties", "required", "additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties"];
const arrayKeywords = ["items", "prefixItems", "additionalItems", "minItems", "maxItems", "unevaluatedItems"];

/** The shape of a JSON Schema: never narrower than what validates, so what has no type of its own becomes `any`. */
export function jsonShape(node: JsonNode, position: JsonPosition, around: Around = { types: jsonTypes, nodes: [] }): Shape {
  if (node.kind === "boolean") return { kind: node.value ? "any" : "never" };
  if (node.kind !== "object") return { kind: "any" };
  const meanings = referencesOf(node).map((ref) => position.scope.meanings.get(ref));
  const references = meanings.flatMap((meaning): readonly Shape[] => (meaning ? [{ kind: "ref", name: meaning.name }] : []));
  if (findMember(node, "$ref") !== undefined && position.file.dialect === "draft-07") return intersectionOf(references);
  const { dialect, source } = position.file;
  const place = placeOf(source, node);
  const exclusions = exclusionsOf(node, { place, shapeOf: (inner) => jsonShape(inner, position, { ...around, nodes: [] }) });
  const types = narrowed(typesOf(node), around.types).filter((type) => !exclusions.types.has(type));
  const inner: Around = { types, nodes: [...around.nodes, node] };
  const shapeOf: ShapeOf = (part) => jsonShape(part, position, inner);
  const isObject = types.length === 1 && types[0] === "object";
  return intersectionOf([
    ...references,
    ...(listOf(node, "allOf") ?? []).map(shapeOf),
    withoutValues(ownShape(node, types, position), exclusions.values),
    ...["anyOf", "oneOf"].flatMap((keyword) => {
      const list = listOf(node, keyword);
      return list === undefined ? [] : [unionOf(list.map(shapeOf))];
    }),
    ...conditionalShapes(node, { around: inner.nodes, isObject, dialect, place, shapeOf }),
    ...exclusions.shapes,
  ]);
}

/** The types that both sides leave, in the order of the first; a number that is also said to be an integer is one. */
function narrowed(own: readonly JsonType[], around: readonly JsonType[]): readonly JsonType[] {
  return own.flatMap((type): readonly JsonType[] => {
    if (around.includes(type)) return type === "integer" && own.includes("number") && around.includes("number") ? [] : [type];
    if (type === "integer") return around.includes("number") ? [type] : [];
    return type === "number" && around.includes("integer") && !own.includes("integer") ? ["integer"] : [];
  });
}

function ownShape(node: JsonObject, types: readonly JsonType[], position: JsonPosition): Shape {
  const constant = memberOf(node, "const");
  const values = memberOf(node, "enum");
  const listed = constant !== undefined ? [constant] : values?.kind === "array" ? values.items : undefined;
  if (listed !== undefined) {
    const possible = listed.filter((value) => allows(types, value) && (constant === undefined || isAmong(constant, values)));
    return literalShape(possible, placeOf(position.file.source, node));
  }
  if (types.length === 0) return { kind: "never" };
  if (types.filter((type) => type !== "integer").length === jsonTypes.length - 1) {
    const isTold = findMember(node, "type") !== undefined && [...objectKeywords, ...arrayKeywords].some((word) => findMember(node, word));
    if (!isTold) {
      warnUntyped(node, position);
      return { kind: "any" };
    }
  }
  if (findMember(node, "type") === undefined && findMember(node, "not") === undefined && !describesOnly(node, types))
    return { kind: "any" };
  return unionOf(types.map((type) => typeShape(type, node, position)));
}

/** Without a `type` the keywords of objects and arrays say nothing of other values. */
function describesOnly(node: JsonObject, types: readonly JsonType[]): boolean {
  const [only] = types;
  if (types.length !== 1) return false;
  return (only === "object" ? objectKeywords : only === "array" ? arrayKeywords : []).some(
    (keyword) => findMember(node, keyword) !== undefined,
  );
}

function warnUntyped(node: JsonObject, { scope, file }: JsonPosition): void {
  const properties = findMember(node, "properties");
  if (properties === undefined) return;
  scope.diagnostics.push({
    code: "SCHEMA_INVALID",
    severity: "warning",
    message: "properties without a type allow any other value too, so this has no type",
    place: placeOf(file.source, properties),
    hint: 'Add "type": "object"',
  });
}

function typeShape(type: JsonType, node: JsonObject, position: JsonPosition): Shape {
  const { dialect, source } = position.file;
  const part: ShapeOf = (inner) => {
    const named = position.scope.byNode.get(inner);
    return named === undefined ? jsonShape(inner, position) : { kind: "ref", name: named.name };
  };
  if (type === "object") return objectShape(node, part, { source, dialect });
  if (type === "array") return arrayShape(node, dialect, part);
  const format = type === "string" ? stringOf(node, "format") : undefined;
  if (type === "string") return { kind: "string", ...(format !== undefined && { format }) };
  return type === "integer" ? { kind: "number", format: "integer" } : { kind: type };
}

function listOf(node: JsonObject, keyword: string): readonly JsonNode[] | undefined {
  const list = memberOf(node, keyword);
  return list?.kind === "array" && list.items.length > 0 ? list.items : undefined;
}

function allows(types: readonly JsonType[], node: JsonNode): boolean {
  if (node.kind === "number") return types.includes("number") || (types.includes("integer") && Number.isInteger(Number(node.text)));
  return types.includes(node.kind);
}

function isAmong(constant: JsonNode, values: JsonNode | undefined): boolean {
  const text = canonical(constant);
  return values?.kind !== "array" || values.items.some((value) => canonical(value) === text);
}

/** Equal for equal values, whatever the order of members and the way numbers are written. */
function canonical(node: JsonNode): string {
  if (node.kind === "array") return `[${node.items.map(canonical).join()}]`;
  if (node.kind === "object")
    return `{${node.members
      .map((it) => `${JSON.stringify(it.key)}:${canonical(it.value)}`)
      .sort()
      .join()}}`;
  if (node.kind === "number") return String(Number(node.text));
  return node.kind === "null" ? "null" : JSON.stringify(node.value);
}

function typesOf(node: JsonObject): readonly JsonType[] {
  const type = memberOf(node, "type");
  if (type === undefined) return jsonTypes;
  const words = type.kind === "array" ? type.items : [type];
  const types = words.flatMap((word) => jsonTypes.filter((known) => word.kind === "string" && word.value === known));
  return types.length === 0 ? jsonTypes : types;
}

import type { Branch, Shape } from "../event-model.js";
import { carrierOf, primitiveShape, reportIgnored } from "./avro-logical.js";
import { isPrimitive, qualify } from "./avro-names.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { containers, reportUnknown } from "./avro-unknown.js";
import { type JsonArray, type JsonNode, type JsonObject, type JsonString, memberOf } from "./json-text.js";
import { placeOf, type Report, reporter, type SchemaSource } from "./source.js";

/** Where a schema stands: what it may refer to, and from which namespace. */
export interface AvroPosition {
  readonly scope: AvroScope;
  readonly source: SchemaSource;
  readonly namespace: string;
}

/** The shape of an Avro schema in type position; names become references. */
export function avroShape(node: JsonNode, position: AvroPosition): Shape {
  if (node.kind === "string") return namedShape(node, position);
  if (node.kind === "array") return unionShape(node, position);
  if (node.kind === "object") return objectShape(node, position);
  const hint = node.kind === "null" ? 'Did you mean "null"?' : undefined;
  invalid(position, node, `a schema is a name, an object or an array, not ${renderKind(node)}`, hint);
  return { kind: "any" };
}

/** Avro's name for a shape as a union branch. */
function branchTag(shape: Shape): string {
  if (shape.kind === "ref") return shape.name;
  return shape.kind === "logical" ? carrierOf(shape.logical) : shape.kind;
}

function namedShape(node: JsonString, position: AvroPosition): Shape {
  if (isPrimitive(node.value)) return primitiveShape(node.value);
  const { types, references } = position.scope;
  // Avro's own libraries fall back to the null namespace for a name that the enclosing one lacks.
  const found = types.get(qualify(node.value, position.namespace)) ?? types.get(node.value);
  if (found === undefined) {
    reportUnknown(node, position.namespace, position.source, position.scope);
    return { kind: "any" };
  }
  references.set(node, found);
  return { kind: "ref", name: found.name };
}

function unionShape(node: JsonArray, position: AvroPosition): Shape {
  if (node.items.length === 0) {
    const hint = "Name at least one branch";
    reporter(position.source, position.scope.diagnostics)("SCHEMA_UNSUPPORTED", node, "a union without branches has no value", { hint });
    return { kind: "never" };
  }
  const branches: Branch[] = [];
  const seen = new Map<string, JsonNode>();
  for (const item of node.items) {
    const shape = avroShape(item, position);
    if (shape.kind === "union") invalid(position, item, "a union stands directly inside a union", "Move its branches into the outer one");
    const tag = branchTag(shape);
    const first = seen.get(tag);
    if (first !== undefined && shape.kind !== "any") {
      reporter(position.source, position.scope.diagnostics)("SCHEMA_INVALID", item, `the union has two branches of type ${tag}`, {
        hint: "Keep one of them, or give them different names",
        related: placeOf(position.source, first),
      });
    }
    seen.set(tag, item);
    branches.push({ tag, shape });
  }
  return { kind: "union", branches, wrapped: isWrapped(branches, position.scope) };
}

function objectShape(node: JsonObject, position: AvroPosition): Shape {
  const own = position.scope.byNode.get(node);
  if (own !== undefined) return { kind: "ref", name: own.name };
  const type = memberOf(node, "type");
  if (type === undefined) invalid(position, { at: node.at, length: 1 }, "this schema has no type", 'Add "type"');
  if (type === undefined) return { kind: "any" };
  if (type.kind !== "string") return avroShape(type, position);
  if (isPrimitive(type.value)) {
    reportIgnored(node, type.value, reporter(position.source, position.scope.diagnostics));
    return primitiveShape(type.value, node);
  }
  if (type.value === "array") return { kind: "array", items: partShape(node, "items", position) };
  if (type.value === "map") return { kind: "map", values: partShape(node, "values", position) };
  // Named, but without a usable name: already reported where types are declared.
  return containers.includes(type.value) ? { kind: "any" } : namedShape(type, position);
}

function partShape(node: JsonObject, key: "items" | "values", position: AvroPosition): Shape {
  const part = memberOf(node, key);
  if (part !== undefined) return avroShape(part, position);
  const type = key === "items" ? "array" : "map";
  invalid(position, { at: node.at, length: 1 }, `this ${type} does not say what it holds`, `Add "${key}"`);
  return { kind: "any" };
}

/** Values stay bare as long as no two branches look the same to JavaScript. */
function isWrapped(branches: readonly Branch[], scope: AvroScope): boolean {
  const buckets = branches.map(({ shape }) => bucketOf(shape, scope)).filter((bucket) => bucket !== "null");
  return new Set(buckets).size < buckets.length;
}

function bucketOf(shape: Shape, scope: AvroScope): string {
  if (shape.kind === "ref") return bucketOfDefinition(scope.types.get(shape.name));
  if (shape.kind === "map") return "object";
  if (shape.kind === "logical") return bucketOfLogical(shape.logical);
  return shape.kind === "int" || shape.kind === "long" || shape.kind === "float" || shape.kind === "double" ? "number" : shape.kind;
}

function bucketOfDefinition(definition: Definition | undefined): string {
  if (definition?.kind === "enum") return "string";
  if (definition?.kind !== "fixed") return "object";
  return definition.logical ? bucketOfLogical(definition.logical.logical) : "bytes";
}

function bucketOfLogical(logical: string): string {
  if (logical === "duration") return "object";
  if (logical === "time-millis") return "number";
  if (logical === "timestamp-millis" || logical === "local-timestamp-millis") return "Date";
  return logical.endsWith("micros") || logical.endsWith("nanos") ? "bigint" : "string";
}

function invalid(position: AvroPosition, span: Parameters<Report>[1], message: string, hint?: string): void {
  reporter(position.source, position.scope.diagnostics)("SCHEMA_INVALID", span, message, hint === undefined ? {} : { hint });
}

function renderKind(node: JsonNode): string {
  return node.kind === "null" ? "null" : `a ${node.kind}`;
}

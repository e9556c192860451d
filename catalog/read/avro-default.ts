import type { LogicalShape, NamedType, PrimitiveShape, RecordType, Shape } from "../event-model.js";
import { carrierOf } from "./avro-logical.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { type JsonNode, memberOf, renderJson } from "./json-text.js";
import { reporter } from "./source.js";

type Types = ReadonlyMap<string, NamedType>;

/** Reports every field default of a record that is no value of the field's type. */
export function checkDefaults(definition: Definition, record: RecordType, types: Types, scope: AvroScope): void {
  const list = memberOf(definition.node, "fields");
  if (list?.kind !== "array") return;
  const shapes = new Map(record.fields.map((field) => [field.name, field.shape]));
  for (const node of list.items) {
    const value = memberOf(node, "default");
    const name = memberOf(node, "name");
    const shape = name?.kind === "string" ? shapes.get(name.value) : undefined;
    if (value === undefined || shape === undefined || fits(value, shape, types)) continue;
    const message = `the default ${shorten(renderJson(value))} is no ${describe(shape)}`;
    reporter(definition.file, scope.diagnostics)("SCHEMA_INVALID_DEFAULT", value, message, { hint: hintFor(value, shape) });
  }
}

/** True when the JSON text of a default stands for a value of the shape; a union takes any of its branches. */
export function fits(value: JsonNode, shape: Shape, types: Types): boolean {
  switch (shape.kind) {
    case "union":
      return shape.branches.some((branch) => fits(value, branch.shape, types));
    case "array":
      return value.kind === "array" && value.items.every((item) => fits(item, shape.items, types));
    case "map":
      return value.kind === "object" && value.members.every((member) => fits(member.value, shape.values, types));
    case "ref":
      return fitsNamed(value, types.get(shape.name), types);
    case "any":
      return true;
    default:
      return fitsPrimitive(value, primitiveOf(shape));
  }
}

function fitsNamed(value: JsonNode, type: NamedType | undefined, types: Types): boolean {
  if (type?.kind === "enum") return value.kind === "string" && type.symbols.includes(value.value);
  if (type?.kind === "fixed") return fitsPrimitive(value, "bytes") && value.kind === "string" && value.value.length === type.size;
  if (type?.kind !== "record") return true;
  return type.fields.every((field) => {
    const member = memberOf(value, field.name);
    return member === undefined ? value.kind === "object" && field.defaultText !== undefined : fits(member, field.shape, types);
  });
}

function fitsPrimitive(value: JsonNode, kind: string): boolean {
  if (value.kind === "number") return kind === "float" || kind === "double" || fitsInteger(value.text, kind);
  if (value.kind === "string") return kind === "string" || (kind === "bytes" && isLatin1(value.value));
  return value.kind === kind;
}

function fitsInteger(text: string, kind: string): boolean {
  if ((kind !== "int" && kind !== "long") || !/^-?\d{1,19}$/.test(text)) return false;
  return BigInt(text) === BigInt.asIntN(kind === "int" ? 32 : 64, BigInt(text));
}

function isLatin1(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 255) return false;
  return true;
}

function primitiveOf(shape: Shape): string {
  return shape.kind === "logical" ? carrierOf(shape.logical) : shape.kind;
}

function describe(shape: Shape): string {
  if (shape.kind === "union") return shape.branches.map((branch) => describe(branch.shape)).join(" or ");
  if (shape.kind === "ref") return shape.name;
  return shape.kind === "logical" ? `${primitiveOf(shape)} (${shape.logical})` : shape.kind;
}

const examples: Partial<Record<PrimitiveShape["kind"] | LogicalShape["kind"] | Shape["kind"], string>> = {
  null: "null",
  boolean: "false",
  int: "0",
  long: "0",
  float: "0",
  double: "0",
  string: '""',
  bytes: '"\\u00ff"',
  array: "[]",
  map: "{}",
};

function hintFor(value: JsonNode, shape: Shape): string {
  if (value.kind === "null") return 'Make the type ["null", …], or take a value of it';
  const example = examples[shape.kind];
  return example === undefined ? "Take a value of the field's type" : `A value of this type is written like ${example}`;
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

import type { ValueOptions } from "../codec.js";
import { BytesType, FixedType, StringType } from "./bytes.js";
import { ArrayType, MapType } from "./containers.js";
import { EnumType } from "./enum.js";
import { parseExactly } from "./exact-json.js";
import { type AvroType, type ParseOptions, Type } from "./internals.js";
import { LogicalType, mappingOf } from "./logical.js";
import { LongTextType } from "./long-text.js";
import type { Bucket, Mapping } from "./mapping.js";
import { withOwnNamespace } from "./names.js";
import { BigLongType, BooleanType, DoubleType, FloatType, IntType, LongType, NullType } from "./numbers.js";
import { RecordType } from "./record.js";
import { UnionType } from "./union.js";

const primitives = new Map<unknown, new () => AvroType>([
  ["null", NullType],
  ["boolean", BooleanType],
  ["int", IntType],
  ["long", LongType],
  ["float", FloatType],
  ["double", DoubleType],
  ["string", StringType],
  ["bytes", BytesType],
]);

const longs = new Map<ValueOptions["long"], new () => AvroType>([
  ["bigint", BigLongType],
  ["string", LongTextType],
]);

const complex = new Map<unknown, new (schema: unknown, options: ParseOptions) => AvroType>([
  ["fixed", FixedType],
  ["enum", EnumType],
  ["array", ArrayType],
  ["map", MapType],
  ["record", RecordType],
  ["error", RecordType],
]);

const buckets: Readonly<Record<string, Bucket | "null">> = {
  null: "null",
  boolean: "boolean",
  int: "number",
  long: "number",
  float: "number",
  double: "number",
  string: "string",
  enum: "string",
  bytes: "bytes",
  fixed: "bytes",
  array: "array",
};

/**
 * A schema's text as a type that reads and writes the values of our mapping. avsc checks names and references; every type
 * is one of ours, so no text of the schema becomes code. @throws Error on a schema that is none.
 */
export function parseAvro(text: string, values: ValueOptions = {}): AvroType {
  const schema = parseExactly(text);
  const typeHook: ParseOptions["typeHook"] = (part, options) => hooked(part, options, values);
  // A failed parse leaves names behind in its registry, so each parse has its own; and one without inherited names.
  return Type.forSchema(schema, { registry: Object.create(null), typeHook });
}

function hooked(schema: unknown, options: ParseOptions, values: ValueOptions): AvroType | undefined {
  const primitive = primitiveOf(schema, values);
  if (primitive) return primitive;
  if (typeof schema === "string") return undefined;
  if (Array.isArray(schema)) return new UnionType(schema, options, bucketOf);
  if (typeof schema !== "object" || schema === null) throw new Error(`no schema: ${String(schema)}`);
  if (schema instanceof Type) return undefined;
  return typeOf(schema, options, values);
}

function primitiveOf(name: unknown, { long }: ValueOptions): AvroType | undefined {
  const Primitive = (name === "long" && longs.get(long)) || primitives.get(name);
  return Primitive && new Primitive();
}

function typeOf(schema: { readonly type?: unknown; readonly name?: unknown }, options: ParseOptions, values: ValueOptions): AvroType {
  const mapping = mappingOf(schema, values);
  if (mapping) return new LogicalType(carrierOf(schema, mapping), options, mapping);
  const { type } = schema;
  if (typeof type === "object" && type !== null) return Type.forSchema(type, options);
  const primitive = primitiveOf(type, values);
  if (primitive) return primitive;
  const Complex = complex.get(type);
  if (Complex) return new Complex(withOwnNamespace(schema), options);
  if (typeof type === "string") return Type.forSchema(type, options);
  throw new Error("a schema without a type");
}

/** What a logical type stands on; its long is what the mapping wants, however bare longs are shown. */
function carrierOf(schema: { readonly type?: unknown }, mapping: Mapping): unknown {
  if (mapping.big) return new BigLongType();
  return schema.type === "long" ? new LongType() : { ...schema, logicalType: undefined };
}

function bucketOf(type: AvroType): Bucket | "null" {
  if (type instanceof LogicalType) return type.mapping.bucket;
  if (type instanceof LongTextType) return "string";
  return type instanceof BigLongType ? "bigint" : (buckets[type.typeName] ?? "object");
}

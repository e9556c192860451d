import { BytesType, EnumType, FixedType, StringType } from "./bytes.js";
import { ArrayType, MapType } from "./containers.js";
import { type AvroType, type ParseOptions, Type } from "./internals.js";
import { type Bucket, LogicalType, mappingOf } from "./logical.js";
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
 * A schema's text as a type that reads and writes the values of our mapping. avsc checks names, defaults and references; every type
 * is one of ours, so no text of the schema becomes code. @throws Error on a schema that is none.
 */
export function parseAvro(text: string): AvroType {
  const schema: unknown = JSON.parse(text);
  // A failed parse leaves names behind in its registry, so each parse has its own; and one without inherited names.
  return Type.forSchema(schema, { registry: Object.create(null), typeHook });
}

function typeHook(schema: unknown, options: ParseOptions): AvroType | undefined {
  const Primitive = primitives.get(schema);
  if (Primitive) return new Primitive();
  if (typeof schema === "string") return undefined;
  if (Array.isArray(schema)) return new UnionType(schema, options, bucketOf);
  if (typeof schema !== "object" || schema === null) throw new Error(`no schema: ${String(schema)}`);
  if (schema instanceof Type) return undefined;
  return typeOf(schema, options);
}

function typeOf(schema: { readonly type?: unknown; readonly name?: unknown }, options: ParseOptions): AvroType {
  const mapping = mappingOf(schema);
  if (mapping) return new LogicalType(mapping.big ? new BigLongType() : { ...schema, logicalType: undefined }, options, mapping);
  const { type } = schema;
  if (typeof type === "object" && type !== null) return Type.forSchema(type, options);
  const Primitive = primitives.get(type);
  if (Primitive) return new Primitive();
  const Complex = complex.get(type);
  if (Complex) return new Complex(withOwnNamespace(schema), options);
  if (typeof type === "string") return Type.forSchema(type, options);
  throw new Error("a schema without a type");
}

function bucketOf(type: AvroType): Bucket | "null" {
  return type instanceof LogicalType ? type.mapping.bucket : (buckets[type.typeName] ?? "object");
}

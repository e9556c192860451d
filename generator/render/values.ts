import type { LogicalShape, NamedType, Shape, UnionShape } from "../../catalog/index.js";
import type { ValueOptions } from "../options.js";

/** TypeScript's type for a bare long. */
export function longType({ long = "number" }: ValueOptions): "number" | "bigint" | "string" {
  return long;
}

/** TypeScript's type for a logical type. */
export function logicalType({ logical }: LogicalShape, { timestamps = "Date" }: ValueOptions): string {
  switch (logical) {
    case "timestamp-millis":
    case "local-timestamp-millis":
      return timestamps;
    case "timestamp-micros":
    case "timestamp-nanos":
    case "local-timestamp-micros":
    case "local-timestamp-nanos":
      return timestamps === "string" ? "string" : "bigint";
    case "time-millis":
      return "number";
    case "decimal":
    case "uuid":
    case "date":
      return "string";
    case "duration":
      return "{ readonly months: number; readonly days: number; readonly millis: number }";
    default:
      return "bigint";
  }
}

/**
 * Whether JavaScript can't tell the branches of an Avro union apart, so that its values carry their branch's name. The model
 * answers for the values as they are by default; other values mean other kinds of them, by the codec's own rule.
 */
export function isWrapped(union: UnionShape, values: ValueOptions, types: ReadonlyMap<string, NamedType>): boolean {
  const isDefault = (values.long ?? "number") === "number" && (values.timestamps ?? "Date") === "Date";
  if (isDefault) return union.wrapped;
  const kinds = union.branches.filter(({ shape }) => shape.kind !== "null").map(({ shape }) => kindOf(shape, values, types));
  return new Set(kinds).size < kinds.length;
}

/** What JavaScript can tell apart. */
function kindOf(shape: Shape, values: ValueOptions, types: ReadonlyMap<string, NamedType>): string {
  switch (shape.kind) {
    case "int":
    case "float":
    case "double":
      return "number";
    case "long":
      return longType(values);
    case "logical":
      return kindOfLogical(shape, values);
    case "ref":
      return kindOfNamed(types.get(shape.name), values);
    case "map":
      return "object";
    default:
      return shape.kind;
  }
}

function kindOfLogical(shape: LogicalShape, values: ValueOptions): string {
  return shape.logical === "duration" ? "object" : logicalType(shape, values);
}

function kindOfNamed(type: NamedType | undefined, values: ValueOptions): string {
  if (type?.kind === "enum") return "string";
  if (type?.kind !== "fixed") return "object";
  return type.logical === undefined ? "bytes" : kindOfLogical(type.logical, values);
}

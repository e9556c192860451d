/** Which defaults Java's parser takes: by JSON kind alone for strings, enums and fixed; any branch of a union will do. */
import { type Exact, exactNumber, isExactList, isExactObject } from "../exact-json.js";
import type { AvroNode } from "./avro-node.js";

/** True when Java's parser accepts the default. */
export function isValidDefault(type: AvroNode, value: Exact | undefined): boolean {
  if (value === undefined) return false;
  switch (type.kind) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "int":
    case "long":
      return isInteger(value, type.kind === "int" ? 31n : 63n);
    case "float":
    case "double":
      return exactNumber(value) !== undefined || notNumbers.has(String(value));
    case "array":
      return isExactList(value) && value.every((item) => isValidDefault(type.inner, item));
    case "map":
      return isExactObject(value) && Object.values(value).every((item) => isValidDefault(type.inner, item));
    case "union":
      return type.branches.some((branch) => isValidDefault(branch, value));
    case "record":
      return (
        isExactObject(value) &&
        type.fields.every((field) => isValidDefault(field.type, Object.hasOwn(value, field.name) ? value[field.name] : field.default))
      );
    default:
      return typeof value === "string" && exactNumber(value) === undefined;
  }
}

const notNumbers = new Set(["NaN", "Infinity", "-Infinity", "INF", "-INF"]);

/** As it is written: `1.0` is no integer to Java. */
function isInteger(value: Exact, bits: bigint): boolean {
  if (exactNumber(value) === undefined) return false;
  const digits = String(value).slice(1);
  if (!/^-?\d+$/.test(digits)) return false;
  const number = BigInt(digits);
  return number >= -(2n ** bits) && number < 2n ** bits;
}

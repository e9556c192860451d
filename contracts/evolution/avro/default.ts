/** Whether a field's default is a value of the field's type today. */
import type { Field, Shape } from "../../../catalog/index.js";
import type { Side } from "../side.js";
import { type Node, nodeOf } from "./node.js";

/** True when the field has a default that a reader can use; any branch of a union may hold it. */
export function hasUsableDefault(side: Side, field: Field): boolean {
  if (field.defaultText === undefined) return false;
  try {
    return fits(side, field.shape, JSON.parse(field.defaultText));
  } catch {
    return false;
  }
}

function fits(side: Side, shape: Shape, value: unknown): boolean {
  const node = nodeOf(side, shape);
  switch (node.kind) {
    case "leaf":
      return fitsLeaf(node, value);
    case "enum":
      return typeof value === "string" && node.type.symbols.includes(value);
    case "fixed":
      return typeof value === "string" && value.length === node.size;
    case "array":
      return Array.isArray(value) && value.every((item) => fits(side, node.items, item));
    case "map":
      return isObject(value) && Object.values(value).every((item) => fits(side, node.values, item));
    case "union":
      return node.branches.some((branch) => fits(side, branch.shape, value));
    case "record":
      return (
        isObject(value) &&
        node.type.fields.every((field) =>
          Object.hasOwn(value, field.name) ? fits(side, field.shape, value[field.name]) : hasUsableDefault(side, field),
        )
      );
    case "unknown":
      return false;
  }
}

function fitsLeaf(node: Extract<Node, { readonly kind: "leaf" }>, value: unknown): boolean {
  switch (node.physical) {
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value) && Math.abs(Number(value)) <= 2 ** 31;
    case "long":
      return Number.isInteger(value);
    case "float":
    case "double":
      return typeof value === "number";
    case "string":
    case "bytes":
      return typeof value === "string";
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

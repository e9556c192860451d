/** An Avro type as resolution sees it: names looked up, logical types beside the bytes they stand on. */
import type { Branch, EnumType, FixedType, LogicalShape, NamedType, RecordType, Shape } from "../../../catalog/index.js";
import type { Side } from "../side.js";

export type Physical = "null" | "boolean" | "int" | "long" | "float" | "double" | "string" | "bytes";

export type Node =
  | { readonly kind: "record"; readonly type: RecordType }
  | { readonly kind: "enum"; readonly type: EnumType }
  | { readonly kind: "fixed"; readonly type?: FixedType; readonly size: number; readonly logical?: LogicalShape }
  | { readonly kind: "leaf"; readonly physical: Physical; readonly logical?: LogicalShape }
  | { readonly kind: "array"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  | { readonly kind: "union"; readonly branches: readonly Branch[] }
  | { readonly kind: "unknown"; readonly why: string };

/** Looks a shape up. */
export function nodeOf(side: Side, shape: Shape): Node {
  switch (shape.kind) {
    case "ref":
      return namedNode(side, side.types.get(shape.name), shape.name);
    case "logical":
      return logicalNode(shape);
    case "array":
      return { kind: "array", items: shape.items };
    case "map":
      return { kind: "map", values: shape.values };
    case "union":
      return { kind: "union", branches: shape.branches };
    case "number":
    case "literal":
    case "object":
    case "intersection":
    case "any":
    case "never":
      return { kind: "unknown", why: `"${shape.kind}" is no Avro type` };
    default:
      return { kind: "leaf", physical: shape.kind };
  }
}

/** The type as a message names it. */
export function nodeText(node: Node): string {
  if (node.kind === "record" || node.kind === "enum") return `${node.kind} ${node.type.name}`;
  if (node.kind === "fixed") return node.type === undefined ? `fixed(${node.size})` : `fixed ${node.type.name}(${node.size})`;
  if (node.kind === "leaf") return node.logical === undefined ? node.physical : logicalText(node.logical);
  return node.kind;
}

/** The logical type as a message names it, e.g. `decimal(10, 2)`. */
export function logicalText(logical: LogicalShape): string {
  return logical.logical === "decimal" ? `decimal(${logical.precision ?? "?"}, ${logical.scale ?? 0})` : logical.logical;
}

/** The name that resolution compares, and the reader's aliases as full names. */
export function aliasNames(type: NamedType): readonly string[] {
  return type.aliases.map((alias) => (alias.includes(".") || type.namespace === "" ? alias : `${type.namespace}.${alias}`));
}

function namedNode(side: Side, type: NamedType | undefined, name: string): Node {
  if (type === undefined) return { kind: "unknown", why: `${name} is not defined` };
  switch (type.kind) {
    case "alias":
      return nodeOf(side, type.shape);
    case "fixed":
      return { kind: "fixed", type, size: type.size, ...(type.logical === undefined ? {} : { logical: type.logical }) };
    case "record":
      return { kind: "record", type };
    case "enum":
      return { kind: "enum", type };
  }
}

function logicalNode(logical: LogicalShape): Node {
  if (logical.size !== undefined) return { kind: "fixed", size: logical.size, logical };
  return { kind: "leaf", physical: standsOn[logical.logical], logical };
}

const standsOn: Record<LogicalShape["logical"], Physical> = {
  decimal: "bytes",
  uuid: "string",
  date: "int",
  "time-millis": "int",
  "time-micros": "long",
  "timestamp-millis": "long",
  "timestamp-micros": "long",
  "timestamp-nanos": "long",
  "local-timestamp-millis": "long",
  "local-timestamp-micros": "long",
  "local-timestamp-nanos": "long",
  duration: "bytes",
};

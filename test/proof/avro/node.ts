/** Avro schemas as the specification reads them: written for the proof alone, so that nothing is judged by itself. */
export type Primitive = "null" | "boolean" | "int" | "long" | "float" | "double" | "bytes" | "string";

export interface PrimitiveNode {
  readonly kind: Primitive;
}

/** A logical type that holds; one that does not fit its base is not there at all. */
export interface LogicalNode {
  readonly kind: "logical";
  readonly logical: string;
  readonly on: "int" | "long" | "string" | "bytes" | FixedNode;
  readonly precision: number;
  readonly scale: number;
}

export interface FixedNode {
  readonly kind: "fixed";
  readonly name: string;
  readonly size: number;
}

export interface EnumNode {
  readonly kind: "enum";
  readonly name: string;
  readonly symbols: readonly string[];
}

export interface RecordNode {
  readonly kind: "record";
  readonly name: string;
  /** Filled after the node is made: records may hold themselves. */
  readonly fields: FieldNode[];
}

export interface FieldNode {
  readonly name: string;
  readonly node: Node;
  /** The default's JSON, boxed because null is one. */
  readonly fallback?: { readonly json: unknown };
}

export interface UnionNode {
  readonly kind: "union";
  readonly branches: readonly Node[];
}

export type Node =
  | PrimitiveNode
  | LogicalNode
  | FixedNode
  | EnumNode
  | RecordNode
  | { readonly kind: "array"; readonly items: Node }
  | { readonly kind: "map"; readonly values: Node }
  | UnionNode;

/** How JavaScript sees a value. */
export type Kind = "null" | "boolean" | "number" | "bigint" | "string" | "bytes" | "Date" | "array" | "object";

/** The name of a branch in Avro's JSON encoding. */
export function tagOf(node: Node): string {
  if (node.kind === "logical") return typeof node.on === "string" ? node.on : node.on.name;
  return "name" in node ? node.name : node.kind;
}

/** What a value of a node that is no union looks like. */
export function kindOf(node: Exclude<Node, UnionNode>): Kind {
  switch (node.kind) {
    case "int":
    case "long":
    case "float":
    case "double":
      return "number";
    case "enum":
      return "string";
    case "fixed":
      return "bytes";
    case "record":
    case "map":
      return "object";
    case "logical":
      return kindOfLogical(node.logical);
    default:
      return node.kind;
  }
}

/** True where two branches beside null would look the same. */
export function isWrapped(union: UnionNode): boolean {
  const kinds = union.branches.flatMap((branch) => (branch.kind === "union" || branch.kind === "null" ? [] : [kindOf(branch)]));
  return new Set(kinds).size < kinds.length;
}

/** The nodes directly inside. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "record":
      return node.fields.map((field) => field.node);
    case "array":
      return [node.items];
    case "map":
      return [node.values];
    case "union":
      return node.branches;
    default:
      return [];
  }
}

/** A node and all that can be reached from it, each once. */
export function reachable(root: Node): readonly Node[] {
  const found = new Set([root]);
  for (const node of found) for (const part of partsOf(node)) found.add(part);
  return [...found];
}

function kindOfLogical(logical: string): Kind {
  if (logical.endsWith("-micros") || logical.endsWith("-nanos")) return "bigint";
  if (logical.endsWith("timestamp-millis")) return "Date";
  if (logical === "time-millis") return "number";
  return logical === "duration" ? "object" : "string";
}

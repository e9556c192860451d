/** An Avro schema as Java's parser holds it: nodes with an identity of their own, since Java's checker remembers by identity. */
import type { Exact } from "../exact-json.js";

export type AvroNode = PrimitiveNode | NamedNode | ContainerNode | UnionNode;

interface PrimitiveNode {
  readonly kind: (typeof primitives)[number];
}

interface ContainerNode {
  readonly kind: "array" | "map";
  readonly inner: AvroNode;
}

export interface UnionNode {
  readonly kind: "union";
  readonly branches: readonly AvroNode[];
}

export interface NamedNode {
  readonly kind: "record" | "enum" | "fixed";
  readonly name: string;
  readonly fullName: string;
  /** Full names. */
  readonly aliases: readonly string[];
  readonly fields: AvroField[];
  readonly symbols: readonly string[];
  readonly enumDefault?: string;
  readonly size: number;
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroNode;
  readonly default?: Exact;
}

/** Types without a name of their own. */
export const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;

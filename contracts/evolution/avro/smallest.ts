/** The smallest finite value of each type of a schema. */
import type { RecordType, Shape } from "../../../catalog/index.js";
import type { Side } from "../side.js";
import { type Node, nodeOf } from "./node.js";
import { type AvroValue, Chosen } from "./value.js";

export interface Smallest {
  /** @throws Error when the type has no finite value. */
  valueOf(shape: Shape): AvroValue;
}

/** Knows the sizes of a side's records, which may hold each other; a record without a finite value is infinitely large. */
export function smallestOf(side: Side): Smallest {
  const sizes = recordSizes(side);
  return { valueOf: (shape) => smallestValue({ side, sizes }, shape) };
}

type Sizes = Map<string, number>;

interface Known {
  readonly side: Side;
  readonly sizes: Sizes;
}

/** From "none is finite" down to the least sizes that explain each other. */
function recordSizes(side: Side): Sizes {
  const sizes: Sizes = new Map();
  const records = [...side.types.values()].filter((type) => type.kind === "record");
  // Inner types stand before or after their users; going both ways needs few rounds for either.
  const rounds = [records, [...records].reverse()];
  for (let changed = true; changed; ) {
    changed = rounds.flat().filter((record) => isSmaller({ side, sizes }, record)).length > 0;
  }
  return sizes;
}

function isSmaller(known: Known, record: RecordType): boolean {
  const size = record.fields.reduce((sum, field) => sum + sizeOf(known, field.shape), 1);
  if (size >= (known.sizes.get(record.name) ?? Number.POSITIVE_INFINITY)) return false;
  known.sizes.set(record.name, size);
  return true;
}

function sizeOf(known: Known, shape: Shape): number {
  const node = nodeOf(known.side, shape);
  if (node.kind === "record") return known.sizes.get(node.type.name) ?? Number.POSITIVE_INFINITY;
  if (node.kind === "union") return Math.min(...node.branches.map((branch) => sizeOf(known, branch.shape)));
  return node.kind === "unknown" ? Number.POSITIVE_INFINITY : 1;
}

function smallestValue(known: Known, shape: Shape): AvroValue {
  const node = nodeOf(known.side, shape);
  switch (node.kind) {
    case "record":
      if (!known.sizes.has(node.type.name)) throw new Error(`${node.type.name} has no finite value`);
      return new Map(node.type.fields.map((field) => [field.name, smallestValue(known, field.shape)]));
    case "union":
      return smallestBranch(known, node);
    default:
      return plainValue(node);
  }
}

function smallestBranch(known: Known, { branches }: Extract<Node, { kind: "union" }>): AvroValue {
  const sizes = branches.map((branch) => sizeOf(known, branch.shape));
  const index = sizes.indexOf(Math.min(...sizes));
  const branch = branches[index];
  if (branch === undefined) throw new Error("a union without branches has no value");
  return new Chosen(index, branch.tag, smallestValue(known, branch.shape));
}

function plainValue(node: Exclude<Node, { kind: "record" | "union" }>): AvroValue {
  switch (node.kind) {
    case "array":
      return [];
    case "map":
      return new Map();
    case "enum":
      return node.type.symbols[0] ?? "";
    case "fixed":
      return new Uint8Array(node.size);
    case "leaf":
      return leafValues[node.physical];
    case "unknown":
      throw new Error(node.why);
  }
}

const leafValues = {
  null: null,
  boolean: false,
  int: 0,
  long: 0,
  float: 0,
  double: 0,
  string: "",
  bytes: new Uint8Array(),
} as const;

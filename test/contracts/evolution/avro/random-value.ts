/** Seeded values of a writer's schema, with the edges of each type more often than chance would have them. */
import type { Shape } from "../../../../catalog/index.js";
import { type Node, nodeOf } from "../../../../contracts/evolution/avro/node.js";
import { type Smallest, smallestOf } from "../../../../contracts/evolution/avro/smallest.js";
import { type AvroValue, Chosen } from "../../../../contracts/evolution/avro/value.js";
import type { Side } from "../../../../contracts/evolution/side.js";

/** Draws values of a side's root type; from the fourth level down only the smallest. */
export function randomValues(side: Side, random: () => number): () => AvroValue {
  const drawing = { side, random, smallest: smallestOf(side) };
  return () => draw(drawing, side.shape, 4);
}

interface Drawing {
  readonly side: Side;
  readonly random: () => number;
  readonly smallest: Smallest;
}

function draw(drawing: Drawing, shape: Shape, depth: number): AvroValue {
  if (depth === 0) return drawing.smallest.valueOf(shape);
  const node = nodeOf(drawing.side, shape);
  const below = (inner: Shape) => draw(drawing, inner, depth - 1);
  switch (node.kind) {
    case "record":
      return new Map(node.type.fields.map((field) => [field.name, below(field.shape)]));
    case "union": {
      const index = Math.floor(drawing.random() * node.branches.length);
      const branch = node.branches[index];
      if (branch === undefined) throw new Error("a union without branches");
      return new Chosen(index, branch.tag, draw(drawing, branch.shape, depth));
    }
    case "array":
      return Array.from({ length: pick(drawing, [0, 1, 3]) }, () => below(node.items));
    case "map":
      return new Map(Array.from({ length: pick(drawing, [0, 1, 2]) }, (_, key) => [`k${key}`, below(node.values)]));
    default:
      return plain(drawing, node);
  }
}

function plain(drawing: Drawing, node: Node): AvroValue {
  if (node.kind === "enum") return pick(drawing, node.type.symbols);
  if (node.kind === "fixed") return bytes(drawing, node.size);
  if (node.kind !== "leaf") throw new Error(`no value of ${node.kind}`);
  switch (node.physical) {
    case "null":
      return null;
    case "boolean":
      return drawing.random() < 0.5;
    case "int":
      return pick(drawing, [0, -1, 7, 2 ** 31 - 1, -(2 ** 31)]);
    case "long":
      return pick(drawing, [0, 1, -(2 ** 40), 2 ** 52, 2 ** 53 - 1]);
    case "float":
      return pick(drawing, [0, 1.5, -0.25, 2 ** 100]);
    case "double":
      return pick(drawing, [0, 0.1, -1e300, 5e-324]);
    case "string":
      return pick(drawing, ["", "a", "ä€😀", "x".repeat(100)]);
    case "bytes":
      return bytes(drawing, pick(drawing, [0, 1, 5]));
  }
}

function pick<T>({ random }: Drawing, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}

function bytes({ random }: Drawing, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => Math.floor(random() * 256));
}

/** Avro's binary encoding of a value, by its schema. Source: Avro 1.12, "Binary Encoding". */
import type { Shape } from "../../../catalog/index.js";
import type { Side } from "../side.js";
import { type Node, nodeOf } from "./node.js";
import { type AvroValue, Chosen } from "./value.js";

/** @throws Error on a value that is none of the shape's. */
export function encode(side: Side, shape: Shape, value: AvroValue): Uint8Array {
  const parts: Uint8Array[] = [];
  write({ side, parts }, shape, value);
  return Buffer.concat(parts);
}

interface Sink {
  readonly side: Side;
  readonly parts: Uint8Array[];
}

function write(sink: Sink, shape: Shape, value: AvroValue): void {
  const node = nodeOf(sink.side, shape);
  if (node.kind === "union" && value instanceof Chosen) {
    const branch = node.branches[value.index];
    if (branch === undefined) throw new Error(`no union branch has index ${value.index}`);
    sink.parts.push(long(value.index));
    write(sink, branch.shape, value.value);
  } else if (node.kind === "record" && value instanceof Map) {
    for (const field of node.type.fields) write(sink, field.shape, value.get(field.name) ?? null);
  } else if (node.kind === "array" && Array.isArray(value)) {
    writeBlock(sink, value.length, () => {
      for (const item of value) write(sink, node.items, item);
    });
  } else if (node.kind === "map" && value instanceof Map) {
    writeBlock(sink, value.size, () => {
      for (const [key, entry] of value) {
        sink.parts.push(text(key));
        write(sink, node.values, entry);
      }
    });
  } else {
    sink.parts.push(plain(node, value));
  }
}

function writeBlock(sink: Sink, count: number, items: () => void): void {
  if (count > 0) {
    sink.parts.push(long(count));
    items();
  }
  sink.parts.push(long(0));
}

function plain(node: Node, value: AvroValue): Uint8Array {
  if (node.kind === "enum" && typeof value === "string") return long(node.type.symbols.indexOf(value));
  if (node.kind === "fixed" && value instanceof Uint8Array) return value;
  if (node.kind === "leaf") return leaf(node.physical, value);
  throw new Error(`no value of ${node.kind}`);
}

function leaf(physical: Extract<Node, { kind: "leaf" }>["physical"], value: AvroValue): Uint8Array {
  if (physical === "null") return new Uint8Array();
  if (typeof value === "boolean") return Uint8Array.of(value ? 1 : 0);
  if (typeof value === "string") return text(value);
  if (value instanceof Uint8Array) return Buffer.concat([long(value.length), value]);
  if (physical === "float") return Buffer.from(new Float32Array([Number(value)]).buffer);
  if (physical === "double") return Buffer.from(new Float64Array([Number(value)]).buffer);
  if (typeof value === "number" || typeof value === "bigint") return long(value);
  throw new Error(`no ${physical}`);
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([long(bytes.length), bytes]);
}

/** Zigzag, then seven bits a byte. */
function long(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  const wide = BigInt(value);
  let rest = BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

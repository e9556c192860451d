import avsc from "avsc";
import { isObject, own } from "../same.js";
import { isWrapped, type LogicalNode, type Node, tagOf, type UnionNode } from "./node.js";

/**
 * The judge's side of a schema: bytes ↔ raw values by avsc as it is published. Its schema has the same encoding, but names of its own:
 * fields count, symbols count, a map is an array of entries; so avsc never meets a name that it would lose (`__proto__`). Longs are read
 * through its door for other long types, because its own arithmetic ends at 52 bits.
 */
export class RawType {
  readonly #root: Node;
  readonly #names = new Map<Node, string>();
  readonly #type: avsc.Type;

  constructor(root: Node) {
    this.#root = root;
    const schema = this.#schema(root) as avsc.Schema;
    const registry = { long: bigLong() };
    this.#type = avsc.Type.forSchema(schema, { registry, wrapUnions: true, omitRecordMethods: true, noAnonymousTypes: false });
  }

  encode(value: unknown): Uint8Array {
    return this.#type.toBuffer(this.#raw(this.#root, value));
  }

  /** Where the value differs from what avsc reads. */
  misreads(bytes: Uint8Array, value: unknown): string | undefined {
    return rawDifference(this.#type.fromBuffer(Buffer.from(bytes)), this.#raw(this.#root, value), "$");
  }

  #schema(node: Node): unknown {
    const known = this.#names.get(node);
    if (known !== undefined) return known;
    const name = `n.T${this.#names.size}`;
    switch (node.kind) {
      case "logical":
        return typeof node.on === "string" ? node.on : this.#schema(node.on);
      case "fixed":
        this.#names.set(node, name);
        return { type: "fixed", name, size: node.size };
      case "enum":
        this.#names.set(node, name);
        return { type: "enum", name, symbols: node.symbols.map((_, index) => `s${index}`) };
      case "record":
        this.#names.set(node, name);
        return { type: "record", name, fields: node.fields.map((field, index) => ({ name: `f${index}`, type: this.#schema(field.node) })) };
      case "array":
        return { type: "array", items: this.#schema(node.items) };
      case "map": {
        this.#names.set(node, name);
        const entry = {
          type: "record",
          name: `${name}E`,
          fields: [
            { name: "k", type: "string" },
            { name: "v", type: this.#schema(node.values) },
          ],
        };
        return { type: "record", name, fields: [{ name: "m", type: { type: "array", items: entry } }] };
      }
      case "union":
        return node.branches.map((branch) => this.#schema(branch));
      default:
        return node.kind;
    }
  }

  #raw(node: Node, value: unknown): unknown {
    switch (node.kind) {
      case "long":
        return BigInt(value as number);
      case "bytes":
      case "fixed":
        return Buffer.from(value as Uint8Array);
      case "enum":
        return `s${node.symbols.indexOf(value as string)}`;
      case "logical":
        return rawLogical(node, value);
      case "record":
        return Object.fromEntries(node.fields.map((field, index) => [`f${index}`, this.#raw(field.node, own(value, field.name))]));
      case "array":
        return (value as readonly unknown[]).map((item) => this.#raw(node.items, item));
      case "map":
        return { m: Object.keys(value as object).map((k) => ({ k, v: this.#raw(node.values, own(value, k)) })) };
      case "union":
        return this.#rawUnion(node, value);
      default:
        return value;
    }
  }

  #rawUnion(node: UnionNode, value: unknown): unknown {
    if (value === null) return null;
    const branch = branchOf(node, value);
    const inner = isWrapped(node) ? own(value, tagOf(branch)) : value;
    const base = branch.kind === "logical" ? branch.on : branch;
    const tag = typeof base === "string" ? base : (this.#names.get(base) ?? base.kind);
    return { [tag]: this.#raw(branch, inner) };
  }
}

/** The branch that a value, as our types say it, belongs to. */
export function branchOf(union: UnionNode, value: unknown): Node {
  const isTagged = isWrapped(union);
  const branch = union.branches.find((each) => {
    if (value === null || each.kind === "null") return value === null && each.kind === "null";
    return isTagged ? Object.keys(value as object)[0] === tagOf(each) : looksLike(each, value);
  });
  if (branch === undefined) throw new Error("no branch for a sample");
  return branch;
}

function looksLike(node: Node, value: unknown): boolean {
  if (typeof value === "number") return ["int", "long", "float", "double"].includes(node.kind) || isLogical(node, /^time-millis$/);
  if (typeof value === "bigint") return isLogical(node, /(micros|nanos)$/);
  if (typeof value === "string") return ["string", "enum"].includes(node.kind) || isLogical(node, /^(uuid|date|decimal)$/);
  if (typeof value === "boolean") return node.kind === "boolean";
  if (value instanceof Date) return isLogical(node, /timestamp-millis$/);
  if (value instanceof Uint8Array) return node.kind === "bytes" || node.kind === "fixed";
  if (Array.isArray(value)) return node.kind === "array";
  return node.kind === "record" || node.kind === "map" || isLogical(node, /^duration$/);
}

function isLogical(node: Node, pattern: RegExp): boolean {
  return node.kind === "logical" && pattern.test(node.logical);
}

function rawLogical({ logical, on, scale }: LogicalNode, value: unknown): unknown {
  if (logical === "date") return daysOf(value as string);
  if (value instanceof Date) return BigInt(value.getTime());
  if (logical === "duration") return durationBytes(value);
  if (logical === "uuid" && on !== "string") return Buffer.from((value as string).replaceAll("-", ""), "hex");
  if (logical !== "decimal") return value;
  const unscaled = BigInt((value as string).replace(".", ""));
  if (!(value as string).includes(".") !== (scale === 0)) throw new Error(`${value} has no ${scale} digits after the point`);
  return twosComplement(unscaled, typeof on === "string" ? undefined : on.size);
}

/** Days since 1970-01-01 by counting: the calendar's own arithmetic, without a Date. */
function daysOf(text: string): number {
  const [, year = "", month = "", day = ""] = /^([+-]?\d+)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const y = Number(year) - (Number(month) <= 2 ? 1 : 0);
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * ((Number(month) + 9) % 12) + 2) / 5) + Number(day) - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function durationBytes(value: unknown): Buffer {
  const bytes = Buffer.alloc(12);
  for (const [index, name] of ["months", "days", "millis"].entries()) bytes.writeUInt32LE(own(value, name) as number, index * 4);
  return bytes;
}

/** Big-endian, as short as it goes or of the size given. */
function twosComplement(value: bigint, size: number | undefined): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.unshift(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (rest !== (((bytes[0] ?? 0) & 0x80) === 0 ? 0n : -1n));
  while (bytes.length < (size ?? 0)) bytes.unshift(value < 0n ? 255 : 0);
  return Buffer.from(bytes);
}

function bigLong(): avsc.types.LongType {
  return avsc.types.LongType.__with({
    fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(value);
      return bytes;
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === "bigint",
    compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
  });
}

function rawDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0 ? undefined : path;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return `${path} (${a.length} and ${b.length} items)`;
    return firstOf(a.map((item, index) => () => rawDifference(item, b[index], `${path}[${index}]`)));
  }
  if (!isObject(a) || !isObject(b) || Object.keys(a).length !== Object.keys(b).length) return path;
  return firstOf(Object.keys(a).map((key) => () => rawDifference(a[key], b[key], `${path}.${key}`)));
}

function firstOf(tries: readonly (() => string | undefined)[]): string | undefined {
  for (const attempt of tries) {
    const found = attempt();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads bytes of a writer with another reader's schema, value by value, and says where that fails or gives another value. */
import type { RecordType, Shape } from "../../../catalog/index.js";
import type { Side } from "../side.js";
import { Cursor } from "./cursor.js";
import { hasUsableDefault } from "./default.js";
import { feeds } from "./fields.js";
import { chooseBranch, matches, namesMatch, typeOf } from "./match.js";
import { type Node, nodeOf, nodeText, type Physical } from "./node.js";
import { type Leaf, type Raw, said } from "./said.js";

/**
 * Decodes as Avro 1.12 ("Schema Resolution") says, which fails a union's branch or an enum's symbol only where it occurs.
 * @throws Error whose message says what can't be read, or what is read instead.
 */
export function readAs(options: { readonly reader: Side; readonly writer: Side; readonly bytes: Uint8Array }): void {
  const { reader, writer, bytes } = options;
  read({ reader, writer, cursor: new Cursor(bytes) }, reader.shape, writer.shape);
}

interface Reading {
  readonly reader: Side;
  readonly writer: Side;
  readonly cursor: Cursor;
}

function read(reading: Reading, readerShape: Shape, writerShape: Shape): void {
  const written = nodeOf(reading.writer, writerShape);
  const writer = written.kind === "union" ? nodeOf(reading.writer, branchAt(reading, written)) : written;
  const reader = nodeOf(reading.reader, readerShape);
  if (reader.kind !== "union") {
    if (!matches(reader, writer)) throw new Error(`${nodeText(writer)} can't be read as ${nodeText(reader)}`);
    readPair(reading, reader, writer);
    return;
  }
  const chosen = chooseBranch(reading.reader, reader.branches, writer);
  if (chosen === undefined) throw new Error(`${nodeText(writer)} was written, and the reader's union has no branch for it`);
  readPair(reading, nodeOf(reading.reader, chosen.shape), writer);
}

function branchAt({ cursor }: Reading, { branches }: Extract<Node, { kind: "union" }>): Shape {
  const index = cursor.count();
  const branch = branches[index];
  if (branch === undefined) throw new Error(`no union branch has index ${index}`);
  return branch.shape;
}

function readPair(reading: Reading, reader: Node, writer: Node): void {
  const [own, other] = [typeOf(reader), typeOf(writer)];
  if (own && other && !namesMatch(own, other)) throw new Error(`${other.name} was written, and ${own.name} has no alias for it`);
  if (reader.kind === "record" && writer.kind === "record") readRecord(reading, reader.type, writer.type);
  else if (reader.kind === "array" && writer.kind === "array") readItems(reading, reader.items, writer.items);
  else if (reader.kind === "map" && writer.kind === "map") readEntries(reading, reader.values, writer.values);
  else if (reader.kind === "enum" && writer.kind === "enum") readSymbol(reading, reader, writer);
  else if (isLeaf(reader) && isLeaf(writer)) readLeaf(reading, reader, writer);
  else throw new Error(`${nodeText(writer)} can't be read as ${nodeText(reader)}`);
}

function readItems(reading: Reading, reader: Shape, writer: Shape): void {
  reading.cursor.blocks(() => read(reading, reader, writer));
}

function readEntries(reading: Reading, reader: Shape, writer: Shape): void {
  reading.cursor.blocks(() => {
    reading.cursor.primitive("string");
    read(reading, reader, writer);
  });
}

function readRecord(reading: Reading, reader: RecordType, writer: RecordType): void {
  const all = feeds(reader, writer);
  for (const { field, sources, rival } of all) {
    if (sources.length === 0 && !hasUsableDefault(reading.reader, field)) {
      throw new Error(`"${field.name}" was not written, and has no default that fits`);
    }
    if (sources.length > 1) throw new Error(`"${field.name}" and its aliases lead to "${sources.map(({ name }) => name).join('" and "')}"`);
    if (rival !== undefined) throw new Error(`"${rival.name}" and "${field.name}" are both read from "${sources[0]?.name}"`);
  }
  for (const source of writer.fields) {
    const taker = all.find(({ sources }) => sources[0] === source);
    if (taker === undefined) skip(reading, source.shape);
    else read(reading, taker.field.shape, source.shape);
  }
}

/** What nobody takes is read as itself. */
function skip({ writer, cursor }: Reading, shape: Shape): void {
  read({ reader: writer, writer, cursor }, shape, shape);
}

function readSymbol({ cursor }: Reading, reader: Extract<Node, { kind: "enum" }>, writer: Extract<Node, { kind: "enum" }>): void {
  const symbol = writer.type.symbols[cursor.count()] ?? "";
  const { symbols, default: fallback } = reader.type;
  if (symbols.includes(symbol) || (fallback !== undefined && symbols.includes(fallback))) return;
  throw new Error(`"${symbol}" was written, and the reader's enum ${reader.type.name} has neither it nor a default`);
}

function readLeaf({ cursor }: Reading, reader: Leaf, writer: Leaf): void {
  if (writer.kind === "fixed" && reader.kind === "fixed" && writer.size !== reader.size) {
    throw new Error(`${writer.size} bytes were written where the reader takes ${reader.size}`);
  }
  const raw = writer.kind === "fixed" ? Uint8Array.from(cursor.take(writer.size)) : cursor.primitive(writer.physical);
  const meant = said(writer, raw);
  const got = said(reader, reader.kind === "leaf" ? promoted(reader.physical, raw) : raw);
  if (got.key !== meant.key) throw new Error(`reads ${got.text} where ${meant.text} was written`);
  if (got.fault !== undefined && meant.fault === undefined) throw new Error(got.fault);
}

function promoted(physical: Physical, raw: Raw): Raw {
  if (physical === "float" && (typeof raw === "bigint" || typeof raw === "number")) return Math.fround(Number(raw));
  if (physical === "double" && typeof raw === "bigint") return Number(raw);
  return raw;
}

function isLeaf(node: Node): node is Leaf {
  return node.kind === "leaf" || node.kind === "fixed";
}

/** The answer to the common question, most of a change being harmless: a plain yes without models, or nothing. */
import { NotSure, type QuickField, type QuickNode, type QuickRecord, quickNode } from "./quick-node.js";

/** True only where the full comparison would find nothing at all; false says no more than that it has to be asked. */
export function isSurelyCompatible(reader: string, writer: string): boolean {
  try {
    return reads(new Set(), keptNode(reader), keptNode(writer));
  } catch (error) {
    if (error instanceof NotSure || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The names of a record's fields in their order, for a text of one that {@link isSurelyCompatible} understood. */
export function fieldNames(text: string): string {
  const node = keptNode(text);
  return node.kind === "record" ? [...node.fields.keys()].join() : "";
}

/** A candidate is held against many versions, and each pair both ways; its text is read once. */
const kept = new Map<string, QuickNode>();
const mostKept = 64;

/** What a text says, kept for a while. @throws NotSure, and SyntaxError for a text that is no JSON. */
export function keptNode(text: string): QuickNode {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const node = quickNode(text);
  if (kept.size === mostKept) kept.clear();
  kept.set(text, node);
  return node;
}

/** Pairs of records on the way or done; one "no" anywhere ends it all, so an assumed "yes" can't mislead. */
type Seen = Set<string>;

function reads(seen: Seen, reader: QuickNode, writer: QuickNode): boolean {
  if (writer.kind === "union") return [...writer.branches.values()].every((branch) => reads(seen, reader, branch));
  if (reader.kind === "union") {
    const branch = reader.branches.get(writer.tag);
    return branch !== undefined && reads(seen, branch, writer);
  }
  switch (reader.kind) {
    case "leaf":
      return writer.kind === "leaf" && writer.logical === reader.logical && (writer.tag === reader.tag || isExact(reader, writer.tag));
    case "enum":
      return writer.kind === "enum" && writer.tag === reader.tag && [...writer.symbols].every((symbol) => reader.symbols.has(symbol));
    case "fixed":
      return writer.kind === "fixed" && writer.tag === reader.tag && writer.size === reader.size;
    case "array":
    case "map":
      return writer.kind === reader.kind && reads(seen, reader.inner, writer.inner);
    case "record":
      return writer.kind === "record" && writer.tag === reader.tag && readsRecord(seen, reader, writer);
  }
}

/** Promotions that lose nothing. */
function isExact({ tag, logical }: Extract<QuickNode, { kind: "leaf" }>, written: string): boolean {
  if (logical !== "") return false;
  if (written === "int") return tag === "long" || tag === "double";
  return (
    (written === "float" && tag === "double") || (written === "string" && tag === "bytes") || (written === "bytes" && tag === "string")
  );
}

function readsRecord(seen: Seen, reader: QuickRecord, writer: QuickRecord): boolean {
  // Names are equal here, so one name stands for the pair.
  if (seen.has(reader.tag)) return true;
  seen.add(reader.tag);
  for (const [name, field] of reader.fields) {
    const source = writer.fields.get(name);
    if (source === undefined ? !fillsIn(field) : !reads(seen, field.type, source.type)) return false;
  }
  return true;
}

/** Whether the default is a value of the field's type beyond doubt. */
export function fillsIn({ type, fallback }: QuickField): boolean {
  const [first] = type.kind === "union" ? type.branches.values() : [type];
  switch (first?.kind) {
    case "leaf":
      return first.logical === "" && isLeafValue(first.tag, fallback);
    case "enum":
      return typeof fallback === "string" && first.symbols.has(fallback);
    case "array":
      return Array.isArray(fallback) && fallback.length === 0;
    default:
      return false;
  }
}

function isLeafValue(tag: string, value: unknown): boolean {
  switch (tag) {
    case "null":
      return value === null;
    case "int":
    case "long":
      return Number.isSafeInteger(value) && (tag === "long" || Math.abs(Number(value)) < 2 ** 31);
    case "double":
      return Number.isFinite(value);
    default:
      return (tag === "boolean" || tag === "string") && typeof value === tag;
  }
}

import { ArrayType, MapType } from "../codec/avro/containers.js";
import { EnumType } from "../codec/avro/enum.js";
import { type AvroType, get, isPlain } from "../codec/avro/internals.js";
import { parseAvro } from "../codec/avro/parse.js";
import { RecordType } from "../codec/avro/record.js";
import { tagOf, UnionType } from "../codec/avro/union.js";
import type { ValueOptions } from "../codec/codec.js";

/** Tells, by path, where a value read is not what was written. */
export type Differ = (written: unknown, read: unknown) => readonly string[];

/**
 * For a reader's schema. Avro: every field of the reader is there; one that was written, under its name or an alias, holds what was
 * written, as promoted. JSON: everything written is there unchanged; a reader may only add.
 */
export function differFor(format: "avro" | "json", readerSchema: string, values: ValueOptions = {}): Differ {
  if (format === "json") return (written, read) => inJson(written, read, "");
  const type = parseAvro(readerSchema, values);
  return (written, read) => inAvro(type, { written, read }, "");
}

interface Pair {
  readonly written: unknown;
  readonly read: unknown;
}

function inAvro(type: AvroType, { written, read }: Pair, path: string): readonly string[] {
  if (type instanceof UnionType) return inUnion(type, { written, read }, path);
  const own = bare(written, [type]);
  if (type instanceof RecordType) return inRecord(type, { written: own, read }, path);
  if (type instanceof ArrayType) {
    if (!Array.isArray(own) || !Array.isArray(read) || own.length !== read.length) return [differs(path, own, read)];
    return own.flatMap((item, index) => inAvro(type.itemsType, { written: item, read: read[index] }, `${path}[${index}]`));
  }
  if (type instanceof MapType) {
    if (!isPlain(own) || !isPlain(read) || !isSame(Object.keys(own).sort(), Object.keys(read).sort())) return [differs(path, own, read)];
    return Object.keys(own).flatMap((key) => inAvro(type.valuesType, { written: get(own, key), read: get(read, key) }, `${path}{${key}}`));
  }
  if (type instanceof EnumType && typeof own === "string" && !type.symbols.includes(own)) {
    return read === type.fallback ? [] : [differs(path, own, read)];
  }
  const expected = type.typeName === "float" && typeof own === "number" ? Math.fround(own) : own;
  return isSame(expected, read) || isPromoted(expected, read) ? [] : [differs(path, own, read)];
}

function inRecord(type: RecordType, { written, read }: Pair, path: string): readonly string[] {
  if (!isPlain(written) || !isPlain(read)) return [differs(path, written, read)];
  return type.fields.flatMap((field) => {
    const at = path === "" ? field.name : `${path}.${field.name}`;
    if (!Object.hasOwn(read, field.name)) return [`${at}: is missing in what was read`];
    const source = [field.name, ...field.aliases].find((name) => Object.hasOwn(written, name));
    return source === undefined ? [] : inAvro(field.type, { written: get(written, source), read: get(read, field.name) }, at);
  });
}

/** Held if it holds for one of the branches. */
function inUnion(type: UnionType, { written, read }: Pair, path: string): readonly string[] {
  const value = type.wrapped ? bare(read, type.types) : read;
  if (written === null || value === null) return written === value ? [] : [differs(path, written, read)];
  const tag = type.wrapped && isPlain(read) ? Object.keys(read)[0] : undefined;
  const branches = type.types.filter((branch) => branch.typeName !== "null" && (tag === undefined || tagOf(branch) === tag));
  const attempts = branches.map((branch) => inAvro(branch, { written: bare(written, type.types), read: value }, path));
  return attempts.sort((a, b) => a.length - b.length)[0] ?? [differs(path, written, read)];
}

const primitives = ["boolean", "int", "long", "float", "double", "string", "bytes", "array", "map"];

/** Without the tag of a union that wraps its values; the two sides' unions may differ in that. */
function bare(value: unknown, branches: readonly AvroType[]): unknown {
  if (!isPlain(value)) return value;
  const [tag, ...more] = Object.keys(value);
  if (tag === undefined || more.length > 0) return value;
  const isField = branches.some(
    (branch) => branch instanceof RecordType && branch.fields.some((field) => [field.name, ...field.aliases].includes(tag)),
  );
  const isMap = branches.some((branch) => branch instanceof MapType);
  const tags = [...branches.flatMap((branch) => [tagOf(branch), ...(branch.aliases ?? [])]), ...(isMap ? [] : primitives)];
  return tags.includes(tag) && !isField ? get(value, tag) : value;
}

function inJson(written: unknown, read: unknown, path: string): readonly string[] {
  if (Array.isArray(written) && Array.isArray(read) && written.length === read.length) {
    return written.flatMap((item, index) => inJson(item, read[index], `${path}[${index}]`));
  }
  if (!isPlain(written) || !isPlain(read)) return isSame(written, read) ? [] : [differs(path, written, read)];
  return Object.keys(written).flatMap((key) => {
    const at = path === "" ? key : `${path}.${key}`;
    return Object.hasOwn(read, key) ? inJson(get(written, key), get(read, key), at) : [`${at}: is missing in what was read`];
  });
}

function isSame(written: unknown, read: unknown): boolean {
  if (written instanceof Date && read instanceof Date) return written.getTime() === read.getTime();
  if (written instanceof Uint8Array && read instanceof Uint8Array) return Buffer.compare(written, read) === 0;
  if (isPlain(written) && isPlain(read)) {
    const keys = Object.keys(written);
    return keys.length === Object.keys(read).length && keys.every((key) => isSame(get(written, key), get(read, key)));
  }
  if (Array.isArray(written) && Array.isArray(read))
    return written.length === read.length && written.every((item, at) => isSame(item, read[at]));
  return Object.is(written, read);
}

/** Bytes and text are each other's promotion; a logical type may be added to or taken from the number that it stands on. */
function isPromoted(written: unknown, read: unknown): boolean {
  if (typeof written === "string" && read instanceof Uint8Array) return Buffer.from(written, "utf8").equals(read);
  if (written instanceof Uint8Array && typeof read === "string") return Buffer.from(written).toString("utf8") === read;
  const [one, other] = [numberOf(written), numberOf(read)];
  return one !== undefined && other !== undefined && one === other && typeof written !== typeof read;
}

function numberOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "bigint" || (typeof value === "string" && /^-?\d+$/.test(value))) return Number(value);
  return typeof value === "number" ? value : undefined;
}

function differs(path: string, written: unknown, read: unknown): string {
  return `${path || "the event"}: written ${short(written)}, read ${short(read)}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? `${item}n` : item)) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

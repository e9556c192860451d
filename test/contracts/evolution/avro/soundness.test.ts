import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { readSchemaText } from "../../../../catalog/index.js";
import { encode } from "../../../../contracts/evolution/avro/encode.js";
import { readAs } from "../../../../contracts/evolution/avro/read.js";
import { type Comparison, compare } from "../../../../contracts/evolution/compare.js";
import type { Side } from "../../../../contracts/evolution/side.js";
import { isEventwrightError } from "../../../../runtime/index.js";
import { random } from "../../../real/random.js";
import { type AvroRow, tally, vectors } from "../vectors.js";
import { randomValues } from "./random-value.js";

const count = 1000;
const rows = [...vectors<AvroRow>("avro-edge-pairs"), ...vectors<AvroRow>("avro-random-pairs")];
const judged = rows.flatMap((row) => {
  const comparison = verdict(row);
  return comparison === undefined ? [] : [{ row, comparison }];
});

describe("the sound engine for Avro, on all vectors", () => {
  it(`says compatible only where ${count} random values of the writer are read`, { timeout: 300_000 }, () => {
    const compatible = judged.filter(({ comparison }) => comparison.compatible);
    const told = compatible.map(({ row, comparison }) => ({ id: row.id, ...survival(row, comparison) }));
    const words = tally(told.map(({ judge }) => judge));
    process.stdout.write(`${compatible.length} compatible pairs x ${count} values: ${JSON.stringify(words)}\n`);
    expect(told.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(compatible.length).toBeGreaterThan(900);
    const alone = told.filter(({ judge }) => judge !== "avsc and the specification");
    // avsc's comparison without namespaces throws a TypeError of its own on the recursive one.
    expect(alone.filter(({ judge }) => !judge.includes("incompatible field default")).map(({ id }) => id)).toEqual(["Z01119"]);
  });

  it("shows an event for each finding, on which decoding fails or gives another value", () => {
    const findings = judged.flatMap(({ row, comparison }) => comparison.findings.map((finding) => ({ id: row.id, row, finding })));
    const told = findings.map(({ id, row, finding }) => ({ id, rule: finding.rule, word: witnessWord(row, finding.witness) }));
    process.stdout.write(`${findings.length} findings: ${JSON.stringify(tally(told.map(({ word }) => word)))}\n`);
    expect(told.filter(({ word }) => word === "no witness" || word === "not the writer's bytes")).toEqual([]);
    const read = told.filter(({ rule, word }) => word === "read by avsc" && rule !== "MEANING_CHANGED" && rule !== "PRECISION_LOST");
    expect(read.map(({ id, rule }) => `${id} ${rule}`)).toEqual(readByAvsc);
  });
});

/** Java's decoder fails on all three; avsc lets one field of the writer feed two of the reader's, and takes an alias for the record inside it too. */
const readByAvsc = ["G17 NAME_CHANGED", "G23 NAME_CHANGED", "H12 TYPE_CHANGED"];

function verdict({ reader, writer }: AvroRow): Comparison | undefined {
  try {
    return compare({ format: "avro", reader: JSON.stringify(reader), writer: JSON.stringify(writer) });
  } catch (error) {
    if (isEventwrightError(error, "USAGE")) return undefined;
    throw error;
  }
}

function survival(row: AvroRow, { findings }: Comparison): { readonly judge: string; readonly wrong?: string } {
  const [reader, writer] = [sideOf(row.reader), sideOf(row.writer)];
  const next = randomValues(writer, random(1));
  const other = avscPair(row);
  for (let done = 0; done < count; done++) {
    const bytes = encode(writer, writer.shape, next());
    try {
      // Values may round where the engine warned of it, and are read all the same.
      if (findings.length === 0) readAs({ reader, writer, bytes });
      if (typeof other !== "string") other(Buffer.from(bytes));
    } catch (error) {
      return { judge: "none", wrong: `${Buffer.from(bytes).toString("hex")}: ${String(error)}` };
    }
  }
  return { judge: typeof other === "string" ? `the specification alone: ${other}` : "avsc and the specification" };
}

/**
 * Reads the writer's bytes by avsc, or why it won't: it wants a union's default to be of the first branch, which Avro 1.12 does not, and looks
 * at defaults that no pair needs. Full names it compares only until it is told not to; the specification compares the last part.
 */
function avscPair(row: AvroRow): ((bytes: Buffer) => unknown) | string {
  try {
    const writer = avscType(row.writer);
    const reader = avscType(row.reader);
    const resolver = reader.createResolver(writer, { ignoreNamespaces: true });
    return (bytes) => reader.fromBuffer(bytes, resolver);
  } catch (error) {
    return String(error)
      .slice(0, 60)
      .replaceAll(/"?[^ ]*[0-9"{(].*/g, "…");
  }
}

function witnessWord(row: AvroRow, witness: { readonly hex: string } | undefined): string {
  if (witness === undefined) return "no witness";
  const bytes = Buffer.from(witness.hex, "hex");
  try {
    avscType(row.writer).fromBuffer(bytes);
  } catch (error) {
    // avsc parses fewer schemas than Avro 1.12 allows; bytes that it could not read would end in another message.
    return /truncated|trailing|invalid/.test(String(error)) ? "not the writer's bytes" : "avsc has no such schema";
  }
  try {
    const reader = avscType(row.reader);
    reader.fromBuffer(bytes, reader.createResolver(avscType(row.writer)));
    return "read by avsc";
  } catch {
    return "fails in avsc";
  }
}

const big = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === "bigint",
  compare: (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b)),
});

function avscType(schema: unknown): avsc.Type {
  return avsc.Type.forSchema(schema as avsc.Schema, { registry: Object.assign(Object.create(null), { long: big }) });
}

function sideOf(schema: unknown): Side {
  const { schema: read } = readSchemaText({ format: "avro", text: JSON.stringify(schema) });
  if (read === undefined) throw new Error("the row was judged, so it can be read");
  return { format: "avro", text: read.text, shape: read.shape, types: read.types, placed: false };
}

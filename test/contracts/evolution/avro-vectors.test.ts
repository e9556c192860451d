import { describe, expect, it } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";
import { defineAvroCodec, isEventwrightError, sampleEvents } from "../../../runtime/index.js";
import { type AvroRow, tally, vectors } from "./vectors.js";

const rows = [...vectors<AvroRow>("avro-edge-pairs"), ...vectors<AvroRow>("avro-random-pairs")];

interface Judged {
  readonly id: string;
  readonly row: AvroRow;
  readonly expected: "reads" | "fails" | "unparsable";
  readonly ours: "compatible" | "meaning" | "incompatible" | "refused";
}

describe("Avro vectors", () => {
  const judged = rows.map(judge);
  const table = tally(judged.map(({ expected, ours }) => `${expected}: ${ours}`));

  it(`judges ${rows.length} pairs as Java's checker and decoder together do: ${JSON.stringify(table)}`, () => {
    const silent = judged.filter(({ expected, ours }) => expected === "fails" && ours === "compatible");
    expect(silent.map(({ id }) => id)).toEqual([]);
    const invented = judged.filter(({ expected, ours }) => expected === "reads" && ours === "incompatible");
    // A default that is no value of its type: Java reads these two as something else than was written.
    expect(invented.map(({ id }) => id)).toEqual(["I03", "I05"]);
    expect(judged.filter(({ expected, ours }) => expected === "reads" && ours === "meaning").map(({ id }) => id)).toEqual(meaning);
    // A union without branches has no value, and no place in a schema folder.
    expect(judged.filter(({ expected, ours }) => expected === "reads" && ours === "refused").map(({ id }) => id)).toEqual(["C07", "C09"]);
  });

  it("says compatible only of pairs whose sample values are really read", () => {
    const compatible = judged.filter(({ expected, ours }) => expected !== "unparsable" && ours === "compatible");
    const refusals = compatible.map(({ id, row }) => ({ id, why: refusalOf(row) })).filter(({ why }) => why !== undefined);
    expect(compatible.length).toBeGreaterThan(900);
    expect(refusals).toEqual([]);
  });
});

/** Scale, unit, and logical types that come or go: every byte is readable, and says something else. */
const meaning = ["E01", "E03", "E04", "E05", "E08", "H08"];

function judge(row: AvroRow): Judged {
  const checker = row.java ?? row.verdict ?? "";
  const decoder = row.javaResolver ?? row.resolver ?? "ok";
  const expected = checker === "PARSE_ERROR" ? "unparsable" : checker === "COMPATIBLE" && decoder === "ok" ? "reads" : "fails";
  return { id: row.id, row, expected, ours: ourWord(row) };
}

function ourWord(row: AvroRow): Judged["ours"] {
  try {
    const { compatible, findings } = compare({ format: "avro", reader: JSON.stringify(row.reader), writer: JSON.stringify(row.writer) });
    if (compatible) return "compatible";
    const errors = findings.filter((finding) => finding.severity === "error");
    return errors.every((finding) => finding.rule === "MEANING_CHANGED") ? "meaning" : "incompatible";
  } catch (error) {
    if (isEventwrightError(error, "USAGE")) return "refused";
    throw error;
  }
}

function refusalOf(row: AvroRow): string | undefined {
  const define = (schema: string) => defineAvroCodec<unknown>({ name: "vector", version: 1, fingerprint: "", schema, writers: [] });
  const [reader, writer] = [JSON.stringify(row.reader), JSON.stringify(row.writer)];
  const [reads, writes] = [define(reader), define(writer)];
  try {
    for (const event of sampleEvents("avro", writer, { count: 6 })) reads.decode(writes.encode(event), writer);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

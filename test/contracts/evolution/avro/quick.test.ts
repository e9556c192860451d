import { describe, expect, it } from "vitest";
import { readSchemaText } from "../../../../catalog/index.js";
import { isSurelyCompatible } from "../../../../contracts/evolution/avro/quick.js";
import { compareSides } from "../../../../contracts/evolution/compare.js";
import type { Side } from "../../../../contracts/evolution/side.js";
import { type AvroRow, vectors } from "../vectors.js";

describe("the quick answer for Avro", () => {
  it("is a yes only where the full comparison finds nothing, and often one", () => {
    const rows = [...vectors<AvroRow>("avro-edge-pairs"), ...vectors<AvroRow>("avro-random-pairs")];
    const texts = rows.map((row) => ({ id: row.id, reader: JSON.stringify(row.reader), writer: JSON.stringify(row.writer) }));
    const sure = texts.filter(({ reader, writer }) => isSurelyCompatible(reader, writer));
    expect(sure.filter(({ reader, writer }) => findings(reader, writer) !== 0).map(({ id }) => id)).toEqual([]);
    expect(sure.length).toBeGreaterThan(500);
  });

  it.each([
    ["a record that holds itself", record("R", '[{"name":"r","type":"R"}]')],
    ["a record that holds itself by another", record("R", `[{"name":"s","type":${record("S", '[{"name":"r","type":"R"}]')}}]`)],
    ["the same field twice", record("R", '[{"name":"a","type":"int"},{"name":"a","type":"int"}]')],
    ["the same branch twice", '["int","int"]'],
    ["a union in a union", '["null",["int"]]'],
    ["a name that is none", record("a-b", "[]")],
    ["a name that nobody defines", record("R", '[{"name":"a","type":"Missing"}]')],
    ["a decimal with more scale than digits", '{"type":"bytes","logicalType":"decimal","precision":1,"scale":2}'],
    ["text that is cut off", '{"type":"record"'],
    ["arrays too deep to be followed", `${'{"type":"array","items":'.repeat(5000)}"int"${"}".repeat(5000)}`],
  ])("leaves %s to the full comparison", (_, text) => {
    expect(isSurelyCompatible(text, text)).toBe(false);
  });
});

function record(name: string, fields: string): string {
  return `{"type":"record","name":"${name}","fields":${fields}}`;
}

function findings(reader: string, writer: string): number {
  return compareSides({ breaks: "backward", reader: sideOf(reader), writer: sideOf(writer) }).findings.length;
}

function sideOf(text: string): Side {
  const { schema } = readSchemaText({ format: "avro", text });
  if (schema === undefined) throw new Error("what is surely compatible can be read");
  return { format: "avro", text: schema.text, shape: schema.shape, types: schema.types, placed: false };
}

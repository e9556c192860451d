import { describe, expect, it } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";

describe("compare", () => {
  it.each([
    ["PRECISION_LOST", '"double"', '"long"', true],
    ["PRECISION_LOST", '"float"', '"int"', true],
    ["TYPE_CHANGED", '"int"', '"long"', false],
    ["MEANING_CHANGED", decimal(10, 2), decimal(10, 4), false],
    ["MEANING_CHANGED", logical("timestamp-micros"), logical("timestamp-millis"), false],
    ["MEANING_CHANGED", logical("timestamp-millis"), '{"type":"int","logicalType":"date"}', false],
    ["FIXED_SIZE_CHANGED", '{"type":"fixed","name":"F","size":4}', '{"type":"fixed","name":"F","size":8}', false],
    ["NAME_CHANGED", record("B", "[]"), record("A", "[]"), false],
    ["UNION_BRANCH_UNKNOWN", '["null","int"]', '["null","string"]', false],
    ["ENUM_SYMBOL_UNKNOWN", '{"type":"enum","name":"E","symbols":["A"]}', '{"type":"enum","name":"E","symbols":["A","B"]}', false],
    ["FIELD_ADDED_WITHOUT_DEFAULT", record("R", '[{"name":"a","type":"int"}]'), record("R", "[]"), false],
  ])("says %s of %s reading %s", (rule, reader, writer, isCompatible) => {
    const { compatible, findings } = compare({ format: "avro", reader, writer });
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(compatible).toBe(isCompatible);
  });

  it("names the field by path, through arrays and records", () => {
    const items = (price: string) =>
      record("R", `[{"name":"items","type":{"type":"array","items":${record("I", `[{"name":"price","type":${price}}]`)}}}]`);
    const { findings } = compare({ format: "avro", reader: items(decimal(9, 2)), writer: items(decimal(9, 3)) });
    expect(findings.map((finding) => finding.path)).toEqual(["items[].price"]);
  });

  it("follows recursion to its end and no further", () => {
    const list = (head: string) => record("L", `[{"name":"head","type":${head}},{"name":"tail","type":["null","L"]}]`);
    expect(compare({ format: "avro", reader: list('"long"'), writer: list('"int"') })).toEqual({ compatible: true, findings: [] });
    expect(compare({ format: "avro", reader: list('"int"'), writer: list('"long"') }).findings).toHaveLength(1);
  });

  it("keeps a fingerprint over unrelated changes", () => {
    const of = (fields: string) =>
      compare({ format: "avro", reader: record("R", fields), writer: record("R", "[]") }).findings.map((it) => it.fingerprint);
    expect(of('[{"name":"a","type":"int"}]')).toEqual(of('[{"name":"z","type":"int","default":1},{"name":"a","type":"int"}]'));
  });

  it("refuses a text that is no schema", () => {
    expect(() => compare({ format: "avro", reader: "{", writer: '"int"' })).toThrow("the reader is no avro schema");
  });

  it("shows a JSON document that breaks", () => {
    const { findings } = compare({ format: "json", reader: '{"type":"object","required":["a"]}', writer: '{"type":"object"}' });
    expect(findings).toMatchObject([{ rule: "FIELD_REQUIRED", path: "a", witness: { json: "{}" } }]);
  });

  it("says that it doesn't know rather than yes", () => {
    const { compatible, findings } = compare({ format: "json", reader: '{"$ref":"https://example.com/a.json"}', writer: "{}" });
    expect(compatible).toBe(false);
    expect(findings.map((finding) => finding.rule)).toContain("UNDECIDED");
  });
});

function record(name: string, fields: string): string {
  return `{"type":"record","name":"${name}","fields":${fields}}`;
}

function decimal(precision: number, scale: number): string {
  return JSON.stringify({ type: "bytes", logicalType: "decimal", precision, scale });
}

function logical(logicalType: string): string {
  return JSON.stringify({ type: "long", logicalType });
}

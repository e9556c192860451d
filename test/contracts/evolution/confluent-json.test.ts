import { describe, expect, it } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";
import { jsonDifferences } from "../../../contracts/evolution/confluent/json.js";
import { loadJsonNode } from "../../../contracts/evolution/confluent/json-load.js";
import { type JsonRow, vectors } from "./vectors.js";

interface Row extends JsonRow {
  readonly confluentStrict: boolean;
  readonly confluentLenient: boolean;
  readonly confluentChanges: readonly string[];
}

describe.each([
  // The order of a Java hash set decides where these stand.
  { file: "json-schema-edge-pairs", elsewhere: [] },
  { file: "json-schema-pairs-apicurio", elsewhere: ["AP110f", "AP112b", "AP115b", "AP131b", "AP131f"] },
])("$file", ({ file, elsewhere }) => {
  const rows = vectors<Row>(file);

  it(`has Confluent's verdict under both policies: ${rows.length} pairs`, () => {
    const wrong = rows.filter(
      (row) => verdict(row, "confluent") !== row.confluentStrict || verdict(row, "confluent-lenient") !== row.confluentLenient,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("has its differences, by type and path", () => {
    const other = rows.filter((row) => JSON.stringify(differences(row)) !== JSON.stringify([...row.confluentChanges].sort()));
    expect(other.map(({ id }) => id)).toEqual(elsewhere);
  });
});

it("goes through schemas that hold themselves, and says where a reference leads nowhere", () => {
  const tree = (extra: object) =>
    JSON.stringify({ type: "object", properties: { child: { $ref: "#" } }, additionalProperties: false, ...extra });
  expect(compare({ format: "json", engine: "confluent", reader: tree({}), writer: tree({ minProperties: 1 }) }).compatible).toBe(true);
  const reader = tree({ properties: { child: { $ref: "#/$defs/none" } } });
  expect(() => compare({ format: "json", engine: "confluent", reader, writer: reader })).toThrow("#/$defs/none leads nowhere");
});

function verdict(row: Row, engine: "confluent" | "confluent-lenient"): boolean {
  return compare({ format: "json", engine, reader: JSON.stringify(row.new), writer: JSON.stringify(row.old) }).compatible;
}

function differences(row: Row): readonly string[] {
  const found = jsonDifferences(loadJsonNode(JSON.stringify(row.old)), loadJsonNode(JSON.stringify(row.new)), "strict");
  return found.map(({ type, path }) => `${type} ${path}`).sort();
}

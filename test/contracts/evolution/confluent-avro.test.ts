import { expect, test } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";
import { AmbiguousField, javaProblems } from "../../../contracts/evolution/confluent/avro.js";
import { parseAvroNode } from "../../../contracts/evolution/confluent/avro-parse.js";
import { type Exact, isExactObject, parseExact, printExact } from "../../../contracts/evolution/exact-json.js";
import { isEventwrightError } from "../../../runtime/index.js";
import { type AvroRow, lines, tally } from "./vectors.js";

interface Row extends AvroRow {
  readonly javaIssues?: readonly string[];
  readonly issues?: readonly string[];
}

// As text, since a default of 1.0 is one thing to Java and another to JavaScript.
const rows = ["avro-edge-pairs", "avro-random-pairs"].flatMap(lines).map((line) => {
  const exact = parseExact(line);
  const text = (key: string) => (isExactObject(exact) ? printExact(exact[key] as Exact) : "");
  return { row: JSON.parse(line) as Row, reader: text("reader"), writer: text("writer") };
});

const verdicts = rows.map(({ row, reader, writer }) => ({ row, ...javaVerdict(reader, writer) }));

test(`${rows.length} pairs have Java's verdict, and its issues by type, location and message: ${JSON.stringify(tally(verdicts.map((each) => each.word)))}`, () => {
  const wrong = verdicts.filter(({ row, word }) => word !== (row.java ?? row.verdict)?.replace(/^THROWS.*/, "THROWS"));
  expect(wrong.map(({ row }) => row.id)).toEqual([]);
  const other = verdicts.filter(({ row, issues }) => JSON.stringify(issues) !== JSON.stringify(row.javaIssues ?? row.issues));
  expect(other.map(({ row, issues }) => ({ id: row.id, issues }))).toEqual([]);
});

function javaVerdict(reader: string, writer: string): { readonly word: string; readonly issues: readonly string[] } {
  try {
    const problems = javaProblems(parseAvroNode(reader), parseAvroNode(writer));
    const issues = problems.map(({ type, location, message }) => `${type} @${location} :: ${message}`);
    return { word: issues.length > 0 ? "INCOMPATIBLE" : "COMPATIBLE", issues };
  } catch (error) {
    if (error instanceof AmbiguousField) return { word: "THROWS", issues: [] };
    if (isEventwrightError(error, "USAGE")) return { word: "PARSE_ERROR", issues: [] };
    throw error;
  }
}

test("the face: the registry's error types and locations, and the sentence that verbose=true says", () => {
  const record = (...fields: readonly object[]) => JSON.stringify({ type: "record", name: "R", fields });
  const { compatible, findings } = compare({
    format: "avro",
    engine: "confluent",
    reader: record({ name: "a", type: "int" }, { name: "b", type: "int" }),
    writer: record({ name: "a", type: "int" }),
  });
  expect(compatible).toBe(false);
  expect(findings).toMatchObject([
    {
      rule: "READER_FIELD_MISSING_DEFAULT_VALUE",
      path: "/fields/1",
      message: "The field 'b' at path '/fields/1' in the new schema has no default value and is missing in the old schema",
    },
  ]);
});

test("a field that two of the writer's would feed is what the registry makes of Java's exception", () => {
  const reader = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","aliases":["b"]}]}';
  const writer = '{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}';
  expect(compare({ format: "avro", engine: "confluent", reader, writer }).findings).toMatchObject([
    { rule: "UNEXPECTED_EXCEPTION", message: expect.stringContaining("Unexpected exception during compatibility check") },
  ]);
});

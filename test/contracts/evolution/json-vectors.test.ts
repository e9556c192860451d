import { describe, expect, it } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";
import { type JsonRow, tally, vectors } from "./vectors.js";

describe.each([
  { file: "json-schema-edge-pairs", falseAlarms: [], mostUndecided: 1 },
  // Formats are asserted by the codecs, so a new or another one is a break here and an annotation there.
  { file: "json-schema-pairs-apicurio", falseAlarms: ["AP013f", "AP014b", "AP014f"], mostUndecided: 9 },
])("$file", ({ file, falseAlarms, mostUndecided }) => {
  const judged = vectors<JsonRow>(file).map((row) => ({ row, isIncluded: row.included ?? row.witness === undefined, ours: ourWord(row) }));
  const table = tally(judged.map(({ isIncluded, ours }) => `${isIncluded ? "included" : "breaks"}: ${ours}`));

  it(`never says yes to a break: ${JSON.stringify(table)}`, () => {
    expect(idsOf(judged.filter(({ isIncluded, ours }) => !isIncluded && ours === "yes"))).toEqual([]);
  });

  it("says no only with a document that breaks, and leaves little undecided", () => {
    expect(idsOf(judged.filter(({ isIncluded, ours }) => isIncluded && ours === "no"))).toEqual(falseAlarms);
    expect(judged.filter(({ ours }) => ours === "undecided").length).toBeLessThanOrEqual(mostUndecided);
  });
});

function ourWord(row: JsonRow): "yes" | "no" | "undecided" {
  const { compatible, findings } = compare({ format: "json", reader: JSON.stringify(row.new), writer: JSON.stringify(row.old) });
  if (compatible) return "yes";
  const known = findings.filter((finding) => finding.severity === "error" && finding.rule !== "UNDECIDED");
  expect(known.filter((finding) => finding.witness === undefined)).toEqual([]);
  return known.length > 0 ? "no" : "undecided";
}

function idsOf(judged: readonly { readonly row: JsonRow }[]): readonly string[] {
  return judged.map(({ row }) => row.id);
}

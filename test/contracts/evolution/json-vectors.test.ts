import { describe, expect, it } from "vitest";
import { compare } from "../../../contracts/evolution/compare.js";
import { type JsonRow, tally, vectors } from "./vectors.js";

describe.each(["json-schema-edge-pairs", "json-schema-pairs-apicurio"])("%s", (file) => {
  const judged = vectors<JsonRow>(file).map((row) => ({ row, breaks: isBreak(row), ours: ourWord(row) }));
  const table = tally(judged.map(({ breaks, ours }) => `${breaks ? "breaks" : "included"}: ${ours}`));

  it(`misses no break, invents none and leaves nothing undecided: ${JSON.stringify(table)}`, () => {
    expect(idsOf(judged.filter(({ breaks, ours }) => ours !== (breaks ? "no" : "yes")))).toEqual([]);
  });
});

/** By the specification: a format is a note. */
function isBreak({ included, ajvOldNewOnWitness }: JsonRow): boolean {
  return included === undefined ? ajvOldNewOnWitness === "true/false" : !included;
}

function ourWord(row: JsonRow): "yes" | "no" | "undecided" {
  const { compatible, findings } = compare({ format: "json", reader: JSON.stringify(row.new), writer: JSON.stringify(row.old) });
  if (compatible) return "yes";
  const known = findings.filter((finding) => finding.severity === "error" && finding.rule !== "UNDECIDED");
  expect(known.filter((finding) => finding.witness === undefined && finding.unwitnessed === undefined)).toEqual([]);
  return known.length > 0 ? "no" : "undecided";
}

function idsOf(judged: readonly { readonly row: JsonRow }[]): readonly string[] {
  return judged.map(({ row }) => row.id);
}

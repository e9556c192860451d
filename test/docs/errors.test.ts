import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagnosticCodes } from "../../catalog/diagnostic.js";
import { errorCodes } from "../../runtime/errors.js";

const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const sections = page
  .split(/^(?=##)/m)
  .filter((part) => part.startsWith("### "))
  .map((part) => ({ heading: part.slice(4, part.indexOf("\n")).trim(), body: part.slice(part.indexOf("\n")).trim() }));

test("each code has one heading, and each heading is a code", () => {
  const headings = sections.map(({ heading }) => heading);
  expect(headings.toSorted()).toEqual([...Object.keys(diagnosticCodes), ...errorCodes].toSorted());
});

test.each(sections)("$heading says what it means and what to do", ({ body }) => {
  expect(body.length).toBeGreaterThan(60);
  expect(body.split("\n").length).toBeLessThanOrEqual(4);
});

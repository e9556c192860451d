import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../generator/kit.js";

const rows = readFileSync(join(repository, "docs/types.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| Schema "));

test("each row names its golden cases: what goes in, and what comes out", () => {
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) {
    const cases = [...(row.split(/(?<!\\)\|/).at(-2) ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    expect(cases, row).not.toEqual([]);
    for (const name of cases) {
      const folder = join(repository, "test/golden", name);
      expect(readdirSync(join(folder, "schemas")), row).not.toEqual([]);
      expect(existsSync(join(folder, "expected")), row).toBe(true);
    }
  }
});

test("a row's first keyword stands in a schema of its cases", () => {
  for (const row of rows) {
    const [, first = "", ...rest] = row.split(/(?<!\\)\|/);
    const words = [...first.matchAll(/`"?([\w$-]+)/g)].map(([, word = ""]) => word).filter((word) => !["true", "type"].includes(word));
    const cases = [...(rest.at(-2) ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => join(repository, "test/golden", name, "schemas"));
    const texts = cases.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.(avsc|json)$/.test(path))
        .map((path) => readFileSync(join(folder, path), "utf8")),
    );
    if (words.length > 0 && !first.includes("`true`"))
      expect(
        texts.some((text) => words.some((word) => text.includes(`"${word}"`))),
        row,
      ).toBe(true);
  }
});

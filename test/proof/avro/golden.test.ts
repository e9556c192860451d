import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository, temporaryFolder } from "../../generator/kit.js";
import { countsOf, prove } from "./prove.js";
import { readUniverse } from "./read.js";

test("the golden cases: every type and codec takes every value that avsc takes, and gives it back", async () => {
  const proof = await prove(goldenCases(), { folder: temporaryFolder(), seed: 1, least: 24, typed: 12, wrong: 8 });
  expect({ refused: proof.refused, misread: proof.misread, uncompiled: proof.uncompiled }).toEqual({
    refused: [],
    misread: [],
    uncompiled: [],
  });
  process.stdout.write(`golden: ${countsOf(proof)}\n`);
}, 60_000);

/** The cases that yield files, as far as they are Avro. */
function goldenCases() {
  return readdirSync(join(repository, "test/golden")).flatMap((name) => {
    const folder = join("test/golden", name);
    const inside = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
    const files = inside.filter((path) => path.startsWith("schemas") && path.endsWith(".avsc") && !path.includes("released")).sort();
    if (files.length === 0 || !inside.includes("expected")) return [];
    const nodes = readUniverse(files.map((path) => JSON.parse(textOf(join(repository, folder, path)))));
    const roots = new Map(files.flatMap((path, at) => (nodes[at] === undefined ? [] : [[join(folder, path), nodes[at]] as const])));
    return [{ name, schemas: join(folder, "schemas"), cwd: repository, roots }];
  });
}

/** Some editors begin a file with a mark that is no JSON. */
function textOf(path: string): string {
  return readFileSync(path, "utf8").replace(/^\ufeff/, "");
}

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository, temporaryFolder } from "../../generator/kit.js";
import { countsOf, prove } from "./prove.js";
import { readUniverse } from "./read.js";

// PROOF_CORPUS=1000 proves what a release has to pass; every run proves a share of it.
const size = Number(process.env.PROOF_CORPUS ?? 200);

test(`the corpus of ${size} events by seeds 1, 7 and 42: referring to each other, and inlined`, async () => {
  const folder = temporaryFolder();
  const universes = [1, 7, 42].flatMap((seed) => {
    const out = join("corpus", String(seed));
    const args = ["--n", String(size), "--seed", String(seed), "--out", join(folder, out), "--only", "avro,avro-inlined"];
    execFileSync(process.execPath, [join(repository, "test/proof/corpus/generate.mjs"), ...args]);
    return ["avro", "avro-inlined"].map((format) => universe(`${format}-${seed}`, join(out, format), folder));
  });
  const proof = await prove(universes, { folder, seed: 1, least: 3, typed: 2, wrong: 2 });
  process.stdout.write(`corpus: ${countsOf(proof)}\n`);
  expect({ refused: proof.refused, misread: proof.misread.slice(0, 9), uncompiled: proof.uncompiled.slice(0, 9) }).toEqual({
    refused: [],
    misread: [],
    uncompiled: [],
  });
}, 300_000);

function universe(name: string, schemas: string, cwd: string) {
  const inside = readdirSync(join(cwd, schemas), { recursive: true, encoding: "utf8" });
  const files = inside.filter((path) => path.endsWith(".avsc")).sort();
  const nodes = readUniverse(files.map((path) => JSON.parse(readFileSync(join(cwd, schemas, path), "utf8"))));
  const roots = new Map(files.flatMap((path, at) => (nodes[at] === undefined ? [] : [[join(schemas, path), nodes[at]] as const])));
  return { name, schemas, cwd, roots };
}

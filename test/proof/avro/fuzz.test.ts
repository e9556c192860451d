import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../generator/kit.js";
import { countsOf, prove } from "./prove.js";
import { randomUniverse } from "./random-schema.js";
import { smallestFailing } from "./smallest.js";

// PROOF_SCHEMAS and PROOF_SEED ask for more, or others; a schema that fails is made again by the number in its path.
const count = Number(process.env.PROOF_SCHEMAS ?? 5000);
const seed = Number(process.env.PROOF_SEED ?? 1);

test(`random schemas from seed ${seed}: all are accepted, compile and round-trip`, async () => {
  const folder = temporaryFolder();
  const propositions = [];
  for (let at = 0, schemas = 0; schemas < count; at++) {
    const { files } = randomUniverse(seed * 1_000_000 + at);
    const name = `u${at}`;
    const schemasFolder = join("in", name);
    for (const [path, { json }] of files) {
      mkdirSync(dirname(join(folder, schemasFolder, path)), { recursive: true });
      writeFileSync(join(folder, schemasFolder, path), JSON.stringify(json));
    }
    const roots = new Map([...files].map(([path, { node }]) => [join(schemasFolder, path), node]));
    propositions.push({ name, schemas: schemasFolder, cwd: folder, roots });
    schemas += files.size;
  }
  const proof = await prove(propositions, { folder, seed, least: 6, typed: 4, wrong: 4 });
  process.stdout.write(`random: ${countsOf(proof)}\n`);
  expect(await smallestFailing(proof, propositions)).toEqual([]);
  expect([...proof.refused, ...proof.misread, ...proof.uncompiled]).toEqual([]);
}, 180_000);

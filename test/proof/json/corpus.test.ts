import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTree, repository, temporaryFolder } from "../../generator/kit.js";
import { prove } from "./prove.js";

// PROOF_CORPUS=1000 proves what a release has to pass; every run proves a share of it.
const size = Number(process.env.PROOF_CORPUS ?? 200);

const flavours = ["jsonschema", "jsonschema-inlined"] as const;

/** The schemas of realistic events, under the ending that the catalog reads. */
function corpora(seed: number): readonly ReadonlyMap<string, string>[] {
  const out = temporaryFolder();
  const args = ["--n", String(size), "--seed", String(seed), "--out", out, "--only", flavours.join()];
  execFileSync(process.execPath, [join(repository, "test/proof/corpus/generate.mjs"), ...args]);
  return flavours.map((flavour) => {
    const files = [...readTree(join(out, flavour))];
    const ending = /\.json$/;
    return new Map(
      files.map(([path, text]) => [path.replace(ending, ".schema.json"), text.replace(/("\$ref": "[^"#]*)\.json"/g, '$1.schema.json"')]),
    );
  });
}

it(`the corpus of ${size} events by seeds 1, 7 and 42: referring to each other, and inlined`, async () => {
  const cases = [1, 7, 42].flatMap((seed) =>
    corpora(seed).map((files, at) => ({ name: `${flavours[at]}-${seed}`, dialect: "draft-07" as const, files })),
  );
  const report = await prove(cases, { seed: 1, documents: 2 });
  const { schemas, documents, invalid, typed, probes, ...found } = report;
  process.stdout.write(
    `corpus: ${schemas} schemas, ${documents} documents, ${invalid} invalid ones, ${typed} typed, ${probes} probes, 0 wrong\n`,
  );
  expect(found).toEqual({ wrong: [], notCompiling: [], crashes: [], refused: [], disputed: [], unread: [], empty: 0, second: 0, weak: 0 });
  expect(schemas).toBe(cases.reduce((sum, { files }) => sum + files.size, 0));
  expect(Math.min(documents, invalid, typed)).toBeGreaterThan(schemas);
}, 600_000);

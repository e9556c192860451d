import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { repository } from "../../generator/kit.js";
import { prove } from "./prove.js";

// Not run by itself yet: a fraction of a percent of the random schemas gives types that do not compile.
const isAsked = process.env.PROOF_JSON === "1";

const folder = mkdtempSync(join(tmpdir(), "json-corpus-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generator = ["test/proof/corpus/gen-corpus.mjs", "../../shared/corpus/gen-corpus.mjs"]
  .map((path) => join(repository, path))
  .find(existsSync);

/** The schemas of a thousand realistic events, under the ending that the catalog reads. */
function corpus(seed: number, flavour: string): ReadonlyMap<string, string> {
  const out = join(folder, String(seed));
  if (generator === undefined) throw new Error("the corpus generator is not here");
  if (!existsSync(out)) execFileSync(process.execPath, [generator, "--n", "1000", "--seed", String(seed), "--out", out]);
  const root = join(out, flavour);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, "utf8").replace(/("\$ref": "[^"#]*)\.json"/g, '$1.schema.json"');
      return [relative(root, path).replace(/\.json$/, ".schema.json"), text] as const;
    }),
  );
}

describe.skipIf(!isAsked)("the corpus", () => {
  it.each([
    ["in files that refer to each other, seed 1", 1, "jsonschema"],
    ["in files that refer to each other, seed 7", 7, "jsonschema"],
    ["in files that refer to each other, seed 42", 42, "jsonschema"],
    ["in files that hold all they need, seed 1", 1, "jsonschema-inlined"],
    ["in files that hold all they need, seed 7", 7, "jsonschema-inlined"],
    ["in files that hold all they need, seed 42", 42, "jsonschema-inlined"],
  ])(
    "%s",
    async (name, seed, flavour) => {
      const files = corpus(seed, flavour);
      const report = await prove([{ name, dialect: "draft-07", files }], { seed, documents: 1 });
      const { schemas, documents, invalid, typed, probes, ...found } = report;
      expect(found).toEqual({ wrong: [], notCompiling: [], crashes: [], refused: [], disputed: [], empty: 0 });
      expect({ schemas, hasDocuments: documents >= schemas, hasInvalid: invalid > schemas }).toEqual({
        schemas: files.size,
        hasDocuments: true,
        hasInvalid: true,
      });
      process.stdout.write(
        `corpus, ${name}: ${schemas} schemas, ${documents} documents, ${invalid} invalid ones, ${typed} typed, ${probes} probes, 0 wrong\n`,
      );
    },
    120_000,
  );
});

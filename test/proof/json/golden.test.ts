import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTree, repository } from "../../generator/kit.js";
import { type ProofCase, prove } from "./prove.js";
import { type Dialect, draftUris } from "./random-schema.js";

const golden = join(repository, "test/golden");

it("the golden cases: types, codecs and ajv agree", async () => {
  const cases = goldenCases();
  const report = await prove(cases, { seed: 1, documents: 40 });
  const { schemas, documents, invalid, typed, probes, empty, second, weak, disputed, unread: _, ...found } = report;
  process.stdout.write(
    `golden: ${cases.length} cases, ${schemas} schemas, ${documents} documents, ${invalid} invalid ones, ${typed} typed, ${probes} probes, 0 wrong; ` +
      `${second} schemas judged by the second judge alone, ${weak} without a name in common, ${empty} schemas that nothing fits, disputed: ${disputed.join() || "none"}\n`,
  );
  expect(found).toEqual({ wrong: [], notCompiling: [], crashes: [], refused: [] });
  expect(cases.length).toBeGreaterThan(30);
}, 60_000);

/** The cases that yield files, as far as they are JSON Schema. */
function goldenCases(): readonly ProofCase[] {
  return readdirSync(golden).flatMap((name) => {
    const files = new Map([...readTree(join(golden, name, "schemas"))].filter(([path]) => !path.includes("released")));
    const texts = [...files].filter(([path]) => path.endsWith(".schema.json")).map(([, text]) => text);
    if (texts.length === 0 || !existsSync(join(golden, name, "expected"))) return [];
    const dialects = new Set(texts.map(dialectOf));
    const [dialect] = dialects;
    return [{ name, files, ...(dialects.size === 1 && dialect !== undefined && { dialect }) }];
  });
}

function dialectOf(text: string): Dialect {
  const schema: { readonly $schema?: unknown } = JSON.parse(text) ?? {};
  const word = String(schema.$schema ?? draftUris["2020-12"]);
  return word.includes("draft-0") ? "draft-07" : word.includes("2019-09") ? "2019-09" : "2020-12";
}

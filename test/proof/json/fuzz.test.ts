import { expect, it } from "vitest";
import { type ProofCase, prove } from "./prove.js";
import { Random } from "./random.js";
import { randomFolder } from "./random-schema.js";

// FUZZ_SCHEMAS=200 FUZZ_SEED=7 npx vitest run --project unit test/proof/json/fuzz.test.ts
const wanted = Number(process.env.FUZZ_SCHEMAS ?? 5_000);
const seed = Number(process.env.FUZZ_SEED ?? 1);

function* folders(): Generator<ProofCase> {
  for (let made = 0, index = 0; made < wanted; index += 1) {
    const folder = randomFolder(new Random(seed * 1_000_003 + index));
    made += folder.files.size;
    yield { name: `seed ${seed} folder ${index}`, ...folder };
  }
}

it("random schemas of all drafts: types, codecs and ajv agree", async () => {
  const report = await prove(folders(), { seed, documents: 3 });
  const { schemas, documents, invalid, typed, probes, empty, second, weak, disputed, unread: _, ...found } = report;
  process.stdout.write(
    `${schemas} schemas, ${documents} documents, ${invalid} invalid ones, ${typed} typed, ${probes} probes, ${found.wrong.length} wrong, ` +
      `${found.notCompiling.length} not compiling, ${found.crashes.length} crashes, ${found.refused.length} refused, ` +
      `${disputed.length} disputed with ajv, ${second} schemas that ajv can't read, ${weak} without a name in common, ${empty} schemas without a document\n`,
  );
  expect(found).toEqual({ wrong: [], notCompiling: [], crashes: [], refused: [] });
  expect(schemas).toBeGreaterThanOrEqual(wanted);
  // Each dispute is settled by a second interpreter; more than a few would mean that ajv is no judge.
  expect(disputed.length).toBeLessThan((documents + invalid) / 100);
  expect(second + weak).toBeLessThan(schemas / 100);
  expect(empty).toBeLessThan(schemas / 5);
}, 180_000);

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../catalog/index.js";
import { readAvro } from "../../../catalog/read/avro.js";
import { parseJson } from "../../../catalog/read/json-parse.js";
import { isPlainJson } from "../../../catalog/read/plain-json.js";
import { validRecord } from "../../../contracts/evolution/avro/quick-valid.js";
import type { Json } from "../mutate.js";
import { damaged, damagedText } from "./damaged.js";

const count = Number(process.env.PROOF_MUTATED ?? 5000);
const seed = Number(process.env.PROOF_SEED ?? 1);

test(`of ${2 * count} damaged schemas from seed ${seed}, the full reading has nothing to say about any that a glance finds right`, () => {
  const texts = [
    ...Array.from({ length: count }, (_, at) => damaged(seed * 1_000_000 + at)),
    ...Array.from({ length: count }, (_, at) => damagedText(plainSchemas[at % plainSchemas.length] ?? "", seed * 1_000_000 + at)),
  ];
  const right = texts.filter((text) => isPlainJson(text) && validRecord(text) !== undefined);
  const wrong = right.flatMap((text) => {
    const said = fullReading(text);
    return said.length === 0 ? [] : [`${said[0]?.code} ${said[0]?.message}\n  ${text.replace(/\s+/g, " ")}`];
  });
  process.stdout.write(`${texts.length} damaged: ${right.length} right at a glance, ${wrong.length} of them wrong\n`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(right.length).toBeGreaterThan(count / 20);
  expect(right.length).toBeLessThan(1.5 * count);
}, 120_000);

/** This repository's events that are right at a glance. */
const plainSchemas: readonly Json[] = [
  ...readdirSync("schemas", { recursive: true, encoding: "utf8" }).map((path) => join("schemas", path)),
  ...readdirSync("test/golden", { recursive: true, encoding: "utf8" }).map((path) => join("test/golden", path)),
]
  .filter((path) => path.endsWith(".avsc"))
  .map((path) => readFileSync(path, "utf8"))
  .filter((text) => isPlainJson(text) && fullReading(text).length === 0 && validRecord(text) !== undefined)
  .map((text) => JSON.parse(text) as Json);

function fullReading(text: string): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const source = { path: "s.avsc", text, format: "avro", context: "", stem: "s" } as const;
  const root = parseJson(source, diagnostics);
  if (root !== undefined) readAvro([{ source, root }], diagnostics);
  return diagnostics;
}

import { validate as judge, registerSchema, unregisterSchema } from "@hyperjump/json-schema/draft-2020-12";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { counterexample, openDocument } from "../../../../contracts/evolution/json/engine.js";
import { isDoubt, isModel, type Outcome } from "../../../../contracts/evolution/json/solve/outcome.js";
import { Chance, edited, event, type Schema, tinyPair } from "./random.js";

const pairs = Number(process.env.PROOF_INCLUSION ?? 2_000);

// Every document of three letters, few numbers, two levels.
const scalars = [null, true, false, 0, 1, 2, 3, 1.5, -1, "", "a", "b", "ab", "ba", "c"];
const small = [...scalars, [], {}, [0], { a: 1 }];
const documents: unknown[] = [
  ...scalars,
  [],
  {},
  ...small.map((value) => [value]),
  ...[0, 1, "a", null].flatMap((left) => [0, 1, "a", [1]].map((right) => [left, right])),
  [0, 1, 2],
  [1, 1, 1],
  ["a", "a", 1],
  ...["a", "b", "c", "z"].flatMap((name) => small.map((value) => ({ [name]: value }))),
  ...[0, 1, "a", null, {}].flatMap((a) =>
    [0, 1, "ab", true].flatMap((b) => [
      { a, b },
      { b: a, c: b },
      { a, z: b },
    ]),
  ),
  { a: 1, b: 1, c: 1 },
  { a: { a: { a: 1 } } },
  { a: { a: {} } },
];

interface Tally {
  yes: number;
  no: number;
  unknown: number;
  readonly wrong: string[];
  readonly disputed: string[];
  readonly times: number[];
}

describe("inclusion of random pairs", () => {
  it(`never says yes to a tiny pair that a small document breaks, ${pairs} pairs x ${documents.length} documents`, {
    timeout: 3_600_000,
  }, async () => {
    const tally = await run(1, (chance) => tinyPair(chance), documents);
    report("tiny", tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.unknown).toBeLessThanOrEqual(Math.ceil(pairs / 1_000));
  });

  it(`never says yes to events that break, nor no without a document, ${pairs} pairs`, { timeout: 3_600_000 }, async () => {
    const tally = await run(
      7,
      (chance) => {
        const old = event(chance);
        return chance.is(50) ? [old, edited(chance, old)] : [edited(chance, old), old];
      },
      [],
    );
    report("events", tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.unknown).toBeLessThanOrEqual(Math.ceil(pairs / 1_000));
  });
});

async function run(seed: number, make: (chance: Chance) => readonly [Schema, Schema], tried: readonly unknown[]): Promise<Tally> {
  const tally: Tally = { yes: 0, no: 0, unknown: 0, wrong: [], disputed: [], times: [] };
  const chance = new Chance(seed);
  for (let count = 0; count < pairs; count += 1) {
    const [old, next] = make(chance);
    const began = performance.now();
    const outcome = decide(old, next);
    tally.times.push(performance.now() - began);
    if (isDoubt(outcome)) {
      tally.unknown += 1;
      if (process.env.PROOF_SHOW) process.stdout.write(`${outcome.doubt}: ${JSON.stringify(old)} => ${JSON.stringify(next)}\n`);
      continue;
    }
    if (isModel(outcome)) {
      tally.no += 1;
      await hold(tally, [old, next], outcome.value);
    } else {
      tally.yes += 1;
      await search(tally, [old, next], tried);
    }
  }
  return tally;
}

function decide(old: Schema, next: Schema): Outcome {
  const [left, right] = [openDocument(JSON.stringify(old)), openDocument(JSON.stringify(next))];
  return counterexample({ schema: left.root, doc: left, withFormats: false }, { schema: right.root, doc: right, withFormats: false });
}

/** A "no" must come with a document that the old one takes and the new one refuses. */
async function hold(tally: Tally, [old, next]: readonly [Schema, Schema], value: unknown): Promise<void> {
  if (takes(old)(value) && !takes(next)(value)) return;
  const verdict = `${JSON.stringify(old)} => ${JSON.stringify(next)}: ${JSON.stringify(value)}`;
  if ((await second(old, value)) && !(await second(next, value))) tally.disputed.push(verdict);
  else tally.wrong.push(`no, but ${verdict}`);
}

/** A "yes" must stand against every small document. */
async function search(tally: Tally, [old, next]: readonly [Schema, Schema], tried: readonly unknown[]): Promise<void> {
  if (tried.length === 0) return;
  const [before, after] = [takes(old), takes(next)];
  for (const value of tried) {
    if (!before(value) || after(value)) continue;
    const verdict = `${JSON.stringify(old)} => ${JSON.stringify(next)}: ${JSON.stringify(value)}`;
    if ((await second(old, value)) && !(await second(next, value))) {
      tally.wrong.push(`yes, but ${verdict}`);
      return;
    }
    tally.disputed.push(verdict);
  }
}

let ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, validateFormats: false, logger: false });
let compiled = 0;

function takes(schema: Schema): (value: unknown) => boolean {
  compiled += 1;
  if (compiled % 500 === 0)
    ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true, validateFormats: false, logger: false });
  const check = ajv.compile(structuredClone(schema));
  return (value) => check(value);
}

let asked = 0;

async function second(schema: Schema, value: unknown): Promise<boolean> {
  asked += 1;
  const id = `https://example.com/${asked}`;
  registerSchema(structuredClone(schema) as never, id, "https://json-schema.org/draft/2020-12/schema");
  const { valid } = await judge(id, value as never);
  unregisterSchema(id);
  return valid;
}

function report(name: string, { yes, no, unknown, wrong, disputed, times }: Tally): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2);
  process.stdout.write(
    `${name}: ${yes} included, ${no} break, ${unknown} unknown, ${wrong.length} wrong, ${disputed.length} disputed by ajv alone; ms p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)}\n`,
  );
}

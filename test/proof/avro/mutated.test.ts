import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import avsc from "avsc";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../generator/kit.js";
import type { Json } from "../mutate.js";
import { type Said, saidOf } from "../said.js";
import { shrunk } from "../shrink.js";
import { damaged } from "./damaged.js";
import { reasonOf, refusedByAvsc, refusedByUs } from "./differences.js";
import { countsOf, type Proposition, prove } from "./prove.js";
import { readUniverse } from "./read.js";
import { smallestFailing } from "./smallest.js";

const count = Number(process.env.PROOF_MUTATED ?? 5000);
const seed = Number(process.env.PROOF_SEED ?? 1);

interface Outcome {
  readonly ours: Said;
  /** What avsc says against it. */
  readonly theirs: string | undefined;
}

/** Everything below is named after the one that says no. */
class Tally {
  readonly #counts = new Map<string, { count: number; sample: string }>();

  add(reason: string, sample: string): void {
    const known = this.#counts.get(reason);
    if (known === undefined) this.#counts.set(reason, { count: 1, sample });
    else {
      known.count += 1;
      if (sample.length < known.sample.length) known.sample = sample;
    }
  }

  text(title: string): string {
    const rows = [...this.#counts].sort(([, a], [, b]) => b.count - a.count);
    const all = rows.reduce((sum, [, each]) => sum + each.count, 0);
    return [`${title}: ${all}`, ...rows.map(([reason, each]) => `  ${each.count}  ${reason}\n       ${each.sample.slice(0, 160)}`)].join(
      "\n",
    );
  }
}

test(`${count} damaged schemas from seed ${seed}: an error with its place, or accepted and proven; avsc differs for known reasons only`, async () => {
  const folder = temporaryFolder();
  const [byUs, byAvsc] = [new Tally(), new Tally()];
  const [faults, unexplained]: string[][] = [[], []];
  const accepted: Proposition[] = [];
  let both = 0;
  for (let at = 0; at < count; at += 1) {
    const text = damaged(seed * 1_000_000 + at);
    const { ours, theirs } = await outcome(folder, `m${at}`, text);
    const json = parsed(text);
    if (ours.fault !== undefined) faults?.push(`${ours.fault}\n  ${await smallest(folder, text, (it) => it.ours.fault !== undefined)}`);
    else if (ours.accepted) accepted.push(proposition(folder, `m${at}`, json));
    else if (theirs !== undefined) both += 1;
    if (ours.accepted === (theirs === undefined)) continue;
    const sentence = ours.accepted ? (theirs ?? "") : (ours.first ?? "");
    const reason = reasonOf(ours.accepted ? refusedByAvsc : refusedByUs, sentence);
    (ours.accepted ? byAvsc : byUs).add(reason ?? sentence, text.replace(/\s+/g, " "));
    const differs = (it: Outcome) => it.ours.accepted === ours.accepted && (it.theirs === undefined) !== ours.accepted;
    if (reason === undefined && unexplained !== undefined && unexplained.length < 5)
      unexplained.push(`${ours.accepted ? "avsc refuses" : "we refuse"}: ${sentence}\n  ${await smallest(folder, text, differs)}`);
  }
  const proof = await prove(accepted, { folder, seed, least: 4, typed: 2, wrong: 2 });
  const counts = `${count} damaged: ${accepted.length} accepted, ${both} refused by both; of those accepted ${countsOf(proof)}`;
  process.stdout.write(`${counts}\n${byUs.text("we refuse, avsc accepts")}\n${byAvsc.text("avsc refuses, we accept")}\n`);
  const failing = await smallestFailing(proof, accepted);
  expect({ faults: faults?.slice(0, 5), unexplained, failing }).toEqual({ faults: [], unexplained: [], failing: [] });
  expect(accepted.length).toBeGreaterThan(count / 10);
  expect(both).toBeGreaterThan(count / 10);
}, 300_000);

async function outcome(folder: string, name: string, text: string): Promise<Outcome> {
  const schemas = join("in", name);
  const path = join(schemas, "s.avsc");
  mkdirSync(join(folder, schemas), { recursive: true });
  writeFileSync(join(folder, path), text);
  return { ours: await saidOf(schemas, folder, new Map([[path, text]])), theirs: refusal(text) };
}

function refusal(text: string): string | undefined {
  try {
    avsc.Type.forSchema(JSON.parse(text), {});
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function proposition(folder: string, name: string, json: Json): Proposition {
  const schemas = join("in", name);
  const [node] = readUniverse([json]);
  return { name, schemas, cwd: folder, roots: new Map(node === undefined ? [] : [[join(schemas, "s.avsc"), node]]) };
}

/** A text that is no JSON can't be made smaller by what it says. */
async function smallest(folder: string, text: string, is: (outcome: Outcome) => boolean): Promise<string> {
  const json = parsed(text);
  if (json === null) return text;
  return JSON.stringify(await shrunk(json, async (each) => is(await outcome(folder, "smaller", JSON.stringify(each)))));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
}

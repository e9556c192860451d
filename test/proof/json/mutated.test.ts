import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../generator/kit.js";
import { type Json, mutated, mutatedText } from "../mutate.js";
import { type Said, saidOf } from "../said.js";
import { shrunk } from "../shrink.js";
import { type ProofCase, prove, type Report } from "./prove.js";
import { Random } from "./random.js";
import { draftUris, randomFolder } from "./random-schema.js";

const wanted = Number(process.env.PROOF_MUTATED ?? 5_000);
const seed = Number(process.env.PROOF_SEED ?? 1);

const vocabulary = {
  keys: `type properties required items prefixItems enum const anyOf oneOf allOf not if then else $ref $defs $id $anchor $dynamicRef title
    additionalProperties patternProperties propertyNames minItems maxItems minimum multipleOf pattern format dependentRequired default nullable
    requried propertie x-note`.split(/\s+/),
  values: [
    ..."string integer number object array null boolean strng any #/$defs/nothing # #/properties first.schema.json [ date-time".split(" "),
    ...[0, 1, -1, 1.5, 2147483648, "", true, false, null, [], {}, ["string", "string"], ["string", "null"], { type: "string" }],
    ...[[{ type: "string" }], [true, false], { a: { type: "integer" } }, { "(": {} }, { a: ["b", "b"] }, { $ref: "#" }, ["a", "a"]],
  ] satisfies readonly Json[],
};

it(`${wanted} damaged schemas from seed ${seed}: an error with its place, or accepted and proven`, async () => {
  const folder = temporaryFolder();
  const accepted: ProofCase[] = [];
  const faults: string[] = [];
  const codes = new Map<string, number>();
  let refused = 0;
  for (let at = 0; at < wanted; at += 1) {
    const one = damaged(seed * 1_000_003 + at, `damaged ${at}`);
    const said = await saidBy(one, folder);
    if (said.fault !== undefined && faults.length < 5)
      faults.push(`${said.fault}\n${await smallest(one, async (it) => (await saidBy(it, folder)).fault !== undefined)}`);
    const code = said.first?.split(" ")[0];
    if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
    if (said.accepted) accepted.push(one);
    else refused += 1;
  }
  const report = await prove(accepted, { seed, documents: 2, unread: "second" });
  const { schemas, documents, invalid, typed, probes, unread } = report;
  process.stdout.write(
    `${wanted} damaged: ${refused} refused (${[...codes].map(([code, count]) => `${code} ${count}`).join(", ")}), ${accepted.length} accepted: ` +
      `${schemas} schemas, ${documents} documents, ${invalid} invalid ones, ${typed} typed, ${probes} probes; ajv refuses ${unread.length} of them\n` +
      [...new Set(unread.map((text) => text.replace(/^damaged \d+: /, "").slice(0, 160)))].slice(0, 20).join("\n"),
  );
  expect(faults).toEqual([]);
  expect(await failing(report, accepted)).toEqual([]);
  expect(refused).toBeGreaterThan(wanted / 10);
  expect(accepted.length).toBeGreaterThan(wanted / 10);
}, 300_000);

/** One file of a folder is damaged; one in seven as a text. */
function damaged(chance: number, name: string): ProofCase {
  const { dialect, files } = randomFolder(new Random(chance));
  const [first, ...others] = [...files];
  if (first === undefined) throw new Error("no file");
  const [path, text] = first;
  const broken = chance % 7 === 0 ? mutatedText(text, chance) : JSON.stringify(mutated(JSON.parse(text), chance, vocabulary), undefined, 1);
  const written = /"\$schema"\s*:\s*"([^"]*)"/.exec(broken)?.[1];
  // Without its word a file is of the newest draft, and one dialect is what ajv reads at once.
  const isSame = written === undefined ? dialect === "2020-12" : written === draftUris[dialect];
  return { name, ...(isSame && { dialect }), files: new Map([[path, broken], ...others]) };
}

async function saidBy({ files }: ProofCase, cwd: string): Promise<Said> {
  rmSync(join(cwd, "in"), { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(cwd, "in", path)), { recursive: true });
    writeFileSync(join(cwd, "in", path), text);
  }
  return saidOf("in", cwd, new Map([...files].map(([path, text]) => [`in/${path}`, text])));
}

/** What the proof found, each with the smallest schemas of which it is still true; of many the first few. */
async function failing(report: Report, cases: readonly ProofCase[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const way of ["wrong", "crashes", "notCompiling", "refused"] as const) {
    const named = report[way].map((text) => ({ text, name: nameIn(text, cases) }));
    const byName = new Map(named.map(({ text, name }) => [name ?? text, { text, found: cases.find((each) => each.name === name) }]));
    for (const { text, found } of [...byName.values()].slice(0, 3)) {
      const fails = async (it: ProofCase) => (await prove([it], { seed, documents: 12, unread: "second" }))[way].length > 0;
      said.push(`${way}: ${text.slice(0, 600)}\n${found === undefined ? "" : await smallest(found, fails)}`);
    }
  }
  return said;
}

/** The compiler names the folder by the case's number. */
function nameIn(text: string, cases: readonly ProofCase[]): string | undefined {
  const number = /^case(\d+)\//.exec(text)?.[1];
  return number === undefined ? /^damaged \d+/.exec(text)?.[0] : cases[Number(number) - 1]?.name;
}

async function smallest(one: ProofCase, fails: (one: ProofCase) => Promise<boolean>): Promise<string> {
  const texts = [...one.files];
  try {
    const all: Json = Object.fromEntries(texts.map(([path, text]) => [path, JSON.parse(text)]));
    const back = (json: Json) => new Map(Object.entries(json ?? {}).map(([path, each]) => [path, JSON.stringify(each)]));
    return `smallest: ${JSON.stringify(await shrunk(all, (json) => fails({ ...one, files: back(json) })))}`;
  } catch {
    return JSON.stringify(texts);
  }
}

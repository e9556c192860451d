import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../cli/run.js";
import { compare } from "../../contracts/evolution/compare.js";
import { type RuleId, rules } from "../../contracts/evolution/finding.js";
import { repository } from "../generator/kit.js";

const folder = join(repository, "docs/rules");
const ids = Object.keys(rules) as RuleId[];
const fileOf = (id: string) => `${id.toLowerCase().replaceAll("_", "-")}.md`;

interface Page {
  readonly id: RuleId;
  readonly text: string;
  readonly breaks: "backward" | "forward";
  readonly severity: "error" | "warning";
  readonly old: ReadonlyMap<string, string>;
  readonly new: ReadonlyMap<string, string>;
}

function pageOf(id: RuleId): Page {
  const text = readFileSync(join(folder, fileOf(id)), "utf8");
  const [, breaks] = /^- breaks (backward|forward): .+$/m.exec(text) ?? [];
  const [, severity] = /^- severity (error|warning)(?:; .+)?$/m.exec(text) ?? [];
  if ((breaks !== "backward" && breaks !== "forward") || (severity !== "error" && severity !== "warning")) throw new Error(id);
  const blocks = [...text.matchAll(/^```\w+ (old|new) (\S+)\n([\s\S]*?)^```$/gm)];
  const side = (word: string) =>
    new Map(blocks.flatMap(([, which, path = "", body = ""]) => (which === word ? [[path, body] as const] : [])));
  return { id, text, breaks, severity, old: side("old"), new: side("new") };
}

const pages = ids.map(pageOf);

test("each rule has one page, and each page a rule", () => {
  expect(readdirSync(folder).sort()).toEqual([...ids.map(fileOf), "README.md"].sort());
});

test("the index has each rule in the words of the table", () => {
  const rows = readFileSync(join(folder, "README.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ["));
  expect(rows).toEqual(ids.map((id) => `| [${id}](${fileOf(id)}) | ${rules[id]} |`));
});

test.each(pages)("$id says what it is, who breaks, and what to do", ({ id, text }) => {
  const sentence = rules[id].charAt(0).toUpperCase() + rules[id].slice(1);
  expect(text.startsWith(`# ${id}\n\n${sentence}.\n`)).toBe(true);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(["Who breaks, and why", "Ways out"]);
  expect(text).toMatch(/## Who breaks, and why\n\n.{100,}/);
  expect(text).toMatch(/## Ways out\n\n1\. .+\n/);
});

const schemaRules: readonly RuleId[] = [
  "TYPE_CHANGED",
  "FIELD_ADDED_WITHOUT_DEFAULT",
  "FIELD_REQUIRED",
  "ENUM_SYMBOL_UNKNOWN",
  "UNION_BRANCH_UNKNOWN",
  "FIXED_SIZE_CHANGED",
  "NAME_CHANGED",
  "MEANING_CHANGED",
  "CONSTRAINT_TIGHTENED",
  "FORMAT_CHANGED",
  "PRECISION_LOST",
  "UNDECIDED",
];

const treeRules = ids.filter((id) => !schemaRules.includes(id));

describe("of two schemas", () => {
  test.each(pages.filter((page) => schemaRules.includes(page.id)))("$id is all that the engine finds in its pair", (page) => {
    const [[path, old] = ["", ""]] = [...page.old];
    const [[, after] = ["", ""]] = [...page.new];
    const format = path.endsWith(".avsc") ? "avro" : "json";
    const sides = page.breaks === "backward" ? { reader: after, writer: old } : { reader: old, writer: after };
    const { findings } = compare({ format, ...sides });
    expect(findings.map(({ rule, severity }) => ({ rule, severity }))).toEqual([{ rule: page.id, severity: page.severity }]);
  });
});

describe("of two work trees", () => {
  test.each(pages.filter((page) => treeRules.includes(page.id)))("$id is what the gate finds between them", async (page) => {
    const cwd = mkdtempSync(join(tmpdir(), "eventwright-rule-"));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-C", cwd, "-c", "user.name=t", "-c", "user.email=t@example", ...args]);
    git("init", "--quiet");
    lay(cwd, [...base, ...page.old]);
    git("add", ".");
    git("commit", "--quiet", "--message", "old");
    for (const path of page.old.keys()) if (!page.new.has(path)) rmSync(join(cwd, path));
    lay(cwd, [...page.new]);
    let said = "";
    const out = (text: string) => {
      said += text;
    };
    const code = await main(["gate", "--against", "git:HEAD", "--json"], { out, err: () => {}, env: {}, cwd, isTTY: false });
    const report = JSON.parse(said);
    expect(schemaErrors(report)).toEqual([]);
    const found = [...report.findings, ...report.verdicts.flatMap((verdict: { findings: object[] }) => verdict.findings)];
    // A waiver expires for the finding that it accepted.
    const others = page.id === "WAIVER_EXPIRED" ? [expect.objectContaining({ rule: "FIELD_ADDED_WITHOUT_DEFAULT" })] : [];
    expect(found).toEqual([expect.objectContaining({ rule: page.id, breaks: page.breaks, severity: page.severity }), ...others]);
    expect(code).toBe(page.severity === "error" ? 1 : 0);
  });
});

const published = new Ajv2020({ allErrors: true, strict: false, formats: { date: true } }).compile(
  JSON.parse(readFileSync(join(repository, "docs/gate.v1.schema.json"), "utf8")),
);

function schemaErrors(report: unknown): readonly string[] {
  published(report);
  return (published.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const base: readonly (readonly [string, string])[] = [
  ["schemas/orders/topic.yaml", "topic: orders.events\nkey: orderId\nsubject: topic-record\ncompatibility: FULL\n"],
  [
    "schemas/orders/order-placed.avsc",
    JSON.stringify({
      type: "record",
      name: "OrderPlaced",
      namespace: "acme.orders",
      fields: ["orderId", "customerId"].map((name) => ({ name, type: "string" })),
    }),
  ],
];

function lay(cwd: string, files: readonly (readonly [string, string])[]): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
}

describe("gate --explain", () => {
  const explain = async (...args: readonly string[]) => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const code = await main(["gate", "--explain", ...args], { out: say, err: say, env: {}, cwd: tmpdir(), isTTY: false });
    return { code, text: said.join("\n") };
  };

  test.each(pages)("$id: the page itself", async ({ id, text }) => {
    expect(await explain(id)).toEqual({ code: 0, text: text.trimEnd() });
  });

  test("takes a name as the page's file has it", async () => {
    expect((await explain("field-required")).text).toContain("# FIELD_REQUIRED");
  });

  test("lists all without a name, and suggests for a wrong one", async () => {
    const { code, text } = await explain();
    expect(code).toBe(0);
    for (const id of ids) expect(text).toContain(`${id.padEnd(27)}  ${rules[id]}`);
    expect(await explain("FIELD_REQUIERD")).toEqual({ code: 2, text: expect.stringContaining("did you mean FIELD_REQUIRED?") });
    expect(await explain("../errors")).toEqual({ code: 2, text: expect.stringContaining("lists all rules") });
  });
});

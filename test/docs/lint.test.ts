import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { lintRules, ruleIds } from "../../contracts/lint/lint.js";
import { repository, temporaryFolder } from "../generator/kit.js";

const folder = join(repository, "docs/lint");
const pages = ruleIds.map((id) => {
  const text = readFileSync(join(folder, `${id}.md`), "utf8");
  const blocks = [...text.matchAll(/^```\w+ (bad|good) (\S+)\n([\s\S]*?)^```$/gm)];
  const side = (word: string) => blocks.flatMap(([, which, path = "", body = ""]) => (which === word ? [[path, body] as const] : []));
  return { id, text, bad: side("bad"), good: side("good") };
});

const base = [
  ["schemas/orders/topic.yaml", "topic: orders.events\nkey: orderId\ncompatibility: FULL\n"],
  ["schemas/payments/topic.yaml", "topic: payments.events\nkey: orderId\ncompatibility: BACKWARD\n"],
] as const;

async function run(cwd: string, ...argv: readonly string[]) {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const code = await main(["lint", ...argv], { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, text: said.join("\n") };
}

/** All rules but one are off. */
async function lintBy(id: string, files: readonly (readonly [string, string])[]) {
  const cwd = temporaryFolder();
  const off = Object.fromEntries(ruleIds.filter((other) => other !== id).map((other) => [other, "off"]));
  const released = files.filter(([path]) => path.includes("/released/"));
  const sums = Object.fromEntries(released.map(([path, text]) => [basename(path), createHash("sha256").update(text).digest("hex")]));
  const list = released.map(([path]) => [join(dirname(path), "released.json"), JSON.stringify(sums)] as const);
  for (const [path, text] of [...base, ...list, ...files, ["eventwright.config.json", JSON.stringify({ lint: off })] as const]) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return run(cwd, "--format", "json", "--strict");
}

test("each rule has one page, and each page a rule", () => {
  expect(readdirSync(folder).sort()).toEqual([...ruleIds.map((id) => `${id}.md`), "README.md"].sort());
});

test("the index has each rule in the words of the table", () => {
  const rows = readFileSync(join(folder, "README.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ["));
  expect(rows).toEqual(ruleIds.map((id) => `| [${id}](${id}.md) | ${lintRules[id].severity} | ${lintRules[id].summary} |`));
});

describe.each(pages)("$id", ({ id, text, bad, good }) => {
  test("begins with the words of the table", () => {
    const { summary, severity } = lintRules[id];
    expect(
      text.startsWith(`# ${id}\n\n${summary.charAt(0).toUpperCase()}${summary.slice(1)}.\n\n- severity ${severity}\n\n## Why\n\n`),
    ).toBe(true);
  });

  test("its first example is found, at a place in the file", async () => {
    const { code, text: said } = await lintBy(id, bad);
    expect(code).toBe(1);
    const { findings } = JSON.parse(said);
    expect(findings).toEqual([expect.objectContaining({ rule: id, severity: lintRules[id].severity })]);
    const { path, line, column } = findings[0].place;
    const source = bad.find(([file]) => file === path)?.[1] ?? "";
    expect(source.split("\n")[line - 1]?.length).toBeGreaterThanOrEqual(column);
  });

  test("it is content with the second", async () => {
    const { code, text: said } = await lintBy(id, good);
    expect({ code, findings: JSON.parse(said).findings }).toEqual({ code: 0, findings: [] });
  });

  test("--explain prints it", async () => {
    expect(await run(repository, "--explain", id)).toEqual({ code: 0, text: text.trimEnd() });
  });
});

test("an open object is well where the topic's producers write declared properties only", async () => {
  const bad = pages.find(({ id }) => id === "content-model")?.bad ?? [];
  const closed = bad.map(([path, text]) => [path, path.endsWith("topic.yaml") ? `${text}contentModel: closed-producer\n` : text] as const);
  expect(await lintBy("content-model", bad)).toMatchObject({ code: 1 });
  expect(await lintBy("content-model", closed)).toMatchObject({ code: 0 });
});

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatNames } from "../../cli/gate/formats.js";
import { main } from "../../cli/run.js";
import { workTree } from "../contracts/schemas.js";
import { repository } from "../generator/kit.js";

const page = readFileSync(join(repository, "docs/gate.md"), "utf8");
const created = "schemas/orders/order-created.avsc";

async function run(cwd: string, ...args: readonly string[]) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const code = await main(args, { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, text: said.join("\n") };
}

const commands = [...page.matchAll(/^npx eventwright (gate.*?)(?: {2,}#.*)?$/gm)].map(([, words = ""]) => words.trim());

test.each(commands)("%s", async (command) => {
  const { cwd } = workTree();
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", cwd, "-c", "user.name=t", "-c", "user.email=t@example", ...args]);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "--message", "all");
  const { code, text } = await run(cwd, ...command.split(" "));
  expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/7 events checked|FIELD_REQUIRED/) });
  for (const [, output = ""] of command.matchAll(/=(\S+)/g)) expect(existsSync(join(cwd, output))).toBe(true);
});

test("the report on the page and in the README is what the gate says", async () => {
  const tree = workTree();
  tree.edit(created, '"fields": [\n', '"fields": [\n    { "name": "warehouse", "type": "string" },\n');
  const { code, text } = await run(tree.cwd, "gate");
  expect(code).toBe(1);
  const shown = text.replace(/\d+\.\d\d s$/m, "0.42 s");
  const [first = ""] = shown.split("\n\nok ");
  for (const [path, from, words] of [
    ["docs/gate.md", "<!-- report -->\n", shown],
    ["README.md", "A field without a default was added to `OrderCreated`:\n\n", first],
  ] as const) {
    const file = join(repository, path);
    const [before = "", after = ""] = readFileSync(file, "utf8").split(from);
    const [, block = "", rest = ""] = /^```\n([\s\S]*?)```\n([\s\S]*)$/.exec(after) ?? [];
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, `${before}${from}\`\`\`\n${words}\n\`\`\`\n${rest}`);
    else expect(block).toBe(`${words}\n`);
  }
});

test("the page has every format, and no other", () => {
  const table = page.slice(page.indexOf("| format | for |"));
  expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(formatNames);
});

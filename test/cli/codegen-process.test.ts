import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

const slow = { timeout: 90_000 };

function start(cwd: string, ...args: readonly string[]): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), join(repository, "cli/main.ts"), "codegen", ...args], {
    cwd,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(repository, "tsconfig.json") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said: () => text };
}

async function codeOf(child: ChildProcess): Promise<unknown> {
  return child.exitCode ?? (await once(child, "exit"))[0];
}

/** The domain, and a second set of schemas that lacks some and has others. */
function twoSets(): string {
  const cwd = temporaryFolder();
  for (const name of ["schemas", "other"]) cpSync(join(repository, "schemas"), join(cwd, name), { recursive: true });
  rmSync(join(cwd, "other/payments"), { recursive: true });
  renameSync(join(cwd, "other/shared"), join(cwd, "other/common"));
  return cwd;
}

const visible = (folder: string) => Object.fromEntries(readTree(folder));
const leftovers = (folder: string) =>
  readdirSync(folder).filter((name) => name.startsWith(".eventwright.") && name !== ".eventwright.json");

test("runs of two schema sets at once leave the output of one of them, whole", slow, async () => {
  const cwd = twoSets();
  const alone = new Map<string, object>();
  for (const set of ["schemas", "other"]) {
    expect(await codeOf(start(cwd, "--schemas", set, "--out", "alone", "--stubs", "mine").child)).toBe(0);
    alone.set(set, visible(join(cwd, "alone")));
    rmSync(join(cwd, "alone"), { recursive: true });
  }
  const runs = ["schemas", "other", "schemas", "other"].map((set) => start(cwd, "--schemas", set, "--out", "out", "--stubs", "mine"));
  for (const { child, said } of runs) expect([await codeOf(child), said()]).toEqual([0, expect.stringContaining("done in")]);
  const now = visible(join(cwd, "out"));
  // The banner names the schema folder, so the two sets never have a file in common by chance.
  expect([alone.get("schemas"), alone.get("other")]).toContainEqual(now);
  expect(leftovers(join(cwd, "out"))).toEqual([]);
  expect(leftovers(join(cwd, "mine"))).toEqual([]);
});

test("a run that is killed while it writes is healed by the next", slow, async () => {
  const cwd = twoSets();
  await codeOf(start(cwd, "--schemas", "other", "--out", "whole").child);
  const whole = visible(join(cwd, "whole"));
  for (let round = 0; round < 3; round += 1) {
    const { child } = start(cwd, "--out", "out");
    const exit = codeOf(child);
    // The lock stands for as long as there is writing.
    for (let tries = 0; tries < 5_000 && !existsSync(join(cwd, "out/.eventwright.lock")) && child.exitCode === null; tries += 1)
      await sleep(1);
    await sleep(round * 3);
    child.kill("SIGKILL");
    await exit;
    const { child: next, said } = start(cwd, "--schemas", "other", "--out", "out");
    expect([await codeOf(next), said()]).toEqual([0, expect.stringContaining("done in")]);
    expect(visible(join(cwd, "out"))).toEqual(whole);
    expect(leftovers(join(cwd, "out"))).toEqual([]);
  }
});

test("--watch: a save is written, a fault keeps the last good output, Ctrl-C ends it", slow, async () => {
  const cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  // Below the schemas on purpose: its own output must not wake it.
  const { child, said } = start(cwd, "--watch", "--out", "schemas/out");
  const says = (text: string | RegExp) => expect.poll(said, { timeout: 20_000, interval: 20 }).toMatch(text);
  await says("watching schemas; stop with Ctrl-C");
  const paid = join(cwd, "schemas/orders/order-paid.avsc");
  const good = readFileSync(paid, "utf8");
  const created = statSync(join(cwd, "schemas/out/orders/order-created.type.ts")).mtimeMs;

  // As editors save: a new file takes the place of the old one.
  writeFileSync(`${paid}.new`, good.replace('"doc": "', '"doc": "Anew. '));
  renameSync(`${paid}.new`, paid);
  await says(/^schemas\/orders\/order-paid\.avsc → written \d/m);
  expect(readFileSync(join(cwd, "schemas/out/orders/order-paid.type.ts"), "utf8")).toContain("Anew. ");
  expect(statSync(join(cwd, "schemas/out/orders/order-created.type.ts")).mtimeMs).toBe(created);
  expect(Number(/order-paid\.avsc → .* (\d+) ms/.exec(said())?.[1])).toBeLessThan(1_000);

  const before = visible(join(cwd, "schemas/out"));
  writeFileSync(paid, "{");
  await says(/SCHEMA_INVALID_JSON {2}schemas\/orders\/order-paid\.avsc[\s\S]*1 error; kept the last good output/);
  expect(visible(join(cwd, "schemas/out"))).toEqual(before);
  writeFileSync(paid, good);
  await says("mended: everything is right again");

  cpSync(join(repository, "test/golden/bare/schemas"), join(cwd, "schemas/fresh"), { recursive: true });
  await says(/schemas\/fresh\/[\s\S]*schemas\/out\/fresh\//);
  const folder = join(cwd, "schemas/out/fresh");
  await expect.poll(() => existsSync(join(folder, "tree.type.ts")), { timeout: 10_000 }).toBe(true);
  rmSync(join(cwd, "schemas/fresh"), { recursive: true });
  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  writeFileSync(
    join(cwd, "schemas/orders/topic.yaml"),
    readFileSync(join(cwd, "schemas/orders/topic.yaml"), "utf8").replace(/partitions: \d+/, "partitions: 9"),
  );
  await says(/topic\.yaml → written/);

  const quiet = said();
  await sleep(700);
  expect(said()).toBe(quiet);
  child.kill("SIGINT");
  expect(await codeOf(child)).toBe(130);
  expect(leftovers(join(cwd, "schemas/out"))).toEqual([]);
});

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { main } from "../../cli/run.js";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

let cwd = "";

beforeEach(() => {
  cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
});

async function run(...argv: readonly string[]) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const code = await main(["codegen", ...argv], { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, said: said.join("\n") };
}

/** A file system of its own at a folder; the test is not run where this user may not mount one. */
function mount(context: TestContext, name: string, options: string): (options: string) => void {
  const folder = join(cwd, name);
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
  } catch (error) {
    context.skip(`not run: no tmpfs can be mounted here (${error instanceof Error ? error.message.split("\n")[0] : "?"})`);
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder], { stdio: "pipe" }));
  return (other) => void execFileSync("mount", ["-o", `remount,${other}`, folder], { stdio: "pipe" });
}

const tree = (folder: string) => Object.fromEntries(readTree(join(cwd, folder)));

describe("a disk that is full", () => {
  test("for the first run: one error, an empty folder", async (context) => {
    mount(context, "out", "size=64k");
    const { code, said } = await run("--out", "out", "--stubs", "mine");
    expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(/OUTPUT_UNWRITABLE.*the disk is full; nothing was changed/) });
    expect(tree("out")).toEqual({});
    expect(existsSync(join(cwd, "mine"))).toBe(false);
  });

  test("for a change: one error, and all is as it was", async (context) => {
    const resize = mount(context, "out", "size=4m");
    expect((await run("--out", "out")).code).toBe(0);
    const before = tree("out");
    const { blocks, bfree, bsize } = statfsSync(join(cwd, "out"));
    resize(`size=${(blocks - bfree + 1) * bsize}`);
    const money = join(cwd, "schemas/shared/money.avsc");
    writeFileSync(money, readFileSync(money, "utf8").replace('"doc": "', `"doc": "${"Much longer. ".repeat(400)}`));
    const { code, said } = await run("--out", "out");
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining("the disk is full; nothing was changed") });
    expect(tree("out")).toEqual(before);
    resize("size=4m");
    expect((await run("--out", "out")).code).toBe(0);
    expect(Object.keys(tree("out"))).toEqual(Object.keys(before));
  });
});

test("a read-only folder: up to date is fine, a change is one error", async (context) => {
  const remount = mount(context, "out", "size=4m");
  expect((await run("--out", "out")).code).toBe(0);
  remount("ro");
  expect((await run("--out", "out")).code).toBe(0);
  expect((await run("--out", "out", "--check")).code).toBe(0);
  const before = tree("out");
  renameSync(join(cwd, "schemas/orders/order-paid.avsc"), join(cwd, "schemas/orders/order-settled.avsc"));
  const { code, said } = await run("--out", "out");
  expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(/OUTPUT_UNWRITABLE.*the file system is read-only/) });
  expect(tree("out")).toEqual(before);
});

test.each([
  ["a file", () => writeFileSync(join(cwd, "out"), "mine")],
  ["a link to nowhere", () => symlinkSync(join(cwd, "nowhere"), join(cwd, "out"))],
])("the output folder is %s: one error", async (_, make) => {
  make();
  const { code, said } = await run("--out", "out");
  expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(/OUTPUT_UNWRITABLE.*out is there, but it is no folder/) });
  expect(existsSync(join(cwd, "projections"))).toBe(false);
});

test("the output folder may be a link", async () => {
  mkdirSync(join(cwd, "real"));
  symlinkSync(join(cwd, "real"), join(cwd, "out"));
  expect((await run("--out", "out")).code).toBe(0);
  expect(existsSync(join(cwd, "real/orders/order-paid.type.ts"))).toBe(true);
});

test("links in the schema folder, also in a circle, are not followed and said; the folder itself may be one", async () => {
  symlinkSync(join(cwd, "schemas"), join(cwd, "schemas/orders/circle"));
  symlinkSync(join(cwd, "schemas"), join(cwd, "linked"));
  const { code, said } = await run("--schemas", "linked");
  expect(code).toBe(0);
  expect(said).toMatch(/warning SCHEMA_UNREADABLE {2}linked\/orders\/circle:1:1\n +a symbolic link is not followed/);
});

test.each([["schemas"], ["schemas/generated"], ["."]])(
  "output into %s, beside or below the schemas, stays out of their way",
  async (out) => {
    const schemas = tree("schemas");
    expect((await run("--out", out)).code).toBe(0);
    expect((await run("--out", out, "--check")).said).toContain("up to date");
    expect(tree("schemas")).toMatchObject(schemas);
  },
);

test("one more schema touches its own files and lines of indexes and topic files, and takes nothing away", async () => {
  await run();
  const before = tree("generated");
  const paid = readFileSync(join(cwd, "schemas/orders/order-paid.avsc"), "utf8");
  const text = paid.replace('"OrderPaid"', '"OrderReturned"').replaceAll("PaymentMethod", "Refund");
  writeFileSync(join(cwd, "schemas/orders/order-returned.avsc"), text);
  await run();
  const after = tree("generated");
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(changed.filter((path) => before[path] === undefined)).toEqual(["orders/order-returned.codec.ts", "orders/order-returned.type.ts"]);
  const old = changed.filter((path) => before[path] !== undefined);
  const own = ["consumer", "producer", "topic", "compat.test"].map((word) => `orders/orders.${word}.ts`);
  for (const path of old) expect([".eventwright.json", "index.ts", "orders/index.ts", ...own]).toContain(path);
  for (const path of [".eventwright.json", "orders/index.ts"]) {
    const lines = new Set((after[path] ?? "").split("\n"));
    expect((before[path] ?? "").split("\n").filter((line) => !lines.has(line) && !/export .*\{/.test(line))).toEqual([]);
  }
});

test("the same schemas in another place give the same bytes", async () => {
  await run();
  const here = tree("generated");
  cwd = join(temporaryFolder(), "somewhere/else");
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  await run();
  expect(tree("generated")).toEqual(here);
  expect(JSON.stringify(here)).not.toContain(cwd);
});

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { manifestFile } from "../../generator/manifest.js";
import { compilers, compileWith, writeDoors } from "./compilers.js";
import { cases, generated, readTree, repository, type Tree, temporaryFolder, writeTree } from "./kit.js";

// UPDATE_GOLDEN=1 npx vitest run --project unit test/generator/golden.test.ts writes what is expected anew; read the diff.
const isUpdate = process.env.UPDATE_GOLDEN === "1";

// A case is `schemas/` beside `expected/`, every file that they yield, beside `stderr.txt`, every problem that they have, or beside both.
describe.each(cases)("%s", (name) => {
  const folder = join(repository, "test/golden", name);

  test("gives the committed files and words, byte for byte, each time", async () => {
    const out = temporaryFolder();
    const { exitCode, said } = await codegen(folder, out);
    const tree = new Map([...readTree(out)].filter(([path]) => path !== manifestFile));
    if (isUpdate) update(folder, tree, said);
    expect({ said, tree: Object.fromEntries(tree) }).toEqual({
      said: textOf(join(folder, "stderr.txt")),
      tree: Object.fromEntries(readTree(join(folder, "expected"))),
    });
    expect(exitCode).toBe(tree.size > 0 ? 0 : 1);
    if (exitCode === 0)
      expect(await codegen(folder, out, "--check")).toEqual({ exitCode: 0, said, printed: expect.stringContaining("up to date") });
    else expect(said).toContain("error");
  });
});

describe("what all cases yield", () => {
  const root = mkdtempSync(join(tmpdir(), "eventwright-"));
  const folder = join(root, "cases");
  const doors = join(root, "doors");

  beforeAll(() => {
    for (const name of cases) writeTree(join(folder, name), readTree(join(repository, "test/golden", name, "expected")));
    writeDoors(doors);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(compilers)(
    "%s compiles it under the strictest flags",
    (compiler) => {
      expect(compileWith(compiler, folder, doors)).toEqual([]);
    },
    120_000,
  );

  test("Biome leaves it as it is", () => {
    expect(reformatted(folder)).toEqual([]);
  }, 60_000);
});

test("this repository's generated/ is what its schemas ask for, and Biome has nothing to add", async () => {
  const tree = await generated("schemas");
  const committed = readTree(join(repository, "generated"));
  expect([...tree].filter(([path, text]) => !path.startsWith("stubs/") && committed.get(path) !== text).map(([path]) => path)).toEqual([]);
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/biome", ["check", "generated"], { cwd: repository, encoding: "utf8" });
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringContaining("No fixes applied") });
}, 30_000);

/** The command as a user runs it in the case's folder; stubs go below the output, so that one tree holds all. */
async function codegen(cwd: string, out: string, ...flags: readonly string[]) {
  let [said, printed] = ["", ""];
  const argv = ["codegen", "--out", out, "--stubs", join(out, "stubs"), "--quiet", ...flags];
  const exitCode = await main(argv, {
    out: (text) => {
      printed += `${text}\n`;
    },
    err: (text) => {
      said += `${text}\n`;
    },
    env: {},
    cwd,
    isTTY: false,
  });
  return { exitCode, said, printed };
}

function update(folder: string, tree: Tree, said: string): void {
  rmSync(join(folder, "expected"), { recursive: true, force: true });
  rmSync(join(folder, "stderr.txt"), { force: true });
  writeTree(join(folder, "expected"), tree);
  if (said !== "") writeFileSync(join(folder, "stderr.txt"), said);
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Paths that `biome format` changes. */
function reformatted(folder: string): readonly string[] {
  const config = JSON.parse(readFileSync(join(repository, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ formatter: config.formatter, javascript: config.javascript }));
  const before = readTree(folder);
  execFileSync(join(repository, "node_modules/.bin/biome"), ["format", "--write", "."], { cwd: folder, stdio: "pipe" });
  return [...readTree(folder)].filter(([path, text]) => path.endsWith(".ts") && before.get(path) !== text).map(([path]) => path);
}

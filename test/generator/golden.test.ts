import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cases, compile, generated, readTree, repository, temporaryFolder, writeTree } from "./kit.js";

// UPDATE_GOLDEN=1 npx vitest run --project unit test/generator/golden.test.ts writes what is expected anew; read the diff.
const isUpdate = process.env.UPDATE_GOLDEN === "1";

describe.each(cases)("%s", (name) => {
  const folder = join(repository, "test/golden", name);
  const schemas = join("test/golden", name, "schemas");

  test("gives the committed files, byte for byte, each time", async () => {
    const tree = await generated(schemas);
    if (isUpdate) {
      rmSync(join(folder, "expected"), { recursive: true, force: true });
      writeTree(join(folder, "expected"), tree);
    }
    expect(Object.fromEntries([...tree].sort())).toEqual(Object.fromEntries(readTree(join(folder, "expected"))));
    expect(await generated(schemas)).toEqual(tree);
  });

  test("compiles under the strictest flags", async () => {
    const target = temporaryFolder();
    writeTree(target, await generated(schemas));
    expect(compile(target)).toEqual([]);
  }, 60_000);

  test("is formatted as Biome would leave it", async () => {
    const target = temporaryFolder();
    writeTree(target, await generated(schemas));
    expect(reformatted(target)).toEqual([]);
  }, 30_000);
});

test("this repository's generated/ is what its schemas ask for, and Biome has nothing to add", async () => {
  const tree = await generated("schemas");
  const committed = readTree(join(repository, "generated"));
  expect([...tree].filter(([path, text]) => !path.startsWith("stubs/") && committed.get(path) !== text).map(([path]) => path)).toEqual([]);
  const { status, stdout, stderr } = spawnSync("node_modules/.bin/biome", ["check", "generated"], { cwd: repository, encoding: "utf8" });
  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringContaining("No fixes applied") });
}, 30_000);

/** Paths that `biome format` changes. */
function reformatted(folder: string): readonly string[] {
  const config = JSON.parse(readFileSync(join(repository, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ formatter: config.formatter, javascript: config.javascript }));
  const before = readTree(folder);
  execFileSync(join(repository, "node_modules/.bin/biome"), ["format", "--write", "."], { cwd: folder, stdio: "pipe" });
  return [...readTree(folder)].filter(([path, text]) => path.endsWith(".ts") && before.get(path) !== text).map(([path]) => path);
}

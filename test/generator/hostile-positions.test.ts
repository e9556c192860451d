import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { generate } from "../../generator/index.js";
import { type Folder, payloads, positions } from "./hostile-positions.js";
import { readTree, repository, temporaryFolder, writeTree } from "./kit.js";

const words = { ...payloads, all: Object.values(payloads).join(" ") };
const cases = Object.entries(positions).flatMap(([position, folder]) =>
  Object.entries(words).map(([kind, word]) => ({ name: `${position}, ${kind}`, folder: folder(word) })),
);

test(`${cases.length} hostile schemas: each is refused at its place, or its output compiles, stays in its folder, runs nothing and changes no prototype`, async () => {
  const target = temporaryFolder();
  const refused: string[] = [];
  for (const [index, each] of cases.entries()) {
    const outcome = await outcomeOf(each.folder);
    if (outcome.kind === "refused") refused.push(each.name);
    else writeTree(join(target, `case-${index}`), outcome.files);
  }
  // Neither may be so by accident.
  expect(refused.length).toBeGreaterThan(100);
  expect(cases.length - refused.length).toBeGreaterThan(300);
  expect(compile(target)).toBe("");
  expect((await run(target)).map((index) => cases[index]?.name)).toEqual([]);
}, 180_000);

test("the check sees a module that runs its text, and one that changes a prototype", async () => {
  const target = temporaryFolder();
  writeTree(
    target,
    new Map([
      ["case-0/a.ts", "(globalThis as { pwned?: number }).pwned = 1;\nexport {};\n"],
      ["case-1/a.ts", "export const fine = 1;\n"],
      ["case-2/a.ts", 'Object.defineProperty(Object.prototype, "toString", { value: 1 });\nexport {};\n'],
    ]),
  );
  expect(await run(target)).toEqual([0, 2]);
}, 60_000);

type Outcome = { readonly kind: "refused" } | { readonly kind: "generated"; readonly files: ReadonlyMap<string, string> };

async function outcomeOf(schemas: Folder): Promise<Outcome> {
  const cwd = temporaryFolder();
  for (const [path, content] of Object.entries(schemas)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { model, diagnostics } = await loadCatalog({ schemas: ".", cwd });
  if (model === undefined) {
    expect(diagnostics.filter((each) => each.severity === "error")).not.toEqual([]);
    for (const { place } of diagnostics) {
      expect(Object.keys(schemas)).toContain(place.path);
      expect(place.line).toBeGreaterThan(0);
    }
    return { kind: "refused" };
  }
  const output = generate(model);
  if (output.diagnostics.length > 0) return { kind: "refused" };
  const files = new Map(
    [...output.files, ...output.stubs.map((stub) => ({ ...stub, path: `stubs/${stub.path}` }))].map((file) => [file.path, file.text]),
  );
  for (const path of files.keys()) expect(path).toMatch(/^[a-z0-9_$-][a-z0-9._$-]*(\/[a-z0-9_$-][a-z0-9._$-]*)*$/i);
  return { kind: "generated", files };
}

/** What the compiler says of all that was generated. */
function compile(folder: string): string {
  const from = (path: string) => [join(repository, path)];
  const paths = { "eventwright/gen": from("runtime/gen/index.ts"), "eventwright/testing": from("runtime/testing/index.ts") };
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    erasableSyntaxOnly: true,
    types: ["node"],
    typeRoots: [join(repository, "node_modules/@types")],
    paths,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions,
      include: ["case-*/**/*.ts", join(repository, "runtime/codec/avro/avsc.d.ts")],
      exclude: ["**/stubs/**"],
    }),
  );
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  try {
    execFileSync(process.execPath, [join(repository, "node_modules/typescript-7.0/bin/tsc"), "-p", folder], {
      encoding: "utf8",
      stdio: "pipe",
    });
    return "";
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout).slice(0, 4_000) : String(error);
  }
}

const runner = `
import { readFileSync } from "node:fs";
const builtIns = [Object, Array, Function, String, Map, Promise].map((each) => each.prototype);
const prints = () => JSON.stringify(builtIns.map((each) => Object.entries(Object.getOwnPropertyDescriptors(each)).map(([key, { value, get }]) => [key, typeof value, typeof get])));
const before = prints();
const guilty = [];
for (const [index, modules] of JSON.parse(readFileSync("modules.json", "utf8"))) {
  for (const path of modules) {
    for (const codec of Object.values(await import(path))) {
      try { codec.encode({ id: "1", x: "y" }); } catch {}
      try { codec.decode(Buffer.from('{"id":"1"}')); } catch {}
    }
  }
  if (globalThis.pwned !== undefined || ({}).pwned !== undefined || prints() !== before) guilty.push(index);
  delete globalThis.pwned;
  if (prints() !== before) break;
}
process.stdout.write(JSON.stringify(guilty));
`;

/** Imports every module with the real door behind it, makes every codec read and write; the cases whose text did something. */
async function run(folder: string): Promise<readonly number[]> {
  const sources = [...readTree(folder).keys()].filter((path) => path.endsWith(".ts") && !path.includes("stubs/"));
  await build({
    entryPoints: sources.map((path) => join(folder, path)),
    outbase: folder,
    outdir: join(folder, "js"),
    format: "esm",
    logLevel: "error",
  });
  await build({
    entryPoints: [join(repository, "runtime/gen/index.ts")],
    outfile: join(folder, "node_modules/eventwright/gen.js"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    external: ["pg", "@electric-sql/pglite"],
    logLevel: "error",
  });
  const js = join(folder, "js");
  const modules = readdirSync(js).map((name) => [
    Number(name.slice("case-".length)),
    [...readTree(join(js, name)).keys()].map((path) => `./${relative(folder, join(js, name, path))}`),
  ]);
  modules.sort(([a], [b]) => Number(a) - Number(b));
  const exports = { "./gen": "./gen.js", "./testing": "./testing.js" };
  writeTree(
    folder,
    new Map([
      ["package.json", '{ "type": "module" }'],
      ["node_modules/eventwright/package.json", JSON.stringify({ name: "eventwright", type: "module", exports })],
      ["node_modules/eventwright/testing.js", "export const provesCompatibility = () => {};\n"],
      ["modules.json", JSON.stringify(modules)],
      ["run.mjs", runner],
    ]),
  );
  return JSON.parse(execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" }));
}

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { main } from "../../../cli/run.js";
import { compileWith, writeDoors } from "../../generator/compilers.js";
import { compile, readTree, repository, temporaryFolder } from "../../generator/kit.js";

let cwd = "";

beforeEach(() => {
  cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
});

function file(path: string, text: string) {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

const config = (value: object) => file("eventwright.config.json", JSON.stringify(value, undefined, 2));

async function run(...argv: readonly string[]) {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const code = await main(argv, { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, said: said.join("\n") };
}

const text = (path: string) => readFileSync(join(cwd, path), "utf8");

test.each([
  ["js", "export default { out: 'made' };"],
  ["mjs", "export default { out: 'made' };"],
  ["ts", "const out: string = 'made';\nexport default { out } satisfies { out: string };"],
  ["json", '{ "out": "made" }'],
])("a .%s file is read, and a flag goes before it", async (end, body) => {
  file("package.json", '{ "type": "module" }');
  file(`eventwright.config.${end}`, body);
  expect(await run("codegen")).toMatchObject({ code: 0 });
  expect(readTree(join(cwd, "made")).size).toBeGreaterThan(20);
  expect(await run("codegen", "--out", "flagged", "--check")).toMatchObject({ code: 1, said: expect.stringContaining("flagged/") });
});

test("a named file's paths are relative to it, and every command reads the schemas that it names", async () => {
  cpSync(join(cwd, "schemas"), join(cwd, "sub/events"), { recursive: true });
  file("sub/other.json", '{ "schemas": "events", "out": "made" }');
  expect(await run("codegen", "--config", "sub/other.json")).toMatchObject({ code: 0 });
  expect(readTree(join(cwd, "sub/made")).size).toBeGreaterThan(20);
  expect((await run("gate", "--config", "sub/other.json")).code).toBe(0);
  expect((await run("codegen", "--config", "none.ts")).said).toMatch(/CONFIG_INVALID.*none\.ts can't be loaded/);
});

test.each([
  [{ shemas: "x" }, /eventwright\.config\.json:2:3: there is no key shemas; did you mean schemas\?/],
  [{ long: "int64" }, /json:2:3: long is one of "number", "bigint", "string", not "int64"/],
  [{ out: 5 }, /json:2:3: out is text, not a number/],
  [{ importExtension: ".mjs" }, /importExtension is one of ".js", ".ts", "none"/],
  [
    { contexts: { orders: { uot: "x" } } },
    /there is no key uot in contexts\.orders; did you mean out\?[\s\S]*contexts\.orders\.out is text, not nothing/,
  ],
  [{ contexts: { order: { out: "x" } } }, /contexts\.order: there is no such context; did you mean orders\?/],
  [{ contexts: { orders: { out: "generated" } } }, /contexts\.orders\.out is also the output folder/],
  [{ artifacts: [{ name: "a", per: "day", template: "x" }] }, /per is one of "event", "topic", "model"[\s\S]*path is a function/],
  [[], /its default export is an object/],
])("%j is refused, with the place and what is meant", async (value, says) => {
  config(value);
  const { code, said } = await run("codegen");
  expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(says) });
});

test.each([
  [
    "json",
    '{\n  "out": "banner: x",\n  "contexts": { "a.b": { "out": "uot", "uot": 1 } }\n}',
    "json:3:40: there is no key uot in contexts.a.b",
  ],
  [
    "ts",
    'import { defineConfig } from "eventwright";\n// banner: 5\nconst inner = { out: "x", uot: 1 } as const;\nexport default defineConfig({ out: "banner: 5", contexts: { orders: inner } } as object);\n',
    "ts:3:27: there is no key uot in contexts.orders",
  ],
  ["mjs", "const out = 1;\nexport default {\n  schemas: 'out:',\n  out,\n};", "mjs:4:3: out is text"],
  [
    "mjs",
    "export default { artifacts: [\n  { name: 'a', per: 'day', path: () => '', render: () => '' },\n] };",
    "mjs:2:16: artifacts[0].per is one of",
  ],
])("in a .%s file a key's place is where it is set, not where the text has its word", async (end, body, says) => {
  file("package.json", '{ "type": "module" }');
  file("node_modules/eventwright/package.json", '{ "type": "module", "exports": "./index.js" }');
  file("node_modules/eventwright/index.js", "export const defineConfig = (config) => config;");
  file(`eventwright.config.${end}`, body);
  expect((await run("codegen")).said).toContain(says);
});

test("values in types and codecs, and the other endings, compile; JSON Schema stays as it is", async () => {
  config({ long: "string", timestamps: "bigint", banner: "Licence */ X\u2028globalThis.pwned = 1;\n\nMIT" });
  expect(await run("codegen")).toMatchObject({ code: 0 });
  expect(text("generated/orders/order-created.type.ts")).toMatch(/readonly timestamp: bigint;/);
  expect(text("generated/orders/order-created.codec.ts")).toContain('  long: "string",\n  timestamps: "bigint",\n});');
  expect(text("generated/payments/payment-failed.codec.ts")).not.toContain("timestamps:");
  const lines = text("generated/orders/orders.topic.ts").split("\n");
  expect(lines[0]).toMatch(/^\/\/ Generated by eventwright from /);
  expect(lines.slice(1, 5)).toEqual(["// Licence */ X", "// globalThis.pwned = 1;", "//", "// MIT"]);
  expect(await run("codegen", "--check")).toMatchObject({ code: 0 });
  expect(compile(join(cwd, "generated"))).toEqual([]);
}, 60_000);

test("a context with its own folder is imported from there, and from there; nothing is left behind", async () => {
  // A stub belongs to the user, so what it imports is left as it was.
  expect(await run("codegen", "--stubs", "old")).toMatchObject({ code: 0 });
  rmSync(join(cwd, "old"), { recursive: true });
  config({ contexts: { orders: { out: "apps/orders/src/gen" } } });
  expect(await run("codegen")).toMatchObject({ code: 0 });
  expect(text("apps/orders/src/gen/order-created.type.ts")).toContain('from "../../../../generated/shared/money.type.js"');
  expect([...readTree(join(cwd, "generated")).keys()].filter((path) => path.startsWith("orders/"))).toEqual([]);
  expect(text("generated/index.ts")).not.toContain("orders");
  expect(await run("codegen", "--check")).toMatchObject({ code: 0, said: expect.stringContaining("up to date") });
  expect(compile(cwd)).toEqual([]);
}, 60_000);

test.each([
  [".ts", '"./order-created.type.ts"', { allowImportingTsExtensions: true }],
  ["none", '"./order-created.type"', { module: "ESNext", moduleResolution: "bundler" }],
])(
  "imports can end with %s, and all that is generated compiles",
  async (importExtension, says, options) => {
    config({ importExtension });
    await run("codegen");
    expect(text("generated/orders/orders.topic.ts")).toContain(`from ${says};`);
    writeDoors(join(cwd, "doors"));
    expect(compileWith("typescript-7.0", join(cwd, "generated"), join(cwd, "doors"), options)).toEqual([]);
    // Under the other's rules it must not compile, or nothing was looked at.
    expect(compileWith("typescript-7.0", join(cwd, "generated"), join(cwd, "doors"))).not.toEqual([]);
  },
  60_000,
);

test.each([
  ["producer", "{{#each imports}}", /templates\/producer\.hbs:1:\d+: it does not parse/],
  ["producer", "a\n  {{topicNaem}}", /templates\/producer\.hbs:2:5: the view has no "topicNaem" here\n +Did you mean topicName\?/],
  ["consumer", "{{#each evnts}}{{/each}}", /templates\/consumer\.hbs:1:1: a list is not defined/],
  ["codec", "x", /templates\/codec\.hbs: the artifact codec has no template[\s\S]*templates can stand for producer, consumer, compat-test/],
  ["produser", "x", /there is no artifact produser[\s\S]*Did you mean producer\.hbs\?/],
])("a wrong template %s is told with its place, and nothing is written", async (name, body, says) => {
  config({ templates: "templates" });
  file(`templates/${name}.hbs`, body);
  const { code, said } = await run("codegen");
  expect({ code, said }).toEqual({ code: 3, said: expect.stringMatching(says) });
  expect(readTree(join(cwd, "generated")).size).toBe(0);
});

test.each([
  ["path: () => '../escape.ts', render: () => ''", /CONFIG_INVALID.*does not stay below the output folder/],
  ["path: () => '.eventwright.json', render: () => ''", /CONFIG_INVALID.*does not stay below/],
  ["path: () => { throw new Error('no') }, render: () => ''", /its path threw: no/],
  ["path: () => 'a.md', render: () => 5", /its render gave number instead of a string/],
  ["path: () => 'orders/index.ts', render: () => ''", /OUTPUT_CLASH/],
  ["path: () => 'a.md', template: 'lost.hbs'", /CONFIG_INVALID/],
])("an artifact with %s is refused", async (body, says) => {
  file("eventwright.config.mjs", `export default { artifacts: [{ name: "a", per: "topic", ${body} }] };`);
  const { code, said } = await run("codegen");
  expect(code).toBeGreaterThan(0);
  expect(said).toMatch(says);
  expect(readTree(join(cwd, "generated")).size).toBe(0);
});

test("an artifact's file without comments is ours by the manifest alone, and goes with its artifact", async () => {
  file(
    "eventwright.config.mjs",
    "export default { artifacts: [{ name: 'a', per: 'model', path: () => 'all.json', render: (view) => JSON.stringify(view) }] };",
  );
  expect(await run("codegen")).toMatchObject({ code: 0 });
  expect(JSON.parse(text("generated/all.json"))).toMatchObject({ viewVersion: 1, topics: [{ name: "orders.events" }, {}] });
  expect(await run("codegen", "--check")).toMatchObject({ code: 0 });
  file("empty.json", "{}");
  expect((await run("codegen", "--config", "empty.json")).said).toMatch(/removed {2}1 +generated\/all\.json/);
});

test("the view of an event is printed; an unknown one is told", async () => {
  const { code, said } = await run("codegen", "--print-view", "OrderCreated");
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({ viewVersion: 1, name: "OrderCreated", version: 3, released: [1, 2, 3], topic: "orders.events" });
  const found: { fields: { name: string; type: string; isKey: boolean; isTime: boolean }[] } = JSON.parse(said);
  expect(found.fields.find((field) => field.isKey)).toMatchObject({ name: "customerId", type: "string" });
  expect(found.fields.find((field) => field.isTime)).toMatchObject({ name: "timestamp", type: "Date", kind: "timestamp-millis" });
  expect(await run("codegen", "--print-view", "OrderCreted")).toMatchObject({
    code: 2,
    said: expect.stringContaining("did you mean OrderCreated?"),
  });
});

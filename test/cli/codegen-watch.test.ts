import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { main } from "../../cli/run.js";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

const slow = { timeout: 60_000 };

interface Watched {
  readonly cwd: string;
  path(name: string): string;
  text(name: string): string;
  edit(name: string, from: string | RegExp, to: string): void;
  /** Waits for a line, and forgets all that was said before. */
  says(line: string | RegExp): Promise<void>;
  /** What was written since it was last asked. */
  written(): readonly string[];
}

/** The domain under `codegen --watch`, in this process. */
async function watched(config: object, files: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  const path = (name: string) => join(cwd, name);
  for (const [name, content] of Object.entries({ "eventwright.config.json": JSON.stringify(config), ...files })) {
    mkdirSync(join(path(name), ".."), { recursive: true });
    writeFileSync(path(name), content);
  }
  const stop = new AbortController();
  let said = "";
  const say = (line: string) => {
    said += `${line}\n`;
  };
  const done = main(["codegen", "--watch"], { out: say, err: say, env: {}, cwd, isTTY: false, signal: stop.signal });
  onTestFinished(async () => {
    stop.abort();
    expect(await done).toBe(130);
  });
  const stamps = () => new Map([...readTree(cwd).keys()].map((name) => [name, statSync(path(name)).mtimeMs]));
  let before = new Map<string, number>();
  const self: Watched = {
    cwd,
    path,
    text: (name) => readFileSync(path(name), "utf8"),
    edit(name, from, to) {
      const old = self.text(name);
      expect(old.replace(from, to)).not.toBe(old);
      writeFileSync(path(name), old.replace(from, to));
    },
    async says(line) {
      await expect.poll(() => said, { timeout: 15_000, interval: 10 }).toMatch(line);
      said = "";
    },
    written() {
      const now = stamps();
      const fresh = [...now].filter(([name, stamp]) => before.get(name) !== stamp).map(([name]) => name);
      before = now;
      return fresh.filter((name) => name.endsWith(".ts") && !name.startsWith("eventwright.config"));
    },
  };
  await self.says("watching ");
  self.written();
  return self;
}

test("a save in a context with a folder of its own writes there, and what holds its types elsewhere", slow, async () => {
  const it = await watched({ out: "made", contexts: { shared: { out: "packages/shared" }, payments: { out: "packages/payments" } } });
  expect(existsSync(it.path("packages/shared/money.type.ts"))).toBe(true);
  it.edit("schemas/payments/payment-failed.schema.json", '"description": "', '"description": "Anew. ');
  await it.says("payment-failed.schema.json → written");
  const payments = it.written();
  expect(payments).toEqual(
    expect.arrayContaining(["packages/payments/payment-failed.type.ts", "packages/payments/payment-failed.codec.ts"]),
  );
  expect(payments.filter((name) => !/^packages\/payments\/pay/.test(name))).toEqual([]);

  it.edit("schemas/shared/money.avsc", '"doc": "', '"doc": "Anew. ');
  await it.says("money.avsc → written");
  const shared = it.written();
  expect(shared).toContain("packages/shared/money.type.ts");
  // The type of an event imports Money, its codec holds Money's text.
  expect(shared).toContain("made/orders/order-created.codec.ts");
  expect(shared.filter((name) => name.startsWith("packages/payments/") || name.endsWith("index.ts"))).toEqual([]);
});

test("an output file that somebody removes or edits is back with the next save", slow, async () => {
  const it = await watched({ out: "made" });
  rmSync(it.path("made/orders/orders.topic.ts"));
  it.edit("made/shared/money.type.ts", /$/, "// mine\n");
  it.edit("schemas/orders/order-paid.avsc", '"doc": "', '"doc": "Anew. ');
  await it.says("order-paid.avsc → written");
  expect(it.text("made/shared/money.type.ts")).not.toContain("// mine");
  expect(existsSync(it.path("made/orders/orders.topic.ts"))).toBe(true);
});

test("a saved configuration is taken up, a wrong one keeps the output and says so", slow, async () => {
  const it = await watched({ out: "made" });
  it.edit("eventwright.config.json", "{", '{ "banner": "Copyright Acme.",');
  await it.says("eventwright.config.json → written");
  expect(it.text("made/orders/order-paid.type.ts")).toMatch(/^.*\n\/\/ Copyright Acme\.\n/);

  it.edit("eventwright.config.json", '"banner"', '"baner"');
  await it.says(/there is no key baner; did you mean banner\?[\s\S]*kept the last good output/);
  it.edit("schemas/orders/order-paid.avsc", '"doc": "', '"doc": "Anew. ');
  await it.says(/there is no key baner[\s\S]*kept the last good output/);
  expect(it.text("made/orders/order-paid.type.ts")).not.toContain("Anew. ");
  it.edit("eventwright.config.json", '"baner"', '"banner"');
  await it.says(/mended: everything is right again\n.*→ written/);
  expect(it.text("made/orders/order-paid.type.ts")).toContain("Anew. ");

  it.edit("eventwright.config.json", '"made"', '"elsewhere"');
  await it.says("eventwright.config.json → written");
  it.edit("schemas/orders/order-paid.avsc", "Anew. ", "Again. ");
  await it.says("order-paid.avsc → written");
  expect([it.text("elsewhere/orders/order-paid.type.ts"), it.text("made/orders/order-paid.type.ts")]).toEqual([
    expect.stringContaining("Again. "),
    expect.stringContaining("Anew. "),
  ]);
});

test("a saved template is taken up, and so is a configuration that is code", slow, async () => {
  const template = readFileSync(join(repository, "templates/compat-test.hbs"), "utf8");
  const it = await watched({}, { "eventwright.config.mjs": "export default { templates: 'mine' };", "mine/compat-test.hbs": template });
  it.written();
  it.edit("mine/compat-test.hbs", /$/, "// to the end\n");
  await it.says("mine/compat-test.hbs → written");
  expect(it.written().filter((name) => !name.endsWith(".compat.test.ts"))).toEqual([]);
  expect(it.text("generated/orders/orders.compat.test.ts")).toContain("// to the end");
  it.edit("mine/compat-test.hbs", "// to the end", "{{nothing}}");
  await it.says(/compat-test\.hbs[\s\S]*kept the last good output/);
  it.edit("mine/compat-test.hbs", "{{nothing}}", "// mended");
  await it.says("mended: everything is right again");
  it.edit("eventwright.config.mjs", "'mine'", "'mine', out: 'code'");
  await it.says("eventwright.config.mjs → written");
  expect(it.text("code/orders/orders.compat.test.ts")).toContain("// mended");
});

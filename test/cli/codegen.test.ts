import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { commands } from "../../cli/commands.js";
import { main } from "../../cli/run.js";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

let cwd = "";

beforeEach(() => {
  cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
});

async function run(...argv: readonly string[]) {
  let out = "";
  let err = "";
  const code = await main(argv, {
    out: (text) => {
      out += `${text}\n`;
    },
    err: (text) => {
      err += `${text}\n`;
    },
    env: {},
    cwd,
    isTTY: false,
  });
  return { code, out, err };
}

const edit = (path: string, from: string | RegExp, to: string) => {
  const before = readFileSync(join(cwd, path), "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(cwd, path), after);
};

/** Every file's text and time of change below a folder. */
function snapshot(folder: string) {
  return [...readTree(join(cwd, folder))].map(([path, text]) => ({ path, text, mtime: statSync(join(cwd, folder, path)).mtimeMs }));
}

describe("codegen", () => {
  test("writes this repository's generated/, and a fresh projection", async () => {
    const { code, out } = await run("codegen");
    expect(code).toBe(0);
    expect(out).toMatch(/^eventwright codegen {3}2 topics · 7 events · \d+ named types\n {2}written {2}\d+ +projections\//);
    expect(out).toMatch(/done in \d+\.\d\d s\n$/);
    const written = [...readTree(join(cwd, "generated"))];
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(readTree(join(repository, "generated"))));
    expect(existsSync(join(cwd, "projections/order-summary.projection.ts"))).toBe(true);
  });

  test("a run without a change touches no file", async () => {
    await run("codegen");
    for (const folder of ["generated", "projections"]) {
      for (const path of readTree(join(cwd, folder)).keys()) utimesSync(join(cwd, folder, path), 1, 1);
    }
    const before = [snapshot("generated"), snapshot("projections")];
    const { code, out } = await run("codegen");
    expect(code).toBe(0);
    expect(out).not.toContain("written");
    expect([snapshot("generated"), snapshot("projections")]).toEqual(before);
  });

  test("a new event reaches the stub, whose other bytes stay", async () => {
    await run("codegen");
    const path = join(cwd, "projections/order-summary.projection.ts");
    const mine = readFileSync(path, "utf8")
      .replace("    OrderPaid: (state) =>", "    // by hand\n    OrderPaid:    (state)   =>")
      .replaceAll("\n", "\r\n");
    writeFileSync(path, mine);
    const paid = readFileSync(join(cwd, "schemas/orders/order-paid.avsc"), "utf8");
    writeFileSync(
      join(cwd, "schemas/orders/order-returned.avsc"),
      paid.replace('"OrderPaid"', '"OrderReturned"').replace('"PaymentMethod"', '"Refund"'),
    );
    const { code, out } = await run("codegen");
    expect(code).toBe(0);
    expect(out).toContain("order-summary.projection.ts (+1 handler)");
    const now = readFileSync(path, "utf8");
    expect(now.match(/ {4}OrderReturned: .*\r\n/g)).toHaveLength(2);
    expect(now.replace(/ {4}OrderReturned: .*\r\n/g, "")).toBe(mine);
  });

  test("a consumer of yours: written once, the handler of a lost event is kept and marked, until the event is back", async () => {
    edit("schemas/orders/topic.yaml", /$/, "consumers: [invoicing]\n");
    const path = join(cwd, "projections/invoicing.handlers.ts");
    await run("codegen");
    const mine = readFileSync(path, "utf8").replace("OrderPaid: ignore", "OrderPaid:   async () => {}").replaceAll("\n", "\r\n");
    writeFileSync(path, mine);
    expect((await run("codegen", "--check")).code).toBe(0);
    renameSync(join(cwd, "schemas/orders/order-paid.avsc"), join(cwd, "order-paid"));
    expect((await run("codegen", "--check")).out).toMatch(/^stale {4}projections\/invoicing\.handlers\.ts +gone: OrderPaid$/m);
    expect((await run("codegen")).out).toContain("invoicing.handlers.ts (1 marked as gone)");
    const mark = "  // OrderPaid is no longer an event of orders.events: this handler is never called.\r\n";
    expect(readFileSync(path, "utf8")).toBe(mine.replace("  OrderPaid", `${mark}  OrderPaid`));
    renameSync(join(cwd, "order-paid"), join(cwd, "schemas/orders/order-paid.avsc"));
    expect((await run("codegen")).out).toContain("invoicing.handlers.ts (1 back)");
    expect(readFileSync(path, "utf8")).toBe(mine);
  });

  test("a stub that can't be parsed is left alone: exit 1, and what to add is said", async () => {
    await run("codegen");
    const path = join(cwd, "projections/order-summary.projection.ts");
    writeFileSync(path, "export const broken = (;\n");
    const { code, err } = await run("codegen");
    expect(code).toBe(1);
    expect(err).toContain("warning STUB_UNPARSABLE  projections/order-summary.projection.ts:1:24");
    expect(err).toContain("OrderCancelled: (event) => event.data.customerId,");
    expect(readFileSync(path, "utf8")).toBe("export const broken = (;\n");
  });

  test("broken schemas: every fault with its place, exit 1, nothing changed", async () => {
    await run("codegen");
    const before = [snapshot("generated"), snapshot("projections")];
    edit("schemas/orders/order-paid.avsc", /"type": "acme[^"]*"|"namespace": "acme.orders"/, '"namespace": "acme.orders", "x": ');
    edit("schemas/payments/topic.yaml", "key:", "kye:");
    const { code, err } = await run("codegen");
    expect(code).toBe(1);
    expect(err).toMatch(/^error SCHEMA_INVALID_JSON {2}schemas\/orders\/order-paid\.avsc:\d+:\d+\n +\d+ \| /m);
    expect(err).toMatch(/TOPIC_UNKNOWN_KEY {2}schemas\/payments\/topic\.yaml:\d+:\d+/);
    expect(err).toMatch(/~{3}/);
    expect(err).toMatch(/\d+ errors in \d files; nothing was written\n$/);
    expect([snapshot("generated"), snapshot("projections")]).toEqual(before);
  });

  test("a bare folder gives types and codecs, no clients", async () => {
    const { code } = await run("codegen", "--schemas", join(repository, "test/golden/bare/schemas"), "--out", "out");
    expect(code).toBe(0);
    expect([...readTree(join(cwd, "out")).keys()]).toEqual([
      ".eventwright.json",
      "index.ts",
      "leaf.codec.ts",
      "leaf.type.ts",
      "level.codec.ts",
      "level.type.ts",
      "tree.codec.ts",
      "tree.type.ts",
    ]);
  });

  test("a removed schema takes its files along, a hand-written neighbour stays", async () => {
    await run("codegen");
    writeFileSync(join(cwd, "generated/orders/mine.ts"), "export {};\n");
    rmSync(join(cwd, "schemas/orders"), { recursive: true });
    const { code, out } = await run("codegen");
    expect(code).toBe(0);
    expect(out).toMatch(/removed {2}\d+/);
    expect([...readTree(join(cwd, "generated/orders")).keys()]).toEqual(["mine.ts"]);
  });

  test("two files that would be generated under one path are an error", async () => {
    mkdirSync(join(cwd, "two"));
    writeFileSync(join(cwd, "two/a.avsc"), '{"type":"record","name":"A","fields":[]}');
    writeFileSync(join(cwd, "two/A.avsc"), '{"type":"record","name":"B","fields":[]}');
    const { code, err } = await run("codegen", "--schemas", "two");
    expect(code).toBe(1);
    expect(err).toContain("OUTPUT_CLASH");
    expect(existsSync(join(cwd, "generated"))).toBe(false);
  });

  test("an output folder that is in somebody else's hands: exit 3", async () => {
    mkdirSync(join(cwd, "generated/orders"), { recursive: true });
    writeFileSync(join(cwd, "generated/orders/index.ts"), "export const mine = 1;\n");
    const { code, err } = await run("codegen");
    expect(code).toBe(3);
    expect(err).toMatch(/OUTPUT_UNWRITABLE.*index\.ts exists and was not generated/);
    expect([...readTree(join(cwd, "generated")).keys()]).toEqual(["orders/index.ts"]);
  });

  test("--json has the same facts", async () => {
    const { out } = await run("codegen", "--json");
    expect(JSON.parse(out)).toMatchObject({ topics: 2, events: 7, kept: 0, diagnostics: [], exitCode: 0 });
  });
});

describe("codegen --check", () => {
  test("is clean after a run, and writes nothing", async () => {
    await run("codegen");
    const before = snapshot("generated");
    expect(await run("codegen", "--check")).toMatchObject({ code: 0, out: expect.stringContaining("up to date") });
    expect(snapshot("generated")).toEqual(before);
  });

  test("names what is stale, missing and orphaned, and changes nothing", async () => {
    await run("codegen");
    edit("schemas/shared/money.avsc", '"doc": "', '"doc": "Anew. ');
    rmSync(join(cwd, "generated/shared/address.type.ts"));
    rmSync(join(cwd, "schemas/payments"), { recursive: true });
    rmSync(join(cwd, "projections"), { recursive: true });
    const before = snapshot("generated");
    const { code, out } = await run("codegen", "--check");
    expect(code).toBe(1);
    expect(out).toMatch(/^stale {4}generated\/shared\/money\.type\.ts:\d+ +schemas\/shared\/money\.avsc$/m);
    expect(out).toMatch(/^missing {2}generated\/shared\/address\.type\.ts +schemas\/shared\/address\.avsc$/m);
    expect(out).toMatch(/^orphan {3}generated\/payments\/payment-failed\.codec\.ts +its schema is gone$/m);
    expect(out).toMatch(/^ {2}-\/\*\* An exact amount.*\n {2}\+\/\*\* Anew\. An exact amount/m);
    expect(out).toMatch(/^missing {2}projections\/order-summary\.projection\.ts/m);
    expect(out).toMatch(/\d+ files differ; run `eventwright codegen` and commit the result\n$/);
    expect(snapshot("generated")).toEqual(before);
    expect(existsSync(join(cwd, "projections"))).toBe(false);
  });
});

test("codegen --check shows ten lines of five files, and counts the others; --json has the same facts", async () => {
  await run("codegen");
  for (const event of ["order-cancelled", "order-created", "order-paid", "order-shipped"])
    edit(`schemas/orders/${event}.avsc`, /"doc": "/g, '"doc": "Anew. ');
  const { code, out } = await run("codegen", "--check");
  expect(code).toBe(1);
  const diffs = out.split(/\n\n/).slice(1, -1);
  expect(diffs).toHaveLength(5);
  for (const diff of diffs) expect(diff.split("\n").length).toBeLessThanOrEqual(11);
  expect(out).toMatch(/\n {2}… \d+ more lines\n/);
  const stale = out.match(/^stale /gm)?.length ?? 0;
  expect(out).toContain(`\nand ${stale - 5} more stale files\n${stale} files differ`);
  const json = JSON.parse((await run("codegen", "--check", "--json")).out);
  expect(json).toMatchObject({ exitCode: 1, missing: [], removed: [] });
  expect(json.stale).toHaveLength(stale);
  expect(json.stale[0].diff).toContain("+/** Anew. An order will not be fulfilled. */");
});

describe("the program", () => {
  test.each([
    [["cdoegen"], "there is no command cdoegen", "did you mean codegen?"],
    [["codegen", "--chekc"], "there is no option --chekc", "did you mean --check?"],
    [["codegen", "--zzzzzz"], "there is no option --zzzzzz", "see eventwright --help"],
    [["codegen", "extra"], "there is no argument extra", "see eventwright --help"],
    [[], "say which command to run", "see eventwright --help"],
  ])("%j is wrong usage: exit 2", async (argv, sentence, way) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out, err: err.split("\n").slice(0, 2) }).toEqual({ code: 2, out: "", err: [`error ${sentence}`, `   ${way}`] });
  });

  test.each(commands.map((command) => command.name))("%s --help: a sentence, options, three examples, exit codes", async (name) => {
    const { code, out } = await run(name, "--help");
    expect(code).toBe(0);
    expect(out.match(new RegExp(`^ +eventwright ${name}`, "gm"))?.length).toBeGreaterThanOrEqual(3);
    expect(out).toContain("Exit codes: 0 fine");
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    expect(await run("--version")).toMatchObject({ code: 0, out: `${version}\n` });
  });

  test("Ctrl-C exits 130", async () => {
    const code = await main(["codegen"], { out() {}, err() {}, env: {}, cwd, isTTY: false, signal: AbortSignal.abort() });
    expect(code).toBe(130);
  });

  test.each([
    [{}, [], true],
    [{ NO_COLOR: "1" }, [], false],
    [{ CI: "true" }, [], false],
    [{}, ["--no-color"], false],
  ])("colours: %j %j → %s", async (env, flags, want) => {
    const said: string[] = [];
    await main(["codegen", "--check", ...flags], { out: (text) => said.push(text), err() {}, env, cwd, isTTY: true });
    expect(said.join("\n").includes("\u001b[")).toBe(want);
  });
});

test("what a schema holds can't steer the terminal", async () => {
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, "evil"));
  writeFileSync(join(cwd, "evil/a.avsc"), '{"type":"record","name":"A","fields":[{"name":"x\u202e","type":"\u001b[2Jnope"}]}');
  const { code, err } = await run("codegen", "--schemas", "evil");
  expect(code).toBe(1);
  expect(err).toContain("nope");
  expect(err).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

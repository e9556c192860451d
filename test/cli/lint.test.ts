import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { workTree } from "../contracts/schemas.js";
import { repository, temporaryFolder } from "../generator/kit.js";

let cwd = "";
beforeEach(() => {
  cwd = temporaryFolder();
});

function file(path: string, text: string) {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

const config = (value: object) => file("eventwright.config.json", JSON.stringify(value, undefined, 2));

async function run(...argv: readonly string[]) {
  const said = { out: "", err: "" };
  const say = (word: "out" | "err") => (text: string) => {
    said[word] += `${text}\n`;
  };
  const code = await main(["lint", ...argv], { out: say("out"), err: say("err"), env: {}, cwd, isTTY: false });
  return { code, ...said };
}

/** One schema in which much is wrong. */
function careless() {
  file("schemas/orders/topic.yaml", "topic: orders.events\nkey: orderId\ncompatibility: FULL\n");
  const channel = { type: "enum", name: "channel", symbols: ["web", "STORE"] };
  const fields = [
    { name: "orderId", type: "string", doc: "The order." },
    { name: "Placed_In", type: channel },
    { name: "placed_at", type: "long", doc: "When." },
    { name: "totalAmount", type: "double", doc: "Sum." },
    { name: "note", type: ["null", "string"], doc: "Words \u001b[31m." },
  ];
  file("schemas/orders/placed.avsc", JSON.stringify({ type: "record", name: "OrderPlaced", fields }, undefined, 2));
}

/** What is printed, as it was when somebody looked at it; UPDATE_GOLDEN=1 writes it anew. */
function expectGolden(name: string, text: string) {
  const path = join(repository, "test/fixtures/lint", name);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, "utf8"));
}

describe("lint", () => {
  test("has nothing to say of this repository's schemas", async () => {
    cwd = workTree().cwd;
    expect(await run("--strict")).toEqual({ code: 0, out: "10 schemas, nothing to say\n", err: "" });
  });

  test("says each finding with its place and the way out", async () => {
    careless();
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expectGolden("careless.txt", out);
  });

  test("says the same as JSON", async () => {
    careless();
    const { code, out } = await run("--format", "json");
    expect(code).toBe(1);
    expectGolden("careless.json", out);
  });

  test("is strict where it is asked to be", async () => {
    careless();
    config({ lint: { "optional-default": "warn" } });
    expect((await run()).code).toBe(0);
    expect((await run("--strict")).code).toBe(1);
  });

  test("does not look at what is switched off, and says so", async () => {
    careless();
    const all = ["optional-default", "enum-default", "event-doc", "field-doc", "type-name", "field-name", "symbol-name"];
    const rest = ["namespace-missing", "file-name", "bare-timestamp", "float-amount"];
    config({ lint: Object.fromEntries([...all, ...rest].map((rule) => [rule, "off"])) });
    expect(await run("--strict")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 schema, nothing to say; 11 rules off: optional-default, /),
    });
    config({ lint: { "enum-default": "error" } });
    expect((await run()).out).toMatch(/^error {2}enum-default/m);
  });
});

describe("what can't be", () => {
  test.each([
    [
      { "enum-defualt": "off" },
      /CONFIG_INVALID.*eventwright\.config\.json:3:5: there is no rule enum-defualt; did you mean enum-default\?/,
    ],
    [{ "enum-default": "on" }, /:3:5: lint\.enum-default is one of "off", "warn", "error", not "on"/],
    ["off", /:2:3: lint is an object of "off", "warn" or "error" by rule, not a string/],
  ])("%j in the configuration", async (lint, words) => {
    careless();
    config({ lint });
    const { code, out, err } = await run();
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toMatch(words);
  });

  test("a rule that there is not, or schemas that are none", async () => {
    expect(await run("--explain", "feild-doc")).toMatchObject({ code: 2, err: expect.stringContaining("did you mean field-doc?") });
    expect((await run("--explain")).out.split("\n")).toHaveLength(16);
    expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining("nothing was done") });
  });
});

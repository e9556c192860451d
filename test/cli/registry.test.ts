import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { main } from "../../cli/run.js";
import { startEmbeddedRegistry } from "../../contracts/registries/embedded/start.js";
import { ask } from "../contracts/registries/ask.js";
import { workTree } from "../contracts/schemas.js";
import { readTree } from "../generator/kit.js";

const paid = "schemas/orders/order-paid.avsc";
const paidSubject = "orders.events-acme.orders.OrderPaid";
const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';
const note = `${paymentId}    { "name": "note", "type": "string", "default": "" },\n`;

async function stage() {
  const registry = await startEmbeddedRegistry();
  onTestFinished(() => registry.stop());
  const tree = workTree();
  const run = async (cwd: string, action: string, ...flags: readonly string[]) => {
    const said = { out: "", err: "" };
    const say = (word: "out" | "err") => (text: string) => {
      said[word] += `${text}\n`;
    };
    const argv = ["registry", action, "--registry", registry.url, ...flags];
    const code = await main(argv, { out: say("out"), err: say("err"), env: {}, cwd, isTTY: false });
    return {
      code,
      ...said,
      last: said.out
        .trimEnd()
        .split("\n")
        .at(-1)
        ?.replace(/ {3}\d+\.\d\d s$/, ""),
    };
  };
  return { registry, tree, run };
}

const filesIn = (cwd: string) => readTree(join(cwd, "schemas"));

describe("push", () => {
  test("a dry run writes nothing; a second push changes nothing", async () => {
    const { registry, tree, run } = await stage();
    expect(await run(tree.cwd, "push", "--dry-run")).toMatchObject({ code: 0, last: "9 would be registered, 0 already there, 0 rejected" });
    expect((await ask(registry.url, "GET", "/subjects")).body).toEqual([]);
    expect(await run(tree.cwd, "push")).toMatchObject({ code: 0, last: "9 registered, 0 already there, 0 rejected" });
    expect(await run(tree.cwd, "push")).toMatchObject({ code: 0, last: "0 registered, 9 already there, 0 rejected" });
  });

  test("says as JSON what was rejected", async () => {
    const { tree, run } = await stage();
    await run(tree.cwd, "push");
    tree.edit(paid, paymentId, `${paymentId}    { "name": "note", "type": "string" },\n`);
    const { code, out } = await run(tree.cwd, "push", "--format", "json");
    expect(code).toBe(1);
    const { outcomes } = JSON.parse(out);
    expect(outcomes.filter((one: { outcome: string }) => one.outcome === "rejected")).toEqual([
      expect.objectContaining({ subject: paidSubject, version: 2, reason: expect.stringContaining("READER_FIELD_MISSING_DEFAULT_VALUE") }),
    ]);
  });
});

describe("diff", () => {
  test("is equal after a push, whatever the order of keys there", async () => {
    const { registry, tree, run } = await stage();
    const text: { fields: object[] } = JSON.parse(readFileSync(join(tree.cwd, "schemas/orders/released/OrderPaid.v1.avsc"), "utf8"));
    const turned = Object.fromEntries(Object.entries(text).reverse());
    await ask(registry.url, "PUT", "/config", { compatibility: "FULL_TRANSITIVE" });
    await ask(registry.url, "POST", `/subjects/${paidSubject}/versions`, { schema: JSON.stringify(turned) });
    const before = await run(tree.cwd, "diff", "--format", "json");
    expect(before.code).toBe(1);
    const { subjects } = JSON.parse(before.out);
    expect(subjects).toHaveLength(7);
    expect(subjects.find((one: { subject: string }) => one.subject === paidSubject)).toMatchObject({
      same: 1,
      onlyHere: [],
      onlyThere: [],
    });
    await run(tree.cwd, "push");
    expect(await run(tree.cwd, "diff")).toMatchObject({ code: 0, last: "7 subjects: 7 equal, 0 different" });
  });

  test("says what is missing on either side, and another level", async () => {
    const { registry, tree, run } = await stage();
    const other = workTree();
    other.edit(paid, paymentId, note);
    await run(other.cwd, "push");
    tree.edit(paid, '"doc": "The payment that settled it."', '"doc": "Which payment settled it."');
    await ask(registry.url, "PUT", `/config/${paidSubject}`, { compatibility: "BACKWARD" });
    const { code, out } = await run(tree.cwd, "diff");
    expect(code).toBe(1);
    expect(out.split("\n").slice(0, 5)).toEqual([
      paidSubject,
      "  here only    acme.orders.OrderPaid v2, not released yet",
      "  there only   version 2  acme.orders.OrderPaid",
      "  level        here FULL_TRANSITIVE, there BACKWARD",
      "  same         1 version",
    ]);
  });

  test("knows of events that only the registry has", async () => {
    const { tree, run } = await stage();
    await run(tree.cwd, "push");
    tree.remove(paid);
    tree.remove("schemas/orders/released");
    expect((await run(tree.cwd, "diff")).out).toContain(`${paidSubject}\n  there only   version 1  acme.orders.OrderPaid\n`);
  });
});

describe("pull", () => {
  test("brings back exactly what push took there", async () => {
    const { tree, run } = await stage();
    await run(tree.cwd, "push");
    const before = filesIn(tree.cwd);
    tree.remove("schemas/orders/released");
    tree.remove("schemas/payments/released");
    const without = filesIn(tree.cwd);
    expect(await run(tree.cwd, "pull", "--dry-run")).toMatchObject({
      code: 0,
      last: "9 versions would be pulled, 0 already released, 0 refused",
    });
    expect(filesIn(tree.cwd)).toEqual(without);
    expect(await run(tree.cwd, "pull")).toMatchObject({ code: 0, last: "9 versions pulled, 0 already released, 0 refused" });
    expect([...filesIn(tree.cwd).keys()]).toEqual([...before.keys()]);
    expect(await run(tree.cwd, "diff")).toMatchObject({ code: 0 });
    expect(await run(tree.cwd, "pull")).toMatchObject({ code: 0, last: "0 versions pulled, 9 already released, 0 refused" });
  });

  test("takes what is new and leaves what is there", async () => {
    const { tree, run } = await stage();
    const other = workTree();
    other.edit(paid, paymentId, note);
    await run(other.cwd, "push");
    const before = filesIn(tree.cwd);
    expect((await run(tree.cwd, "pull")).out).toContain(`pulled   ${paidSubject}  version 2  → acme.orders.OrderPaid v2\n`);
    const after = filesIn(tree.cwd);
    expect([...after.keys()].filter((path) => !before.has(path))).toEqual(["orders/released/OrderPaid.v2.avsc"]);
    expect([...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path)).toEqual(["orders/released/released.json"]);
    expect(await run(tree.cwd, "diff")).toMatchObject({ code: 0 });
  });

  test("never writes over another version of the same number", async () => {
    const { registry, tree, run } = await stage();
    const fields = ["eventId", "customerId"].map((name) => ({ name, type: "string" }));
    const schema = JSON.stringify({ type: "record", name: "OrderPaid", namespace: "acme.orders", fields });
    await ask(registry.url, "POST", `/subjects/${paidSubject}/versions`, { schema });
    const before = filesIn(tree.cwd);
    const { code, out } = await run(tree.cwd, "pull");
    expect(code).toBe(1);
    expect(out).toContain(
      `refused  ${paidSubject}  version 1\n         v1 is released and says something else; what is released is never overwritten\n`,
    );
    expect(filesIn(tree.cwd)).toEqual(before);
  });
});

test.each(["push", "pull", "diff"])("%s: a registry that is down is exit 3, and no secret is told", async (action) => {
  let said = "";
  const say = (text: string) => {
    said += text;
  };
  const env = { EVENTWRIGHT_REGISTRY_USER: "u", EVENTWRIGHT_REGISTRY_PASSWORD: "hunter2" };
  const argv = ["registry", action, "--registry", "http://someone:s3cret@127.0.0.1:1"];
  expect(await main(argv, { out: say, err: say, env, cwd: workTree().cwd, isTTY: false })).toBe(3);
  expect(said).toContain("REGISTRY_UNAVAILABLE");
  expect(said).not.toMatch(/s3cret|hunter2/);
});

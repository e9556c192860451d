import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { main } from "../../../../cli/run.js";
import { type WorkTree, workTree } from "../../schemas.js";
import { allOf, judged } from "./judged.js";

const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';
const docs = new URL("../../../../docs/", import.meta.url);

/** A tree in which OrderPaid lost a field and an address its city. */
function broken(): WorkTree {
  const tree = workTree();
  tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
  mkdirSync(join(tree.cwd, "contracts/teams"), { recursive: true });
  return tree;
}

async function gate(cwd: string, ...more: readonly string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const code = await main(["gate", ...more], { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, text: lines.join("\n") };
}

function waivers(fingerprint: string, expires = "2099-12-31"): string {
  return `contract: waivers/v1\nwaivers:\n  - fingerprint: "${fingerprint}"\n    reason: nobody reads it\n    owner: team-orders\n    expires: "${expires}"\n`;
}

describe("waivers", () => {
  it("accept a finding, which is shown and breaks nothing", async () => {
    const tree = broken();
    const [before] = allOf(await judged(tree.cwd));
    tree.write("contracts/waivers.yaml", waivers(before?.fingerprint ?? ""));
    const report = await judged(tree.cwd);
    expect(report.status).toBe("compatible");
    const place = { path: "contracts/waivers.yaml", line: 3, column: 18 };
    expect(allOf(report)).toMatchObject([{ rule: "FIELD_ADDED_WITHOUT_DEFAULT", waiver: { owner: "team-orders", place } }]);
    expect((await gate(tree.cwd)).code).toBe(0);
  });

  it("hold on their last day, and are a finding after it", async () => {
    const tree = broken();
    const [before] = allOf(await judged(tree.cwd));
    tree.write("contracts/waivers.yaml", waivers(before?.fingerprint ?? "", "2026-03-01"));
    expect((await judged(tree.cwd, { today: "2026-03-01" })).status).toBe("compatible");
    const late = await judged(tree.cwd, { today: "2026-03-02" });
    expect(late.status).toBe("breaks");
    expect(allOf(late).map(({ rule, severity }) => [rule, severity])).toEqual([
      ["WAIVER_EXPIRED", "error"],
      ["FIELD_ADDED_WITHOUT_DEFAULT", "error"],
    ]);
  });

  it("that nobody needs are warned of, unless only a part was looked at", async () => {
    const tree = broken();
    tree.write("contracts/waivers.yaml", waivers("01234567"));
    expect(allOf(await judged(tree.cwd)).map(({ rule, severity }) => [rule, severity])).toContainEqual(["WAIVER_UNUSED", "warning"]);
    expect(allOf(await judged(tree.cwd, { only: ["OrderPaid"] })).map(({ rule }) => rule)).not.toContain("WAIVER_UNUSED");
  });

  it("taken away give the finding back", async () => {
    const tree = broken();
    tree.edit("schemas/orders/order-shipped.avsc", '"OrderShipped"', '"OrderSent"');
    const all = allOf(await judged(tree.cwd));
    const known = all.map(({ fingerprint }) => fingerprint);
    expect(new Set(known).size).toBe(known.length);
    expect(known.length).toBeGreaterThan(1);
    const place = { path: "w", line: 1, column: 1, length: 0 };
    await fc.assert(
      fc.asyncProperty(fc.subarray(known), async (waived) => {
        const list = waived.map((fingerprint) => ({ fingerprint, reason: "r", owner: "o", expires: "2099-01-01", place }));
        const report = await judged(tree.cwd, { waivers: list });
        const open = allOf(report).filter((finding) => finding.waiver === undefined);
        expect(open.map(({ fingerprint }) => fingerprint)).toEqual(known.filter((each) => !waived.includes(each)));
        expect(report.status).toBe(open.length === 0 ? "compatible" : "breaks");
      }),
      { numRuns: 12 },
    );
  });

  it.each([
    ["an unknown key", waivers("01234567").replace("reason", "raeson"), "contracts/waivers.yaml:4:5", "Did you mean reason?"],
    ["a day that is none", waivers("01234567", "2026-02-30"), "contracts/waivers.yaml:6:14", "there is no day 2026-02-30"],
    ["no YAML", "waivers: [", "contracts/waivers.yaml:1:11", "WAIVERS_INVALID"],
    [
      "a fingerprint that YAML takes for a number",
      waivers("x").replace('"x"', "12345678"),
      "contracts/waivers.yaml:3:18",
      "eight hex digits",
    ],
    ["two for one finding", waivers("01234567") + waivers("01234567").split("waivers:\n")[1], "contracts/waivers.yaml:7:5", "waived twice"],
  ])("in a file with %s are told with their place, and nothing is checked", async (_, text, place, words) => {
    const tree = broken();
    tree.write("contracts/waivers.yaml", text);
    const said = await gate(tree.cwd);
    expect(said).toMatchObject({ code: 2, text: expect.stringContaining(place) });
    expect(said.text).toContain(words);
  });

  it("must be where --waivers says", async () => {
    expect((await gate(workTree().cwd, "--waivers", "nowhere.yaml")).code).toBe(2);
  });
});

const consumer = (reads: string) => `contract: consumer/v1\nconsumer: shipping\nowner: team-shipping\nreads:\n${reads}`;

describe("consumers", () => {
  it("who read the field are named with the line that says so", async () => {
    const tree = broken();
    const read = (...fields: readonly string[]) =>
      `  - channel: orders.events\n    message: OrderPaid\n    fields:\n${fields.map((field) => `      - ${field}\n`).join("")}`;
    tree.write("contracts/teams/shipping.consumer.yaml", consumer(read("orderId", "{ path: paymentId, why: receipts }")));
    tree.write("contracts/other.consumer.yaml", consumer(read("orderId")).replace("shipping", "billing"));
    tree.write(
      "contracts/all.consumer.yaml",
      consumer("  - { channel: orders.events, message: acme.orders.OrderPaid }\n").replace("shipping", "audit"),
    );
    tree.write("contracts/old.consumer.yaml", `${consumer(read("paymentId"))}status: retired\n`);
    const [finding] = allOf(await judged(tree.cwd));
    expect(finding?.readBy).toEqual([
      { consumer: "audit", owner: "team-shipping", place: { path: "contracts/all.consumer.yaml", line: 5, column: 40, length: 21 } },
      {
        consumer: "shipping",
        owner: "team-shipping",
        place: { path: "contracts/teams/shipping.consumer.yaml", line: 9, column: 17, length: 9 },
      },
    ]);
  });

  it("are followed through a type that several fields share, and not from a field that goes to another of its type", async () => {
    const [older, newer] = [workTree(), broken()];
    const tip = '    { "name": "tip", "type": "acme.shared.Money" },\n';
    older.edit("schemas/orders/order-paid.avsc", paymentId, `${paymentId}${tip}`);
    newer.edit("schemas/orders/order-paid.avsc", '    { "name": "amount"', `${paymentId}${tip}    { "name": "amount"`);
    const reads = (field: string) => consumer(`  - { channel: orders.events, message: OrderPaid, fields: [${field}] }\n`);
    newer.write("contracts/a.consumer.yaml", reads("amount.currency").replace("shipping", "books"));
    newer.write("contracts/b.consumer.yaml", reads("tip.currency"));
    newer.edit("schemas/shared/money.avsc", '"name": "currency"', '"name": "unit"');
    const against = `dir:${join(older.cwd, "schemas")}`;
    const readers = async (end: string) =>
      allOf(await judged(newer.cwd, { against, only: ["OrderPaid"] }))
        .filter(({ path, was }) => path.endsWith(end) && was?.path.includes("released") === false)
        .map(({ path, readBy }) => [path, readBy.map((one) => one.consumer)]);
    expect(await readers("currency")).toEqual([["tip.currency", ["books", "shipping"]]]);
    newer.edit("schemas/shared/money.avsc", '"name": "unit"', '"name": "currency"');
    newer.edit("schemas/orders/order-paid.avsc", '"name": "amount"', '"name": "sum"');
    expect(await readers("amount")).toEqual([["amount", ["books"]]]);
  });

  it("read topics too", async () => {
    const [older, tree] = [workTree(), broken()];
    tree.edit("schemas/orders/topic.yaml", "key: customerId", "key: orderId");
    tree.write("contracts/a.consumer.yaml", consumer("  - { channel: orders.events, message: OrderCreated }\n"));
    const report = await judged(tree.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
    expect(report.findings).toMatchObject([{ rule: "KEY_CHANGED", readBy: [{ consumer: "shipping" }] }]);
  });

  it.each([
    ["a misspelt key", "  - { chanel: orders.events, message: OrderPaid }\n", 2, ":5:7", "Did you mean channel?"],
    ["a topic that no folder declares", "  - { channel: order.events, message: OrderPaid }\n", 1, ":5:16", "Did you mean orders.events?"],
    ["an event that the topic lacks", "  - { channel: orders.events, message: OrderPayed }\n", 1, ":5:40", "Did you mean OrderPaid?"],
    [
      "a field that no version has",
      "  - { channel: orders.events, message: OrderPaid, fields: [orderID] }\n",
      1,
      ":5:60",
      "Did you mean orderId?",
    ],
  ])("with %s are told with the place", async (_, reads, code, place, words) => {
    const tree = broken();
    tree.write("contracts/a.consumer.yaml", consumer(reads));
    const said = await gate(tree.cwd);
    expect(said.text).toContain(`contracts/a.consumer.yaml${place}`);
    expect(said.text).toContain(words);
    expect(said.code).toBe(code);
  });
});

describe("the published schemas of the files", () => {
  const judge = (name: string) =>
    new Ajv2020({ strict: true, formats: { date: true } }).compile(JSON.parse(readFileSync(new URL(name, docs), "utf8")));

  it("take what we take", () => {
    expect(judge("waivers.v1.schema.json")(parse(waivers("01234567")))).toBe(true);
    expect(judge("waivers.v1.schema.json")(parse(waivers("01234567").replace("reason", "why")))).toBe(false);
    const example = readFileSync(new URL("../contracts/shipping.consumer.yaml", docs), "utf8");
    expect(judge("consumer.v1.schema.json")(parse(example))).toBe(true);
    expect(judge("consumer.v1.schema.json")(parse(example.replace("channel", "topic")))).toBe(false);
  });
});

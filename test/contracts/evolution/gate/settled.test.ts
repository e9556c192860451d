import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Glance, glanceAt } from "../../../../catalog/index.js";
import { gate } from "../../../../contracts/evolution/gate/gate.js";
import { type Settled, settledPart } from "../../../../contracts/evolution/gate/settled.js";
import { openMemory } from "../../../../contracts/evolution/gate/verdicts.js";
import { workTree } from "../../schemas.js";
import { allOf, judged } from "./judged.js";

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), "eventwright-kept-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, ".eventwright", "events");
}

function glance(cwd: string): Glance {
  const seen = glanceAt({ schemas: "schemas", cwd });
  if (seen === undefined) throw new Error("no glance");
  return seen;
}

async function run(cwd: string, kept: string) {
  const settled = await settledPart(glance(cwd), { file: kept, isDeclaredOn: true, least: 1 });
  if (settled === undefined) return { settled, report: await judged(cwd) };
  const { model, part } = settled;
  const report = await gate({ model, part, cwd });
  settled.learn(report.verdicts);
  return { settled, report };
}

const judgedOf = (settled: Settled | undefined) => [...(settled?.part.judged ?? [])].sort();

describe("events that were found to be well", () => {
  it("are not looked at again, and say what they said", async () => {
    const { cwd } = workTree();
    const kept = file();
    const [first, second] = [await run(cwd, kept), await run(cwd, kept)];
    expect(judgedOf(first.settled)).toHaveLength(10);
    expect(judgedOf(second.settled)).toEqual([]);
    const words = (one: typeof first) => one.report.verdicts.map(({ event, verdict, against }) => `${event} ${verdict} ${against}`).sort();
    expect(words(second)).toEqual(words(first));
    expect(second.report).toMatchObject({ status: "compatible", compared: first.report.compared });
  });

  it.each([
    ["their own file", "schemas/orders/order-paid.avsc", '"paymentId"', '"payment"', ["orders/order-paid.avsc"]],
    [
      "a type that they refer to",
      "schemas/shared/money.avsc",
      '"doc": "An exact',
      '"doc": "The exact',
      ["orders/order-cancelled.avsc", "orders/order-created.avsc", "orders/order-paid.avsc", "shared/money.avsc"],
    ],
    [
      "their topic",
      "schemas/payments/topic.yaml",
      "BACKWARD_TRANSITIVE",
      "FULL_TRANSITIVE",
      ["payments/payment-authorized.schema.json", "payments/payment-failed.schema.json", "payments/payment-refunded.schema.json"],
    ],
  ])("are looked at again after a change of %s, and the whole says the same", async (_, path, from, to, open) => {
    const tree = workTree();
    const kept = file();
    await run(tree.cwd, kept);
    tree.edit(path, from, to);
    const { settled, report } = await run(tree.cwd, kept);
    expect(judgedOf(settled)).toEqual(open.map((each) => `schemas/${each}`));
    const whole = await judged(tree.cwd);
    const prints = (one: typeof whole) =>
      allOf(one)
        .map(({ fingerprint }) => fingerprint)
        .sort();
    expect(prints(report)).toEqual(prints(whole));
    expect(report.status).toBe(whole.status);
    if (whole.status === "breaks") expect(judgedOf((await run(tree.cwd, kept)).settled).length).toBeGreaterThan(0);
  });

  it("are no excuse for a released file that was edited, added or lost: then the whole is looked at", async () => {
    const tree = workTree();
    const kept = file();
    await run(tree.cwd, kept);
    tree.edit("schemas/orders/released/OrderPaid.v1.avsc", '"paymentId"', '"payment"');
    expect(await settledPart(glance(tree.cwd), { file: kept, isDeclaredOn: true, least: 1 })).toBeUndefined();
    tree.remove("schemas/orders/released/OrderPaid.v1.avsc");
    expect(await settledPart(glance(tree.cwd), { file: kept, isDeclaredOn: true, least: 1 })).toBeUndefined();
  });

  it("stay missed when their schema is gone", async () => {
    const tree = workTree();
    const kept = file();
    await run(tree.cwd, kept);
    tree.remove("schemas/orders/order-paid.avsc");
    for (const _ of [1, 2]) expect(allOf((await run(tree.cwd, kept)).report).map(({ rule }) => rule)).toEqual(["EVENT_REMOVED"]);
  });

  it.each([
    ["is damaged", (text: string) => text.replace("unchanged", "unchangen")],
    ["is cut off", (text: string) => text.slice(0, -20)],
    ["was written by other rules", (text: string) => text.replace("eventwright ", "eventwright x")],
    ["is no text", () => "\u0000\u0001"],
  ])("are forgotten where the file %s", async (_, damage) => {
    const { cwd } = workTree();
    const kept = file();
    await run(cwd, kept);
    writeFileSync(kept, damage(readFileSync(kept, "utf8")));
    expect(judgedOf((await run(cwd, kept)).settled)).toHaveLength(10);
    expect(judgedOf((await run(cwd, kept)).settled)).toHaveLength(0);
  });

  it("cost nothing but time where nothing can be written", async () => {
    const { cwd } = workTree();
    const { report } = await run(cwd, join(cwd, "schemas/orders/topic.yaml/events"));
    expect(report.status).toBe("compatible");
  });
});

describe("pairs that were found to be well", () => {
  const pair = { breaks: "backward", format: "avro avro", candidate: "a", version: "b" } as const;

  it("are kept in a folder that git ignores, and forgotten when nobody asks for them", () => {
    const kept = file();
    const memory = openMemory(kept, 1);
    expect(memory.isClean(pair)).toBe(false);
    memory.learnClean(pair);
    memory.save(true);
    expect(readFileSync(join(kept, "../.gitignore"), "utf8")).toBe("*\n");
    expect(openMemory(kept).isClean(pair)).toBe(true);
    expect(openMemory(kept).isClean({ ...pair, breaks: "forward" })).toBe(false);
    const later = openMemory(kept, 1);
    later.learnClean({ ...pair, candidate: "c" });
    later.save(true);
    expect(openMemory(kept).isClean(pair)).toBe(false);
  });

  it("are not worth a file where they are few", () => {
    const kept = file();
    const memory = openMemory(kept);
    memory.learnClean(pair);
    memory.save(true);
    expect(existsSync(kept)).toBe(false);
  });
});

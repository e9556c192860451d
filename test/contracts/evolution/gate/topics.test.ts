import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workTree } from "../../schemas.js";
import { allOf, judged, rulesOf } from "./judged.js";

const topic = "schemas/orders/topic.yaml";

async function changed(from: string, to: string) {
  const [older, newer] = [workTree(), workTree()];
  newer.edit(topic, from, to);
  return judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
}

describe("what the gate says of topics", () => {
  it.each([
    ["TOPIC_CHANGED", "topic: orders.events", "topic: orders.v2", "topic", '"orders.events"', '"orders.v2"'],
    ["KEY_CHANGED", "key: customerId", "key: orderId", "key", '"customerId"', '"orderId"'],
    ["SUBJECT_CHANGED", "subject: topic-record", "subject: record", "subject", '"topic-record"', '"record"'],
    ["MODE_WEAKENED", "FULL_TRANSITIVE", "FULL", "compatibility", '"FULL_TRANSITIVE"', '"FULL"'],
    ["MODE_WEAKENED", "FULL_TRANSITIVE", "BACKWARD_TRANSITIVE", "compatibility", '"FULL_TRANSITIVE"', '"BACKWARD_TRANSITIVE"'],
    ["MODE_WEAKENED", "FULL_TRANSITIVE", "NONE", "compatibility", '"FULL_TRANSITIVE"', '"NONE"'],
  ])("%s: %s is %s now", async (rule, from, to, path, before, after) => {
    const report = await changed(from, to);
    expect(report.status).toBe("breaks");
    expect(report.findings).toMatchObject([{ rule, severity: "error", path, before, after, place: { path: topic } }]);
    expect(report.findings[0]?.reproduce).toMatch(/^npx eventwright gate --against dir:\S+ --only orders\.\w+$/);
  });

  it("takes a stronger promise for no break", async () => {
    const [older, newer] = [workTree(), workTree()];
    older.edit(topic, "FULL_TRANSITIVE", "BACKWARD");
    const report = await judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
    expect(rulesOf(report)).toEqual([]);
  });

  it("finds a topic again whose folder was renamed", async () => {
    const [older, newer] = [workTree(), workTree()];
    renameSync(join(newer.cwd, "schemas/orders"), join(newer.cwd, "schemas/sales"));
    expect(allOf(await judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` }))).toEqual([]);
  });

  it("finds one event that left for another topic", async () => {
    const [older, newer] = [workTree(), workTree()];
    for (const [from, to] of [
      ["order-paid.avsc", "paid.avsc"],
      ["released/OrderPaid.v1.avsc", "released/OrderPaid.v1.avsc"],
    ]) {
      renameSync(join(newer.cwd, "schemas/orders", from ?? ""), join(newer.cwd, "schemas/payments", to ?? ""));
    }
    const lists = ["orders", "payments"].map((context) => join(newer.cwd, "schemas", context, "released/released.json"));
    const { readFileSync, writeFileSync } = await import("node:fs");
    const [orders, payments] = lists.map((path) => JSON.parse(readFileSync(path, "utf8")));
    const { "OrderPaid.v1.avsc": sum, ...rest } = orders;
    writeFileSync(lists[0] ?? "", JSON.stringify(rest));
    writeFileSync(lists[1] ?? "", JSON.stringify({ ...payments, "OrderPaid.v1.avsc": sum }));
    const report = await judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
    expect(allOf(report)).toMatchObject([{ rule: "TOPIC_CHANGED", before: '"orders.events"', after: '"payments.events"' }]);
    expect(report.verdicts.find(({ verdict }) => verdict === "breaks")?.event).toBe("acme.orders.OrderPaid");
  });
});

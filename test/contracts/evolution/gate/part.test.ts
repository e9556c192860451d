import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gateFolder } from "../../../../contracts/evolution/gate/folder.js";
import { type WorkTree, workTree } from "../../schemas.js";
import { allOf, committed, judged } from "./judged.js";

type Edit = (tree: WorkTree) => void;

const edits: readonly (readonly [what: string, edit: Edit])[] = [
  ["nothing", () => undefined],
  ["a field", (tree) => tree.edit("schemas/orders/order-paid.avsc", '"name": "paymentId"', '"name": "payment"')],
  ["a type that others refer to", (tree) => tree.edit("schemas/shared/money.avsc", '"name": "currency"', '"name": "unit"')],
  ["a JSON Schema that others refer to", (tree) => tree.edit("schemas/shared/amount.schema.json", '"currency"', '"unit"')],
  ["a constraint", (tree) => tree.edit("schemas/payments/payment-failed.schema.json", '"minimum": 1', '"minimum": 2')],
  ["a topic's key", (tree) => tree.edit("schemas/orders/topic.yaml", "key: customerId", "key: orderId")],
  ["a topic's mode", (tree) => tree.edit("schemas/orders/topic.yaml", "FULL_TRANSITIVE", "BACKWARD")],
  ["a file that is gone", (tree) => tree.remove("schemas/orders/order-cancelled.avsc")],
  ["a folder that is gone", (tree) => tree.remove("schemas/payments")],
  ["a file's name", ({ cwd }) => renameSync(join(cwd, "schemas/orders/order-paid.avsc"), join(cwd, "schemas/orders/paid.avsc"))],
  ["a folder's name", ({ cwd }) => renameSync(join(cwd, "schemas/payments"), join(cwd, "schemas/money"))],
  ["an event's name", (tree) => tree.edit("schemas/orders/order-paid.avsc", '"OrderPaid"', '"OrderSettled"')],
  ["released versions that are gone", (tree) => tree.remove("schemas/orders/released")],
  [
    "a new event",
    (tree) => tree.write("schemas/orders/order-held.avsc", JSON.stringify({ type: "record", name: "acme.orders.OrderHeld", fields: held })),
  ],
];
const held = [
  { name: "eventId", type: "string" },
  { name: "customerId", type: "string" },
  { name: "timestamp", type: { type: "long", logicalType: "timestamp-millis" } },
  { name: "total", type: "acme.shared.Money" },
];

describe("the gate that looks at a part", () => {
  it.each(edits)("says of %s what the whole would say", async (_, edit) => {
    const tree = workTree();
    committed(tree.cwd);
    edit(tree);
    const against = ["git:HEAD"];
    const { report, diagnostics } = await gateFolder({ schemas: "schemas", cwd: tree.cwd, contracts: "contracts", against, only: [] });
    const whole = await judged(tree.cwd, { against });
    expect(diagnostics).toEqual([]);
    const findings = (one: typeof whole) => [...allOf(one)].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    expect(findings(report ?? whole)).toEqual(findings(whole));
    const words = (one: typeof whole) =>
      one.verdicts.map(({ event, topic, mode, verdict }) => `${event} ${topic} ${mode} ${verdict}`).sort();
    expect(words(report ?? whole)).toEqual(words(whole));
    expect(report?.status).toBe(whole.status);
    expect(report?.compared).toBeLessThanOrEqual(whole.compared);
  });

  it("tells what is wrong with the schemas as ever", async () => {
    const tree = workTree();
    committed(tree.cwd);
    tree.edit("schemas/orders/order-paid.avsc", '"acme.shared.Money"', '"acme.shared.Muney"');
    const { report, diagnostics } = await gateFolder({
      schemas: "schemas",
      cwd: tree.cwd,
      contracts: "contracts",
      against: ["git:HEAD"],
      only: [],
    });
    expect(report).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain("SCHEMA_UNKNOWN_TYPE");
  });
});

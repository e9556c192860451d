import { describe, expect, it } from "vitest";
import { loadCatalog } from "../../../../catalog/index.js";
import { pushCatalog } from "../../../../contracts/registries/push.js";
import { needs, part } from "../../../real/parts.js";
import { workTree } from "../../schemas.js";
import { allOf, judged } from "./judged.js";

describe.skipIf(!needs("apicurio"))("the gate against a registry that is none of ours", () => {
  it("finds what was pushed unchanged, and what breaks by subject and version", async () => {
    const tree = workTree();
    const topic = `gate.events.${Date.now()}`;
    tree.edit("schemas/orders/topic.yaml", "topic: orders.events", `topic: ${topic}`);
    const { model } = await loadCatalog({ schemas: "schemas", cwd: tree.cwd });
    if (model === undefined) throw new Error("no model");
    const url = part("apicurio");
    await pushCatalog({ model, url });
    const against = `registry:${url}`;
    const before = await judged(tree.cwd, { against, only: [topic] });
    expect(before.verdicts.map(({ verdict }) => verdict)).toEqual(Array(4).fill("unchanged"));
    tree.edit("schemas/orders/order-paid.avsc", '"name": "paymentId"', '"name": "payment"');
    const report = await judged(tree.cwd, { against, only: [topic] });
    expect(report.status).toBe("breaks");
    const was = { path: `registry/subjects/${topic}-acme.orders.OrderPaid/versions/1` };
    expect(allOf(report)).toContainEqual(
      expect.objectContaining({ rule: "FIELD_ADDED_WITHOUT_DEFAULT", was: expect.objectContaining(was) }),
    );
  });
});

import { describe, expect, it, onTestFinished } from "vitest";
import { loadCatalog } from "../../../../catalog/index.js";
import { askRegistry } from "../../../../contracts/registries/client.js";
import { startEmbeddedRegistry } from "../../../../contracts/registries/embedded/start.js";
import { pushCatalog } from "../../../../contracts/registries/push.js";
import { workTree } from "../../schemas.js";
import { allOf, judged, rulesOf } from "./judged.js";

const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';

async function filled() {
  const tree = workTree();
  const registry = await startEmbeddedRegistry();
  onTestFinished(() => registry.stop());
  const { model } = await loadCatalog({ schemas: "schemas", cwd: tree.cwd });
  if (model === undefined) throw new Error("no model");
  await pushCatalog({ model, url: registry.url });
  return { tree, url: registry.url };
}

describe("the gate against a registry", () => {
  it("finds every version unchanged that was pushed, and compares once what released/ holds too", async () => {
    const { tree, url } = await filled();
    const report = await judged(tree.cwd, { against: `registry:${url}` });
    expect(report).toMatchObject({ status: "compatible", baselines: [`registry:${url}`], identities: ["9 versions"] });
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual(Array(7).fill("unchanged"));
    const both = await judged(tree.cwd, { against: ["released", `registry:${url}`] });
    expect(both.compared).toBe((await judged(tree.cwd)).compared);
    expect(both.verdicts[1]?.from?.[0]).toEqual({ version: 1, baselines: ["released", `registry:${url}`] });
  });

  it("says which version of which subject breaks", async () => {
    const { tree, url } = await filled();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
    const [finding] = allOf(await judged(tree.cwd, { against: `registry:${url}` }));
    expect(finding).toMatchObject({
      rule: "FIELD_ADDED_WITHOUT_DEFAULT",
      was: { path: "registry/subjects/orders.events-acme.orders.OrderPaid/versions/1" },
      before: expect.stringContaining("paymentId"),
      reproduce: `npx eventwright gate --against registry:${url} --only acme.orders.OrderPaid`,
    });
  });

  it("misses an event that the registry still has, and forgets one that was deleted there", async () => {
    const { tree, url } = await filled();
    tree.remove("schemas/orders/order-paid.avsc");
    expect(rulesOf(await judged(tree.cwd, { against: `registry:${url}` }))).toEqual(["EVENT_REMOVED"]);
    const answer = await fetch(`${url}/subjects/orders.events-acme.orders.OrderPaid`, { method: "DELETE" });
    expect(answer.status).toBe(200);
    expect(rulesOf(await judged(tree.cwd, { against: `registry:${url}` }))).toEqual([]);
  });

  it("follows references", async () => {
    const tree = workTree();
    const registry = await startEmbeddedRegistry();
    onTestFinished(() => registry.stop());
    const put = (subject: string, body: object) => askRegistry({ url: registry.url }, "POST", `/subjects/${subject}/versions`, body);
    const id = { name: "currency", type: "string" };
    await put("money", { schema: JSON.stringify({ type: "record", name: "acme.shared.Money", fields: [id] }) });
    const fields = ["eventId", "customerId"].map((name) => ({ name, type: "string" }));
    const event = { type: "record", name: "acme.orders.OrderPaid", fields: [...fields, { name: "amount", type: "acme.shared.Money" }] };
    const references = [{ name: "acme.shared.Money", subject: "money", version: 1 }];
    const answer = await put("orders.events-acme.orders.OrderPaid", { schema: JSON.stringify(event), references });
    expect(answer.status).toBe(200);
    const report = await judged(tree.cwd, { against: `registry:${registry.url}`, only: ["OrderPaid"] });
    expect(report.verdicts).toMatchObject([{ event: "acme.orders.OrderPaid", verdict: "breaks", against: [1] }]);
    expect(allOf(report).map(({ path }) => path)).toContain("amount.amount");
  });

  it("can't check against a registry that is empty, away or closed, and shows no password", async () => {
    const { cwd } = workTree();
    const registry = await startEmbeddedRegistry();
    onTestFinished(() => registry.stop());
    await expect(judged(cwd, { against: `registry:${registry.url}` })).rejects.toMatchObject({ code: "BASELINE_UNAVAILABLE" });
    const away = judged(cwd, { against: "registry:http://someone:secret@127.0.0.1:1" });
    await expect(away).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" });
    await expect(away).rejects.not.toThrow("secret");
  });
});

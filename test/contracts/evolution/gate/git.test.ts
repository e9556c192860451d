import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { workTree } from "../../schemas.js";
import { allOf, committed, git, judged, rulesOf } from "./judged.js";

const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';
const against = "git:HEAD";

function repository() {
  const tree = workTree();
  committed(tree.cwd);
  return tree;
}

describe("the gate against a git ref", () => {
  it("is green on what the ref holds, and leaves no trace", async () => {
    const { cwd } = repository();
    const report = await judged(cwd, { against });
    expect(report).toMatchObject({ status: "compatible", baselines: [against], findings: [] });
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual(Array(7).fill("unchanged"));
    expect(report.identities).toEqual([git(cwd, "rev-parse", "HEAD").trim()]);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("finds a break that was never released", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, `${paymentId}    { "name": "note", "type": "string", "default": "" },\n`);
    committed(tree.cwd);
    tree.edit("schemas/orders/order-paid.avsc", '"name": "note", "type": "string"', '"name": "note", "type": "int"');
    tree.edit("schemas/orders/order-paid.avsc", '"default": ""', '"default": 0');
    const report = await judged(tree.cwd, { against });
    expect(rulesOf(report)).toContain("TYPE_CHANGED");
    expect(report.verdicts.find((verdict) => verdict.verdict === "breaks")).toMatchObject({
      event: "acme.orders.OrderPaid",
      against: [1, 2],
    });
    expect((await judged(tree.cwd)).status).toBe("compatible");
  });

  it("sees that a file was renamed, and that a folder was, as no change", async () => {
    const { cwd } = repository();
    renameSync(join(cwd, "schemas/orders/order-paid.avsc"), join(cwd, "schemas/orders/paid.avsc"));
    expect((await judged(cwd, { against })).status).toBe("compatible");
    renameSync(join(cwd, "schemas/payments"), join(cwd, "schemas/money"));
    const report = await judged(cwd, { against });
    expect(allOf(report)).toEqual([]);
    expect(report.verdicts.filter(({ verdict }) => verdict === "unchanged")).toHaveLength(7);
  });

  it("tells a renamed event from a removed one, and takes an alias", async () => {
    const tree = repository();
    tree.edit("schemas/orders/order-paid.avsc", '"OrderPaid"', '"OrderSettled"');
    const report = await judged(tree.cwd, { against });
    const [finding] = allOf(report);
    expect(rulesOf(report)).toEqual(["EVENT_RENAMED"]);
    expect(finding).toMatchObject({ before: '"acme.orders.OrderPaid"', after: '"acme.orders.OrderSettled"', versions: [1] });
    expect(finding?.waysOut[0]).toBe("keep the name acme.orders.OrderPaid");
    tree.edit("schemas/orders/order-paid.avsc", '"OrderSettled",', '"OrderSettled", "aliases": ["OrderPaid"],');
    // Readers of the old schema know no alias, so the mode's other half still breaks.
    expect(allOf(await judged(tree.cwd, { against }))).toMatchObject([{ rule: "NAME_CHANGED", breaks: "forward" }]);
    tree.edit("schemas/orders/topic.yaml", "FULL_TRANSITIVE", "BACKWARD_TRANSITIVE");
    expect(rulesOf(await judged(tree.cwd, { against }))).toEqual(["MODE_WEAKENED"]);
  });

  it("sees that an event is gone, and that a whole topic is", async () => {
    const tree = repository();
    tree.remove("schemas/orders/order-cancelled.avsc");
    tree.remove("schemas/payments");
    const report = await judged(tree.cwd, { against });
    expect(rulesOf(report)).toEqual(["EVENT_REMOVED"]);
    expect(report.findings).toMatchObject([
      { rule: "EVENT_REMOVED", before: '"payments.events"', message: expect.stringContaining("PaymentFailed") },
    ]);
    expect(report.verdicts.filter(({ verdict }) => verdict === "breaks")).toMatchObject([{ event: "acme.orders.OrderCancelled" }]);
  });

  it("sees that a released file was edited together with its sum", async () => {
    const tree = repository();
    const path = "schemas/orders/released/OrderPaid.v1.avsc";
    tree.edit(path, '"name": "paymentId"', '"name": "payment"');
    tree.edit("schemas/orders/order-paid.avsc", '"name": "paymentId"', '"name": "payment"');
    const { createHash } = await import("node:crypto");
    const { readFileSync } = await import("node:fs");
    const list = JSON.parse(readFileSync(join(tree.cwd, "schemas/orders/released/released.json"), "utf8"));
    const sum = createHash("sha256")
      .update(readFileSync(join(tree.cwd, path)))
      .digest("hex");
    tree.write("schemas/orders/released/released.json", JSON.stringify({ ...list, "OrderPaid.v1.avsc": sum }));
    expect((await judged(tree.cwd)).status).toBe("compatible");
    const report = await judged(tree.cwd, { against });
    expect(rulesOf(report)).toContain("RELEASED_EDITED");
    expect(allOf(report).find(({ rule }) => rule === "RELEASED_EDITED")).toMatchObject({ place: { path }, versions: [1] });
  });

  it("compares a version once that two baselines hold, and names both", async () => {
    const { cwd } = repository();
    const [one, both] = [await judged(cwd), await judged(cwd, { against: ["released", against, "released"] })];
    expect(both.compared).toBe(one.compared);
    expect(both.baselines).toEqual(["released", against]);
    expect(both.verdicts[0]?.from).toEqual([{ version: 1, baselines: ["released", against] }]);
  });

  it("explains what a shallow clone lacks", async () => {
    const { cwd } = repository();
    git(cwd, "commit", "-qm", "another", "--allow-empty");
    git(cwd, "branch", "older", "HEAD~1");
    const clone = mkdtempSync(join(tmpdir(), "eventwright-shallow-"));
    onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
    git(clone, "clone", "-q", "--depth", "1", `file://${cwd}`, "c");
    const shallow = judged(join(clone, "c"), { against: "git:origin/older" });
    await expect(shallow).rejects.toMatchObject({
      code: "BASELINE_UNAVAILABLE",
      hint: expect.stringContaining("git fetch --depth=1 origin older:refs/remotes/origin/older"),
    });
    await expect(judged(join(clone, "c"), { against: "git:HEAD~1" })).rejects.toMatchObject({
      hint: expect.stringContaining("git fetch --unshallow"),
    });
    await expect(judged(cwd, { against: "git:nowhere" })).rejects.toThrow("git knows no nowhere");
  });

  it("is not run where there is no repository, and has no folder to compare with", async () => {
    await expect(judged(workTree().cwd, { against })).rejects.toThrow("this is no git repository");
    const tree = workTree();
    mkdirSync(join(tree.cwd, "empty"));
    tree.write("empty/x", "");
    git(tree.cwd, "init", "-q");
    git(tree.cwd, "add", "empty");
    git(tree.cwd, "commit", "-qm", "no schemas yet");
    await expect(judged(tree.cwd, { against })).rejects.toThrow("HEAD has no folder schemas");
  });
});

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { editedReleases } from "../../../contracts/verify/edited.js";
import { loadGenerated } from "../../../contracts/verify/generated.js";
import type { BrokerChoice } from "../../../contracts/verify/stack.js";
import { verify } from "../../../contracts/verify/verify.js";
import { workTree } from "../schemas.js";
import { modelIn, topics, withCodec } from "./repository.js";

const paidV1 = "schemas/orders/released/OrderPaid.v1.avsc";

describe("verify", () => {
  it("proves every pair in the process and leaves the broker's part not run", async () => {
    const report = await run({ kind: "none" });
    expect(report.status).toBe("passed");
    expect(report.counts).toMatchObject({ failed: 0, notRun: 7 });
    const pairs = report.proofs.filter((proof) => proof.kind === "bytes" && proof.event.endsWith("OrderCreated"));
    expect(pairs.map(({ writer, reader }) => `${writer} → ${reader}`)).toEqual(
      expect.arrayContaining(["v1 → v3", "v2 → v3", "v3 → v1", "v3 → v2"]),
    );
    expect(pairs.every((proof) => proof.values === 10)).toBe(true);
  });

  it("proves the same over a log, in both directions", async () => {
    const report = await run({ kind: "memory" });
    expect(report.proofs.filter((proof) => proof.status !== "passed")).toEqual([]);
    const wire = report.proofs.filter((proof) => proof.kind === "broker");
    expect(wire.map(({ writer, reader }) => `${writer} → ${reader}`)).toEqual(expect.arrayContaining(["v1 → v3", "v3 → v1", "v3 → v3"]));
    expect(wire.every((proof) => proof.values > 0)).toBe(true);
  });

  it("names event, versions and field of a codec that drops a field", async () => {
    const forgetful = withCodec("OrderPaid", (codec) => ({
      ...codec,
      decode: (payload, writer) => {
        const { paymentId: _, ...rest } = codec.decode(payload, writer) as Record<string, unknown>;
        return rest;
      },
    }));
    const report = await run({ kind: "memory" }, { topics: forgetful });
    expect(report.status).toBe("failed");
    const failed = report.proofs.filter((proof) => proof.status === "failed");
    expect(new Set(failed.map((proof) => proof.event))).toEqual(new Set(["acme.orders.OrderPaid"]));
    expect(new Set(failed.map((proof) => proof.kind))).toEqual(new Set(["bytes", "broker"]));
    expect(failed[0]).toMatchObject({ writer: "v1", reader: "v1", problems: ["paymentId: is missing in what was read"] });
    expect(failed[0]?.places[0]?.path).toBe("schemas/orders/order-paid.avsc");
  });

  it("names event, version and field of a released file that was damaged together with its sum", async () => {
    const tree = workTree();
    const [before, after] = ['"precision": 12', '"precision": 12, "scale": 4'];
    const text = readFileSync(join(tree.cwd, paidV1), "utf8");
    const damaged = text.includes('"scale": 2') ? text.replace('"scale": 2', '"scale": 4') : text.replace(before, after);
    expect(damaged).not.toBe(text);
    tree.write(paidV1, damaged);
    tree.edit("schemas/orders/released/released.json", sha256(text), sha256(damaged));
    const report = await run({ kind: "none" }, { cwd: tree.cwd });
    expect(report.status).toBe("failed");
    const stale = report.proofs.find((proof) => proof.kind === "generated" && proof.status === "failed");
    expect(stale).toMatchObject({ event: "acme.orders.OrderPaid" });
    expect(stale?.problems[0]).toContain(
      "v1: the schema file is not the one that the clients were generated from: amount.amount (MEANING_CHANGED)",
    );
    expect(report.proofs.filter((proof) => proof.kind === "structure" && proof.status === "failed")).toHaveLength(1);
  });

  it("explains a released file that was damaged alone", async () => {
    const tree = workTree();
    tree.edit(paidV1, '"name": "paymentId"', '"name": "paymentNo"');
    const edits = await editedReleases({ schemas: "schemas", generated: "generated", cwd: tree.cwd, topics });
    expect(edits).toMatchObject([{ event: "OrderPaid", version: 1, path: paidV1 }]);
    expect(edits[0]?.differences.join()).toContain("paymentId");
  });

  it("says that the clients are stale when a schema changed after codegen", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", '"fields": [', '"fields": [ { "name": "note", "type": "string", "default": "" },');
    const report = await run({ kind: "none" }, { cwd: tree.cwd });
    const stale = report.proofs.filter((proof) => proof.kind === "generated" && proof.status === "failed");
    expect(stale).toMatchObject([{ event: "acme.orders.OrderPaid", problems: [expect.stringContaining("codegen")] }]);
  });

  it("is red, not green, without a client, and loads nothing that is not there", async () => {
    expect((await run({ kind: "none" }, { topics: new Map() })).status).toBe("failed");
    await expect(loadGenerated("/nope")).rejects.toMatchObject({ code: "GENERATED_UNLOADABLE" });
    const tree = workTree();
    tree.write("index.ts", "export const broken = ;");
    await expect(loadGenerated(tree.cwd)).rejects.toMatchObject({ code: "GENERATED_UNLOADABLE" });
  });

  it("loads TypeScript clients from the user's folder", async () => {
    const tree = workTree();
    tree.write("index.ts", 'export const t: object = { name: "a.b", deadLetter: "a.b-dlt", partitions: 1, events: {} };');
    expect([...(await loadGenerated(tree.cwd)).keys()]).toEqual(["a.b"]);
  });
});

async function run(broker: BrokerChoice, options: { readonly cwd?: string; readonly topics?: typeof topics } = {}) {
  const cwd = options.cwd ?? workTree().cwd;
  return verify({ model: await modelIn(cwd), cwd, generated: "generated", topics: options.topics ?? topics, broker, seed: 3, samples: 10 });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../cli/run.js";
import { workTree } from "../contracts/schemas.js";

const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';

describe("gate", () => {
  it("is green on the schemas as they are, and counts what it compared", async () => {
    const { code, text } = await gate(workTree().cwd);
    expect(code).toBe(0);
    expect(text).toMatch(/7 events checked in \d+ comparisons, 0 broken, 0 undecided against released/);
  });

  it("names file, line, direction and version of a field that was removed without a default", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(1);
    expect(text).toContain("FIELD_ADDED_WITHOUT_DEFAULT  schemas/orders/order-paid.avsc:1:1   paymentId");
    expect(text).toContain('consumers still on v1 can\'t read events written after this change: the writer has no field "paymentId"');
    expect(text).toMatch(/was {10}schemas\/orders\/released\/OrderPaid\.v1\.avsc:21:5 {3}v1/);
    expect(text).toContain('ways out     1  keep writing "paymentId"');
  });

  it("lets a field with a default pass", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, `${paymentId}    { "name": "note", "type": "string", "default": "" },\n`);
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(0);
    expect(text).toContain("orders.events: 3 unchanged, 1 compatible");
  });

  it("proposes the edit that ends a finding, and makes it on demand", async () => {
    const tree = workTree();
    const path = "schemas/orders/order-paid.avsc";
    tree.edit(
      path,
      paymentId,
      `${paymentId}    { "name": "note", "type": "string" },\n    {\n      "name": "tags",\n      "type": {"type":"array","items":"string"}\n    },\n`,
    );
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(1);
    expect(text).toMatch(/edit {9}schemas\/orders\/order-paid\.avsc:\d+:39 {3}insert , "default": ""/);
    const before = readFileSync(join(tree.cwd, path), "utf8");
    const fixed = await gate(tree.cwd, "released", "--fix");
    expect(fixed.code).toBe(0);
    expect(readFileSync(join(tree.cwd, path), "utf8")).toBe(
      before
        .replace('"note", "type": "string" }', '"note", "type": "string", "default": "" }')
        .replace('"items":"string"}\n', '"items":"string"},\n      "default": []\n'),
    );
  });

  it("keeps a renamed event readable by an alias, where no consumer may stay behind", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/topic.yaml", "FULL_TRANSITIVE", "BACKWARD");
    tree.edit("schemas/orders/order-paid.avsc", '"OrderPaid"', '"OrderSettled"');
    expect((await gate(tree.cwd)).text).toContain('"aliases": ["acme.orders.OrderPaid"]');
    const fixed = await gate(tree.cwd, "released", "--fix");
    expect([fixed.code, fixed.text.includes("EVENT_RENAMED")]).toEqual([0, false]);
    tree.edit("schemas/orders/topic.yaml", "BACKWARD", "FULL_TRANSITIVE");
    expect((await gate(tree.cwd)).text).toContain("NAME_CHANGED");
  });

  it("makes no edit for what has no neutral value", async () => {
    const tree = workTree();
    tree.edit(
      "schemas/orders/order-paid.avsc",
      paymentId,
      `${paymentId}    { "name": "due", "type": { "type": "int", "logicalType": "date" } },\n`,
    );
    const before = readFileSync(join(tree.cwd, "schemas/orders/order-paid.avsc"), "utf8");
    const { code, text } = await gate(tree.cwd, "released", "--fix");
    expect([code, text.includes("edit  ")]).toEqual([1, false]);
    expect(readFileSync(join(tree.cwd, "schemas/orders/order-paid.avsc"), "utf8")).toBe(before);
  });

  it("points at a field that was added without a default", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, `${paymentId}    { "name": "note", "type": "string" },\n`);
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(1);
    const line =
      readFileSync(join(tree.cwd, "schemas/orders/order-paid.avsc"), "utf8")
        .split("\n")
        .findIndex((it) => it.includes('"note"')) + 1;
    expect(text).toContain(`schemas/orders/order-paid.avsc:${line}:5   note`);
    expect(text).toContain("new consumers can't read events already in the topic (v1 is still there)");
  });

  it("shows the document that breaks under a tighter JSON Schema", async () => {
    const tree = workTree();
    tree.edit("schemas/payments/payment-failed.schema.json", '"minimum": 1', '"minimum": 2');
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(1);
    expect(text).toContain("CONSTRAINT_TIGHTENED  schemas/payments/payment-failed.schema.json:14:5   attempt");
    expect(text).toContain('breaks on    {"attempt":1');
  });

  it("misses a released event whose schema is gone", async () => {
    const tree = workTree();
    tree.remove("schemas/orders/order-cancelled.avsc");
    const { code, text } = await gate(tree.cwd);
    expect(code).toBe(1);
    expect(text).toContain("EVENT_REMOVED");
    expect(text).toContain("OrderCancelled");
  });

  it("compares with another folder", async () => {
    const [older, newer] = [workTree(), workTree()];
    newer.edit("schemas/orders/order-paid.avsc", paymentId, "");
    expect((await gate(newer.cwd, `dir:${join(older.cwd, "schemas")}`)).code).toBe(1);
    expect((await gate(older.cwd, `dir:${join(newer.cwd, "schemas")}`)).text).toContain('field "paymentId"');
  });

  it("can't check without a baseline: none there, none released", async () => {
    const tree = workTree();
    expect(await gate(tree.cwd, "dir:/nope")).toMatchObject({ code: 3, text: expect.stringContaining("BASELINE_UNAVAILABLE") });
    tree.remove("schemas/orders/released");
    tree.remove("schemas/payments/released");
    expect(await gate(tree.cwd)).toMatchObject({ code: 3, text: expect.stringContaining("eventwright release") });
    expect((await gate(tree.cwd, "moon")).code).toBe(2);
  });

  it("is never green when the mode compares nothing", async () => {
    const tree = workTree();
    for (const context of ["orders", "payments"]) {
      const mode = /compatibility: \w+/.exec(readFileSync(join(tree.cwd, "schemas", context, "topic.yaml"), "utf8"))?.[0] ?? "";
      tree.edit(`schemas/${context}/topic.yaml`, mode, "compatibility: NONE");
    }
    expect(await gate(tree.cwd)).toMatchObject({ code: 3, text: expect.stringContaining("nothing was compared") });
  });

  it("says the same as JSON", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
    const { code, text } = await gate(tree.cwd, "released", "--json");
    const report = JSON.parse(text);
    expect(code).toBe(1);
    expect(report).toMatchObject({ schema: "eventwright/gate/v1", status: "breaks", baselines: ["released"] });
    const [broken] = report.verdicts.filter((verdict: { verdict: string }) => verdict.verdict === "breaks");
    expect(broken.findings).toMatchObject([{ rule: "FIELD_ADDED_WITHOUT_DEFAULT", breaks: "forward", versions: [1], path: "paymentId" }]);
  });
});

async function gate(cwd: string, against = "released", ...more: readonly string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const code = await main(["gate", "--against", against, ...more], { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, text: lines.join("\n") };
}

describe("gate --format", () => {
  it("prints one format and writes the others, into folders that it makes", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
    const { code, text } = await gate(
      tree.cwd,
      "released",
      "--format",
      "text",
      "--format",
      "sarif=out/a/gate.sarif",
      "--format",
      "html=gate.html",
    );
    expect(code).toBe(1);
    expect(text).toContain("FIELD_ADDED_WITHOUT_DEFAULT  schemas/orders/order-paid.avsc");
    expect(text).toContain("sarif report in out/a/gate.sarif");
    expect(JSON.parse(readFileSync(join(tree.cwd, "out/a/gate.sarif"), "utf8")).runs[0].results).toHaveLength(1);
    expect(readFileSync(join(tree.cwd, "gate.html"), "utf8")).toContain("FIELD_ADDED_WITHOUT_DEFAULT");
  });

  it("says at least what was counted where all goes to files", async () => {
    const { code, text } = await gate(workTree().cwd, "released", "--format", "gitlab=codequality.json");
    expect({ code, lines: text.split("\n").length }).toEqual({ code: 0, lines: 2 });
    expect(text).toContain("7 events checked");
  });

  it.each([
    [["--format", "sarfi"], "did you mean sarif?"],
    [["--format", "text", "--json"], "text and json can't both go to stdout"],
    [["--format", "sarif="], "--format sarif= names no file"],
    [["--format", "sarif=a", "--format", "junit=./a"], "two formats can't be written to the same file"],
  ])("does not begin with %j", async (flags, words) => {
    const { code, text } = await gate(workTree().cwd, "released", ...flags);
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining(words) });
  });

  it("says which file could not be written, and writes the rest", async () => {
    const tree = workTree();
    const { code, text } = await gate(
      tree.cwd,
      "released",
      "--format",
      "junit=schemas",
      "--format",
      "sarif=gate.sarif",
      "--format",
      "text",
    );
    expect(code).toBe(3);
    expect(text).toContain("[OUTPUT_UNWRITABLE] the output could not be written: the junit report at schemas (EISDIR)");
    expect(text).not.toContain(tree.cwd);
    expect(text).toContain("7 events checked");
    expect(readFileSync(join(tree.cwd, "gate.sarif"), "utf8")).toContain("2.1.0");
  });
});

describe("gate that could not check", () => {
  const files = ["--format", "text", "--format", "junit=gate.xml", "--format", "gitlab=gate.json"];
  const reports = (cwd: string) => ["gate.xml", "gate.json"].map((file) => readFileSync(join(cwd, file), "utf8"));

  it("tells hosts why, since a missing report looks like a good one", async () => {
    const tree = workTree();
    const { code, text } = await gate(tree.cwd, `dir:${tree.cwd}/nowhere`, ...files);
    expect({ code, text }).toEqual({ code: 3, text: expect.stringContaining("[BASELINE_UNAVAILABLE]") });
    const [xml = "", json = ""] = reports(tree.cwd);
    expect(xml).toMatch(/<error type="UNCHECKED" message="\[BASELINE_UNAVAILABLE\][^"]*nowhere/);
    expect(JSON.parse(json)).toMatchObject([{ check_name: "UNCHECKED", severity: "blocker" }]);
    for (const report of [xml, json]) expect(report).not.toContain(tree.cwd);
  });

  it("does so where a schema is wrong", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", '"string"', '"strnig"');
    expect((await gate(tree.cwd, "released", ...files)).code).toBe(1);
    for (const report of reports(tree.cwd)) expect(report).toContain("a schema or a contract has errors, so nothing was checked");
  });

  it("leaves nothing where it was not understood", async () => {
    const tree = workTree();
    expect((await gate(tree.cwd, "moon", ...files)).code).toBe(2);
    expect(() => reports(tree.cwd)).toThrow("ENOENT");
  });
});

describe("gate --explain FINGERPRINT", () => {
  it("shows one finding with the page of its rule", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/order-paid.avsc", paymentId, "");
    tree.edit("schemas/payments/payment-failed.schema.json", '"minimum": 1', '"minimum": 2');
    const { text: report } = await gate(tree.cwd);
    const [fingerprint = ""] = /(?<=CONSTRAINT_TIGHTENED[\s\S]*fingerprint {2})[0-9a-f]{8}/.exec(report) ?? [];
    const { code, text } = await gate(tree.cwd, "released", "--explain", fingerprint);
    expect(code).toBe(0);
    expect(text).toContain(`fingerprint  ${fingerprint}`);
    expect(text).toContain("# CONSTRAINT_TIGHTENED");
    expect(text).not.toContain("paymentId\n");
    expect(await gate(tree.cwd, "released", "--explain", "00000000")).toEqual({ code: 2, text: expect.stringContaining("it was mended") });
  });
});

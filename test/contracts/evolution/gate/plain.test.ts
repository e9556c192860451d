import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { glanceAt, loadCatalog } from "../../../../catalog/index.js";
import { gate } from "../../../../contracts/evolution/gate/gate.js";
import { settledPart } from "../../../../contracts/evolution/gate/settled.js";
import { allOf } from "./judged.js";

interface Field {
  name: string;
  type: unknown;
  default?: unknown;
  aliases?: readonly string[];
}

const plain: readonly Field[] = [
  { name: "eventId", type: { type: "string", logicalType: "uuid" } },
  { name: "customerId", type: "string" },
  { name: "at", type: { type: "long", logicalType: "timestamp-millis" } },
  { name: "lines", type: { type: "array", items: { type: "record", name: "Line", fields: [{ name: "sku", type: "string" }] } } },
];
const note = { name: "note", type: ["null", "string"], default: null };
const topic = "topic: shop.events\nkey: customerId\nid: eventId\ntime: at\ncompatibility: FULL_TRANSITIVE\n";

/** A folder with the event Paid, which has two released versions, and a neighbour that has none. */
function shop(change: (files: Map<string, string>) => void = () => undefined): string {
  const cwd = mkdtempSync(join(tmpdir(), "eventwright-plain-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const files = new Map([
    ["topic.yaml", topic],
    ["paid.avsc", paid([...plain, note, { ...note, name: "more" }])],
    ["sent.avsc", record("Sent", plain.slice(0, 3))],
    ["released/Paid.v1.avsc", paid(plain)],
    ["released/Paid.v2.avsc", paid([...plain, note])],
  ]);
  change(files);
  const sums: Record<string, string> = {};
  for (const [path, text] of files) {
    if (path.startsWith("released/")) sums[path.slice("released/".length)] = createHash("sha256").update(text).digest("hex");
  }
  mkdirSync(join(cwd, "schemas/shop/released"), { recursive: true });
  for (const [path, text] of [...files, ["released/released.json", JSON.stringify(sums)] as const]) {
    writeFileSync(join(cwd, "schemas/shop", path), text);
  }
  return cwd;
}

function record(name: string, of: readonly Field[]): string {
  return JSON.stringify({ type: "record", name, namespace: "acme.shop", fields: of });
}

function paid(of: readonly Field[]): string {
  return record("Paid", of);
}

async function glanced(cwd: string) {
  const glance = glanceAt({ schemas: "schemas", cwd });
  const settled = glance && (await settledPart(glance, { least: 1 }));
  return settled && { judged: [...settled.part.judged], report: await gate({ model: settled.model, part: settled.part, cwd }) };
}

async function whole(cwd: string) {
  const { model, diagnostics } = await loadCatalog({ schemas: "schemas", cwd });
  return { diagnostics, report: model && (await gate({ model, cwd })) };
}

const set = (path: string, text: string) => (files: Map<string, string>) => void files.set(path, text);
const adding = (...more: readonly Field[]) => set("paid.avsc", paid([...plain, note, { ...note, name: "more" }, ...more]));

describe("events that a glance shows to be well", () => {
  it("are not looked at, and the report is the one of the whole", async () => {
    const cwd = shop();
    const seen = await glanced(cwd);
    expect(seen?.judged).toEqual([]);
    const { report } = await whole(cwd);
    expect(report?.verdicts.map(({ event, verdict }) => `${event} ${verdict}`).sort()).toEqual([
      "acme.shop.Paid compatible",
      "acme.shop.Sent new",
    ]);
    expect(sorted(seen?.report)).toEqual(sorted(report));
  });

  it.each<[string, (files: Map<string, string>) => void]>([
    ["an event as it was released", set("paid.avsc", paid([...plain, note]))],
    ["one that is written otherwise than it was released", set("paid.avsc", JSON.stringify(JSON.parse(paid([...plain, note])), null, 2))],
    ["a released version that is an earlier one again", set("released/Paid.v2.avsc", paid(plain))],
    ["a mode that asks about the last version alone", set("topic.yaml", topic.replace("FULL_TRANSITIVE", "BACKWARD"))],
    ["a mode that asks nothing", set("topic.yaml", topic.replace("FULL_TRANSITIVE", "NONE"))],
    ["no mode", set("topic.yaml", topic.replace("compatibility: FULL_TRANSITIVE\n", ""))],
    ["a field that is gone", set("paid.avsc", paid(plain.slice(0, 3)))],
    ["a field without a default", adding({ name: "must", type: "string" })],
    ["a promotion", set("paid.avsc", paid(plain.map((one) => (one.name === "eventId" ? { ...one, type: "bytes" } : one))))],
    ["another name", set("paid.avsc", record("Payment", plain))],
    ["an alias", set("paid.avsc", paid([...plain, { ...note, aliases: ["remark"] }]))],
    ["a default of the wrong type", adding({ name: "bad", type: "int", default: "1" })],
    [
      "a default that is no integer",
      (files) => files.set("paid.avsc", paid([...plain, { name: "n", type: "int", default: 1 }]).replace(":1}", ":1.0}")),
    ],
    ["a default of a later branch", adding({ name: "bad", type: ["null", "string"], default: "x" })],
    [
      "an enum's default that is no symbol",
      adding({ name: "e", type: { type: "enum", name: "E", symbols: ["A"], default: "B" }, default: "A" }),
    ],
    ["a key that stands twice", (files) => files.set("paid.avsc", paid(plain).replace('"fields"', '"doc":"","doc":"x","fields"'))],
    ["a name that another file defines too", set("sent.avsc", record("Sent", [...plain, { name: "paid", type: JSON.parse(paid(plain)) }]))],
    ["a type of another file", set("sent.avsc", record("Sent", [...plain, { name: "paid", type: "acme.shop.Paid" }]))],
    ["a type that nobody defines", adding({ name: "u", type: "Unknown" })],
    [
      "a key that is gone",
      set(
        "sent.avsc",
        record(
          "Sent",
          plain.filter(({ name }) => name !== "customerId"),
        ),
      ),
    ],
    [
      "a key that may be null",
      set(
        "sent.avsc",
        record(
          "Sent",
          plain.map((one) => (one.name === "customerId" ? { ...one, type: ["string", "null"] } : one)),
        ),
      ),
    ],
    ["an id that is a number", set("topic.yaml", topic.replace("id: eventId", "id: at"))],
    [
      "a time that is no time",
      set(
        "sent.avsc",
        record(
          "Sent",
          plain.map((one) => (one.name === "at" ? { ...one, type: "int" } : one)),
        ),
      ),
    ],
    ["a topic.yaml that is wrong", set("topic.yaml", `${topic}partitons: 3\n`)],
    ["a schema that is gone", (files) => files.delete("sent.avsc")],
    ["an event that is gone", (files) => files.delete("paid.avsc")],
    ["a logical type that has no effect", adding({ name: "l", type: { type: "string", logicalType: "timestamp-millis" }, default: "" })],
    ["what is no schema", set("sent.avsc", "[1")],
  ])("%s: the glance says what the whole says, or leaves it to the whole", async (_, change) => {
    const cwd = shop(change);
    const [seen, all] = [await glanced(cwd), await whole(cwd)];
    if (all.report === undefined || all.diagnostics.length > 0) expect(seen).toBeUndefined();
    else if (seen !== undefined) expect(sorted(seen.report)).toEqual(sorted(all.report));
  });

  it("are looked at all the same where somebody declared what he reads", async () => {
    const glance = glanceAt({ schemas: "schemas", cwd: shop() });
    const settled = glance && (await settledPart(glance, { least: 1, isDeclaredOn: true }));
    expect([...(settled?.part.judged ?? [])]).toEqual(["schemas/shop/paid.avsc", "schemas/shop/sent.avsc"]);
  });

  it("are kept like all others, and not judged again", async () => {
    const cwd = shop();
    const file = join(cwd, "kept");
    const again = async () => {
      const glance = glanceAt({ schemas: "schemas", cwd });
      const settled = glance && (await settledPart(glance, { least: 1, file }));
      if (settled === undefined) throw new Error("the whole was asked");
      const report = await gate({ model: settled.model, part: settled.part, cwd });
      settled.learn(report.verdicts);
      return sorted(report);
    };
    const first = await again();
    expect(readFileSync(file, "utf8")).toContain("compatible 1,2");
    expect(await again()).toEqual(first);
  });
});

function sorted(report: Awaited<ReturnType<typeof gate>> | undefined) {
  const verdicts = [...(report?.verdicts ?? [])].sort((a, b) => (a.event < b.event ? -1 : 1));
  const prints = report && allOf(report).map(({ fingerprint }) => fingerprint);
  return {
    status: report?.status,
    compared: report?.compared,
    prints: prints?.sort(),
    verdicts: verdicts.map(({ findings, ...verdict }) => ({ ...verdict, rules: findings.map(({ rule }) => rule) })),
  };
}

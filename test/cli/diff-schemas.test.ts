import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { avroChanges } from "../../contracts/diff/avro.js";
import { jsonChanges } from "../../contracts/diff/json.js";
import { workTree } from "../contracts/schemas.js";

const paid = "schemas/orders/order-paid.avsc";
const failed = "schemas/payments/payment-failed.schema.json";
const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';

async function diff(cwd: string, ...flags: readonly string[]) {
  const said = { out: "", err: "" };
  const say = (word: "out" | "err") => (text: string) => {
    said[word] += `${text}\n`;
  };
  const code = await main(["diff", ...flags], { out: say("out"), err: say("err"), env: {}, cwd, isTTY: false });
  return { code, ...said };
}

test("nothing changed", async () => {
  expect(await diff(workTree().cwd)).toEqual({ code: 0, out: "no schema differs between released and the work tree\n", err: "" });
});

test("what was added, removed and reworded, by field name, and whom it breaks", async () => {
  const tree = workTree();
  tree.edit(paid, paymentId, '    { "name": "channel", "type": "string" },\n');
  tree.edit(failed, '"Why."', '"Why not."');
  const { code, out } = await diff(tree.cwd, "--fail-on", "major");
  expect(code).toBe(1);
  expect(out).toMatch(/^CHANGED {2}acme\.orders\.OrderPaid {3}major\n/);
  expect(out).toMatch(
    / {2}\+ {2}channel {3}field added: \{.*\} {3}breaks new readers of old events\n {7}schemas\/orders\/order-paid\.avsc:\d+:\d+\n/,
  );
  expect(out).toMatch(/ {2}- {2}paymentId {3}field removed: \{.*\} {3}breaks old readers of new events\n/);
  expect(out).toMatch(/CHANGED {2}acme\.payments\.PaymentFailed {3}patch\n {5}reason {3}description reworded\n/);
  expect(out).toMatch(/2 schemas differ between released and the work tree → a major version\n$/);
});

test("as JSON and as markdown, against git", async () => {
  const tree = workTree();
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-C", tree.cwd, "-c", "user.name=t", "-c", "user.email=t@example", ...args]);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "old");
  tree.edit(failed, '"enum": ["declined", ', '"enum": ["blocked", "declined", ');
  const { out } = await diff(tree.cwd, "git:HEAD", "--format", "json");
  const { bump, schemas } = JSON.parse(out);
  expect(bump).toBe("major");
  expect(schemas).toEqual([
    expect.objectContaining({
      schema: "acme.payments.PaymentFailed",
      changes: [expect.objectContaining({ kind: "added", what: "value", path: "reason", after: '"blocked"', breaks: ["forward"] })],
    }),
  ]);
  const markdown = (await diff(tree.cwd, "git:HEAD", "--format", "markdown")).out;
  expect(markdown).toContain('| `acme.payments.PaymentFailed · reason` | `value added: "blocked"` | old readers of new events |');
});

test("two files; other places of them, or none", async () => {
  const { cwd } = workTree();
  const [v1, v2] = ["schemas/orders/released/OrderCreated.v1.avsc", "schemas/orders/released/OrderCreated.v2.avsc"];
  const { code, out } = await diff(cwd, v1, v2);
  expect(code).toBe(0);
  expect(out).toMatch(/^CHANGED {2}acme\.orders\.OrderCreated {3}minor\n/);
  expect(await diff(cwd, v1, v1)).toMatchObject({ code: 0, out: expect.stringContaining("no schema differs") });
  expect(await diff(cwd, v1)).toMatchObject({ code: 2, err: expect.stringContaining("a file is compared with another file") });
  expect(await diff(cwd, "dri:x")).toMatchObject({ code: 2 });
  expect(await diff(cwd, "dir:none")).toMatchObject({ code: 3 });
});

const typeArbitrary = fc.constantFrom<unknown>(
  "string",
  "long",
  ["null", "string"],
  { type: "array", items: "int" },
  { type: "map", values: "string" },
);
const record = fc
  .uniqueArray(fc.record({ name: fc.constantFrom("a", "b", "c", "d"), type: typeArbitrary }), {
    selector: ({ name }) => name,
    minLength: 1,
  })
  .map((fields) => JSON.stringify({ type: "record", name: "x.R", fields }));

test("a schema has no difference from itself, and two that differ in a field have one", () => {
  fc.assert(
    fc.property(record, record, (a, b) => {
      expect(avroChanges(a, a)).toEqual([]);
      const fields = (text: string): string[] =>
        JSON.parse(text)
          .fields.map((field: object) => JSON.stringify(field))
          .sort();
      expect(avroChanges(a, b).length > 0).toBe(fields(a).join() !== fields(b).join());
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("what one direction adds, the other removes", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
      const [x, y] = [{ properties: { a } }, { properties: { b } }].map((schema) => JSON.stringify(schema));
      const kinds = (from = "", to = "") => jsonChanges(from, to).map(({ kind, path }) => `${kind} ${path.join(".")}`);
      expect(kinds(x, y).sort()).toEqual(["added b", "removed a"]);
      expect(kinds(x, x)).toEqual([]);
    }),
    { seed: 7, numRuns: 200 },
  );
});

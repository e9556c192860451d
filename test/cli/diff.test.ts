import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { workTree } from "../contracts/schemas.js";

const paid = "schemas/orders/order-paid.avsc";
const created = "schemas/orders/order-created.avsc";
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

/** What `--format json` says of the work tree against what was released, a line for each change. */
async function changes(cwd: string, ...flags: readonly string[]) {
  const { code, out } = await diff(cwd, "--api", "--format", "json", ...flags);
  const report = JSON.parse(out);
  expect({ code, version: report.version }).toEqual({ code: 0, version: 1 });
  const lines: string[] = report.changes.map((each: { level: string; kind: string; path: string; before?: string; after?: string }) => {
    const types = each.before !== undefined && each.after !== undefined ? `: ${each.before} → ${each.after}` : "";
    return `${each.level} ${each.kind} ${each.path}${types}`;
  });
  return { bump: report.bump, lines, changes: report.changes };
}

describe("diff --api against what was released", () => {
  test("says so when nothing changed", async () => {
    const tree = workTree();
    expect(await diff(tree.cwd, "--api")).toEqual({ code: 0, out: "the generated API is the same as against released\n", err: "" });
    expect(await changes(tree.cwd)).toEqual({ bump: "none", lines: [], changes: [] });
  });

  test("a field without a default: writers must give it", async () => {
    const tree = workTree();
    tree.edit(paid, paymentId, `${paymentId}    { "name": "note", "type": "string" },\n`);
    const found = await changes(tree.cwd);
    expect(found).toMatchObject({ bump: "major", lines: ["major member-added OrderPaid.note"] });
    const line =
      readFileSync(join(tree.cwd, paid), "utf8")
        .split("\n")
        .findIndex((each) => each.includes('"note"')) + 1;
    expect(found.changes[0]).toMatchObject({
      readers: "minor",
      writers: "major",
      after: "string",
      reason: "readers may use it; writers must give it",
      place: { path: paid, line, column: 5 },
    });
  });

  test("a field with a default: nobody has to do anything", async () => {
    const tree = workTree();
    tree.edit(paid, paymentId, `${paymentId}    { "name": "note", "type": "string", "default": "" },\n`);
    expect(await changes(tree.cwd)).toMatchObject({ bump: "minor", lines: ["minor member-added OrderPaid.note"] });
  });

  test("a field that lost its default: only who publishes notices", async () => {
    const tree = workTree();
    const [field = ""] = /\{[^{}]*"name": "note"[^{}]*\}/.exec(readFileSync(join(tree.cwd, created), "utf8")) ?? [];
    tree.edit(created, field, field.replace(/, *"default": null/, ""));
    const { bump, lines } = await changes(tree.cwd);
    expect({ bump, lines }).toEqual({ bump: "major", lines: ["major member-required NewOrderCreated.note"] });
  });

  test("a field that is gone, and one that was renamed", async () => {
    const tree = workTree();
    tree.edit(paid, paymentId, "");
    expect((await changes(tree.cwd)).lines).toEqual(["major member-removed OrderPaid.paymentId"]);
    const other = workTree();
    other.edit(paid, '"name": "paymentId"', '"name": "paymentRef"');
    expect((await changes(other.cwd)).lines).toEqual([
      "major member-added OrderPaid.paymentRef",
      "major member-removed OrderPaid.paymentId",
    ]);
  });

  test("a field of another type", async () => {
    const tree = workTree();
    tree.edit(paid, paymentId, paymentId.replace('"type": "string"', '"type": "long"'));
    expect((await changes(tree.cwd)).lines).toEqual(["major type-changed OrderPaid.paymentId: string → number"]);
  });

  test("a type that got wider breaks readers, one that got narrower breaks writers", async () => {
    const tree = workTree();
    tree.edit(paid, paymentId, paymentId.replace('"type": "string"', '"type": ["null", "string"]'));
    const wider = await changes(tree.cwd);
    expect(wider.lines).toEqual(["major type-widened OrderPaid.paymentId: string → string | null"]);
    expect(wider.changes[0]).toMatchObject({
      readers: "major",
      writers: "minor",
      reason: "readers must expect null; writers may give null",
    });
    const narrower = await changes(tree.cwd, "--against", `dir:${join(tree.cwd, "schemas")}`, "--schemas", join(workTree().cwd, "schemas"));
    expect(narrower.lines).toEqual(["major type-narrowed OrderPaid.paymentId: string | null → string"]);
    expect(narrower.changes[0]).toMatchObject({ readers: "minor", writers: "major" });
  });

  test("a symbol more, in a type that events share", async () => {
    const tree = workTree();
    tree.edit(created, '"PHONE"', '"PHONE", "FAX"');
    const { lines, changes: found } = await changes(tree.cwd);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^major type-widened OrderChannel: .* → .*"FAX"$/);
    expect(found[0].reason).toBe('readers must expect "FAX"; writers may give "FAX"');
  });

  test("a shared type is told once, where it is defined", async () => {
    const tree = workTree();
    tree.edit("schemas/shared/money.avsc", '"fields": [', '"fields": [\n    { "name": "rate", "type": "double" },');
    const { lines, changes: found } = await changes(tree.cwd);
    expect(lines.filter((line) => !line.startsWith("patch "))).toEqual(["major member-added Money.rate"]);
    expect(found[0].place.path).toBe("schemas/shared/money.avsc");
  });

  test("JSON Schema: optional and required", async () => {
    const tree = workTree();
    const text = readFileSync(join(tree.cwd, failed), "utf8");
    const [, required = ""] = /"required": \[([^\]]*)\]/.exec(text) ?? [];
    tree.edit(failed, required, required.replace(/"attempt",? ?|, "attempt"/, ""));
    const optional = await changes(tree.cwd);
    expect(optional.lines).toEqual(["major member-optional PaymentFailed.attempt"]);
    expect(optional.changes[0]).toMatchObject({ readers: "major", writers: "minor" });
    const back = await changes(tree.cwd, "--against", `dir:${join(tree.cwd, "schemas")}`, "--schemas", join(workTree().cwd, "schemas"));
    expect(back.lines).toEqual(["major member-required PaymentFailed.attempt"]);
    expect(back.changes[0]).toMatchObject({ readers: "minor", writers: "major" });
  });

  test("a new event demands a handler of everybody", async () => {
    const tree = workTree();
    const text = readFileSync(join(tree.cwd, paid), "utf8");
    writeFileSync(
      join(tree.cwd, "schemas/orders/order-returned.avsc"),
      text.replace('"OrderPaid"', '"OrderReturned"').replace('"PaymentMethod"', '"Refund"'),
    );
    const { bump, lines, changes: found } = await changes(tree.cwd);
    expect({ bump, lines }).toEqual({
      bump: "major",
      lines: [
        "major handler-demanded OrdersHandlers.OrderReturned",
        "minor export-added NewOrderReturned, OrderReturned, orderReturned, Refund",
        "minor method-added OrdersProducer.orderReturned",
      ],
    });
    expect(found[0].reason).toBe(
      "each consumer and projection of orders.events must say what it does with OrderReturned, if only `ignore`",
    );
    expect(found[0].place.path).toBe("schemas/orders/order-returned.avsc");
  });

  test("an event that is gone", async () => {
    const tree = workTree();
    tree.remove("schemas/orders/order-cancelled.avsc");
    const { bump, lines, changes: found } = await changes(tree.cwd);
    expect(bump).toBe("major");
    expect(lines).toEqual([
      "major export-removed CancellationReason, NewOrderCancelled, OrderCancelled, orderCancelled",
      "major handler-gone OrdersHandlers.OrderCancelled",
      "major method-removed OrdersProducer.orderCancelled",
    ]);
    expect(new Set(found.map((each: { place: { path: string } }) => each.place.path))).toEqual(
      new Set(["schemas/orders/released/OrderCancelled.v1.avsc"]),
    );
  });

  test("types are as the configuration wants them", async () => {
    const tree = workTree();
    writeFileSync(join(tree.cwd, "eventwright.config.mjs"), 'export default { long: "bigint" };\n');
    tree.edit(paid, paymentId, paymentId.replace('"type": "string"', '"type": "long"'));
    expect((await changes(tree.cwd)).lines).toEqual(["major type-changed OrderPaid.paymentId: string → bigint"]);
  });

  test("words alone are a patch", async () => {
    const tree = workTree();
    tree.edit(paid, "The payment that settled it.", "The payment which settled it.");
    const { bump, lines } = await changes(tree.cwd);
    expect({ bump, lines }).toEqual({ bump: "patch", lines: [`patch no-type-changed ${paid}`] });
  });
});

describe("what is printed", () => {
  const changed = () => {
    const tree = workTree();
    tree.edit(paid, paymentId, paymentId.replace('"type": "string"', '"type": ["null", "string"]'));
    return tree.cwd;
  };

  test("text", async () => {
    const { code, out } = await diff(changed(), "--api");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "MAJOR  OrderPaid.paymentId   type widened: string → string | null",
        "       readers must expect null; writers may give null",
        "       schemas/orders/order-paid.avsc:21:5",
        "",
        "1 change against released: 1 major → a major version",
        "",
      ].join("\n"),
    );
  });

  test("markdown, whose table a bar does not break", async () => {
    const { out } = await diff(changed(), "--api", "--format", "markdown");
    expect(out).toContain(
      "### Generated API: major\n\nAgainst `released`: 1 major.\n\n| major | change | what it means | schema |\n|---|---|---|---|\n",
    );
    expect(out).toContain("| `OrderPaid.paymentId` | `type widened: string → string \\| null` | readers must expect null;");
  });

  test.each([
    [["--fail-on", "major"], 1],
    [["--fail-on", "minor"], 1],
    [[], 0],
  ])("%j → exit %s", async (flags, code) => {
    expect((await diff(changed(), "--api", ...flags)).code).toBe(code);
    expect((await diff(workTree().cwd, "--api", ...flags)).code).toBe(0);
  });

  test("without --api: what changed in the schemas", async () => {
    expect(await diff(changed())).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^CHANGED {2}acme\.orders\.OrderPaid {3}major\n/),
      err: "",
    });
  });
});

describe("against git", () => {
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd, stdio: "pipe", encoding: "utf8" });
  const repositoryOf = () => {
    const tree = workTree();
    git(tree.cwd, "init", "-q", "-b", "main");
    git(tree.cwd, "add", ".");
    git(tree.cwd, "commit", "-q", "-m", "first");
    return tree;
  };
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("eventwright-baseline-"));

  test("reads the ref without touching the work tree, and leaves nothing behind", async () => {
    const tree = repositoryOf();
    tree.edit(paid, paymentId, "");
    const status = git(tree.cwd, "status", "--porcelain");
    const { lines, changes: found } = await changes(tree.cwd, "--against", "git:main");
    expect(lines).toEqual(["major member-removed OrderPaid.paymentId"]);
    expect(found[0].place).toMatchObject({ path: paid, line: 21 });
    expect(git(tree.cwd, "status", "--porcelain")).toBe(status);
    expect(left()).toEqual([]);
  });

  test("from a folder inside of the repository", async () => {
    const tree = repositoryOf();
    tree.edit(paid, paymentId, "");
    const { lines } = await changes(join(tree.cwd, "schemas"), "--schemas", ".", "--against", "git:HEAD");
    expect(lines).toEqual(["major member-removed OrderPaid.paymentId"]);
  });

  test.each([
    ["git:nope", "git:nope: git knows no nope"],
    ["git:--all", "git knows no --all"],
    ["git:", "git knows no "],
    ["hg:main", "[USAGE]"],
  ])("%s: one clear error, exit %#", async (against, message) => {
    const tree = repositoryOf();
    const { code, err } = await diff(tree.cwd, "--api", "--against", against);
    expect(code).toBe(against.startsWith("git") ? 3 : 2);
    expect(err).toContain(message);
    expect(left()).toEqual([]);
  });

  test("no repository; a ref with broken schemas; a ref without them", async () => {
    expect((await diff(workTree().cwd, "--api", "--against", "git:main")).err).toContain("this is no git repository");
    const tree = repositoryOf();
    const good = readFileSync(join(tree.cwd, paid), "utf8");
    writeFileSync(join(tree.cwd, paid), "{");
    git(tree.cwd, "commit", "-qam", "broken");
    writeFileSync(join(tree.cwd, paid), good);
    expect(await diff(tree.cwd, "--api", "--against", "git:main")).toMatchObject({
      code: 3,
      err: expect.stringContaining(`the first at ${paid}:1`),
    });
    git(tree.cwd, "rm", "-rq", "--cached", "schemas");
    git(tree.cwd, "commit", "-qm", "none");
    expect((await diff(tree.cwd, "--api", "--against", "git:main")).err).toContain("main has no folder schemas");
    expect(left()).toEqual([]);
  });

  test("the gate takes the same", async () => {
    const tree = repositoryOf();
    tree.edit(paid, paymentId, `${paymentId}    { "name": "note", "type": "string" },\n`);
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err() {}, env: {}, cwd: tree.cwd, isTTY: false };
    expect(await main(["gate", "--against", "git:HEAD"], io)).toBe(1);
    expect(said.join("\n")).toMatch(/FIELD_ADDED_WITHOUT_DEFAULT {2}schemas\/orders\/order-paid\.avsc:\d+:5 {3}note/);
    expect(left()).toEqual([]);
  });

  test("Ctrl-C: exit 130, and nothing is left behind", async () => {
    const io = { out() {}, err() {}, env: {}, cwd: repositoryOf().cwd, isTTY: false, signal: AbortSignal.timeout(30) };
    expect(await main(["diff", "--api", "--against", "git:HEAD"], io)).toBe(130);
    expect(left()).toEqual([]);
  });

  test("a shallow clone says how to fetch", async () => {
    const tree = repositoryOf();
    tree.edit(paid, paymentId, "");
    git(tree.cwd, "commit", "-qam", "second");
    git(tree.cwd, "clone", "-q", "--depth", "1", `file://${tree.cwd}`, "shallow");
    const { err } = await diff(join(tree.cwd, "shallow"), "--api", "--against", "git:main~1");
    expect(err).toContain("this clone is shallow");
    expect(err).toContain("fetch-depth: 0");
  });
});

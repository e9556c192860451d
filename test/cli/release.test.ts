import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { main } from "../../cli/run.js";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

let cwd = "";

beforeEach(() => {
  cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
});

async function run(...argv: readonly string[]) {
  const said: string[] = [];
  const note = (text: string) => void said.push(text);
  const code = await main(argv, { out: note, err: note, env: {}, cwd, isTTY: false });
  return { code, said: said.join("\n") };
}

const schema = "schemas/orders/order-paid.avsc";

function addField(field: string): void {
  const text = readFileSync(join(cwd, schema), "utf8");
  writeFileSync(join(cwd, schema), text.replace('"fields": [', `"fields": [ ${field},`));
}

const latest = async () => {
  const { model } = await loadCatalog({ schemas: "schemas", cwd });
  return model?.schemas.find((each) => each.shortName === "OrderPaid")?.released.length ?? 0;
};

test("freezes what changed as the next version, once", async () => {
  const before = await latest();
  addField('{ "name": "channel", "type": "string", "default": "" }');
  const next = `OrderPaid v${before + 1}`;
  expect(await run("release", "OrderPaid")).toMatchObject({ code: 0, said: expect.stringContaining(next) });
  expect(existsSync(join(cwd, `schemas/orders/released/OrderPaid.v${before + 1}.avsc`))).toBe(true);
  expect(await latest()).toBe(before + 1);
  expect((await run("release")).said).toContain("0 versions released, 7 unchanged");
});

test("refuses what the topic's mode forbids, says whom it breaks, and writes nothing", async () => {
  addField('{ "name": "channel", "type": "string" }');
  const before = readTree(join(cwd, "schemas"));
  const { code, said } = await run("release");
  expect(code).toBe(1);
  expect(said).toMatch(/^BREAKS {2}acme\.orders\.OrderPaid {3}FULL_TRANSITIVE against v1\n {3}FIELD_ADDED_WITHOUT_DEFAULT {2}at channel\n/);
  expect(said).toMatch(/\d+ findings?; nothing was released; `eventwright gate` says more$/);
  expect(readTree(join(cwd, "schemas"))).toEqual(before);
});

test("--dry-run writes nothing", async () => {
  addField('{ "name": "channel", "type": "string", "default": "" }');
  const before = readTree(join(cwd, "schemas"));
  expect(await run("release", "--dry-run")).toMatchObject({
    code: 0,
    said: expect.stringContaining("1 version would be released, 6 unchanged"),
  });
  expect(readTree(join(cwd, "schemas"))).toEqual(before);
});

test("an unknown event is wrong usage, with the nearest right name", async () => {
  expect(await run("release", "OrderPiad")).toEqual({ code: 2, said: "error there is no event OrderPiad\n   did you mean OrderPaid?" });
});

test("broken schemas: exit 1, nothing released", async () => {
  writeFileSync(join(cwd, schema), "{");
  const { code, said } = await run("release");
  expect(code).toBe(1);
  expect(said).toMatch(/SCHEMA_INVALID_JSON[\s\S]*nothing was released$/);
});

test.each([
  ["patch", () => edit('"doc": "The payment that settled it."', '"doc": "Which payment settled it."')],
  ["minor", () => addField('{ "name": "channel", "type": "string", "default": "" }')],
])("suggests a %s version, as JSON too", async (bump, change) => {
  change();
  expect((await run("release", "--dry-run")).said).toMatch(
    new RegExp(`OrderPaid v2 .* ${bump}: .*\\n1 version would be released, 6 unchanged → a ${bump} version$`),
  );
  expect(JSON.parse((await run("release", "--dry-run", "--json")).said)).toMatchObject({
    status: "dry-run",
    bump,
    versions: [{ event: "acme.orders.OrderPaid", version: 2, bump }],
    refused: [],
  });
});

test("a major one is refused by a mode that promises otherwise, and said where it does not", async () => {
  addField('{ "name": "channel", "type": "string" }');
  const { code, said } = await run("release", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(said)).toMatchObject({ status: "refused", refused: [{ finding: { rule: "FIELD_ADDED_WITHOUT_DEFAULT" } }] });
  const topic = join(cwd, "schemas/orders/topic.yaml");
  writeFileSync(topic, readFileSync(topic, "utf8").replace("FULL_TRANSITIVE", "NONE"));
  expect(await run("release", "--dry-run")).toMatchObject({ code: 0, said: expect.stringContaining("→ a major version") });
});

function edit(from: string, to: string): void {
  const text = readFileSync(join(cwd, schema), "utf8");
  writeFileSync(join(cwd, schema), text.replace(from, to));
}

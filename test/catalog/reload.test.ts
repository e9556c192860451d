import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog, openCatalog } from "../../catalog/index.js";
import { generate } from "../../generator/index.js";
import { readTree, repository, temporaryFolder } from "../generator/kit.js";

function domain() {
  const cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  const edit = (path: string, from: string | RegExp, to: string) => {
    const before = readFileSync(join(cwd, path), "utf8");
    expect(before.replace(from, to)).not.toBe(before);
    writeFileSync(join(cwd, path), before.replace(from, to));
  };
  return { cwd, edit, load: openCatalog({ schemas: "schemas", cwd }) };
}

const golden = join(repository, "test/golden");
const orders = ["order-cancelled", "order-created", "order-paid", "order-shipped"].map((name) => `schemas/orders/${name}.avsc`);

test("after each of many edits the catalog, and what is generated from it, is that of a fresh start", async () => {
  const { cwd, edit, load } = domain();
  let last = await load();
  let output = last.model && generate(last.model);
  const money = join(cwd, "schemas/shared/money.avsc");
  const steps: readonly (readonly [() => void, readonly string[] | undefined])[] = [
    [() => {}, []],
    [() => edit("schemas/orders/order-paid.avsc", '"doc": "', '"doc": "Anew. '), ["schemas/orders/order-paid.avsc"]],
    [() => edit("schemas/orders/order-created.avsc", '"fields": [', '"fields": [\n\n'), ["schemas/orders/order-created.avsc"]],
    // A type that others hold reaches all of them.
    [() => edit("schemas/shared/money.avsc", '"doc": "', '"doc": "Anew. '), ["schemas/shared/money.avsc", ...orders.slice(0, 3)]],
    [() => edit("schemas/orders/order-paid.avsc", '"OrderPaid"', '"OrderSettled"'), undefined],
    [() => edit("schemas/orders/order-paid.avsc", "acme.shared.Money", "acme.shared.Monye"), undefined],
    [() => edit("schemas/orders/order-paid.avsc", "acme.shared.Monye", "acme.shared.Money"), []],
    [
      () => edit("schemas/payments/payment-failed.schema.json", '"description": "', '"description": "Anew. '),
      ["schemas/payments/payment-failed.schema.json"],
    ],
    [() => edit("schemas/orders/topic.yaml", "partitions: 6", "partitions: 12"), undefined],
    [() => edit("schemas/orders/order-shipped.avsc", '"acme.shared.Address"', '"string"'), ["schemas/orders/order-shipped.avsc"]],
    [() => renameSync(money, `${money}.away`), undefined],
    [() => renameSync(`${money}.away`, money), []],
    [() => rmSync(join(cwd, "schemas/orders/order-cancelled.avsc")), undefined],
  ];
  for (const [step, changed] of steps) {
    step();
    const next = await load();
    const fresh = await loadCatalog({ schemas: "schemas", cwd });
    expect({ model: next.model, diagnostics: next.diagnostics }).toEqual(fresh);
    expect(next.changed && [...next.changed]).toEqual(changed);
    const previous = next.changed && output && { output, changed: next.changed };
    if (next.model === undefined) continue;
    output = generate(next.model, {}, previous);
    const files = (of: typeof output) => of?.files.map(({ path, text, from }) => ({ path, text, from }));
    expect(files(output)).toEqual(files(fresh.model && generate(fresh.model)));
    last = next;
  }
  expect(last.model?.schemas.map((schema) => schema.place.path)).toEqual(expect.arrayContaining(orders.slice(1)));
});

test("what an edit does not reach is the same object", async () => {
  const { edit, load } = domain();
  const before = (await load()).model;
  edit("schemas/orders/order-paid.avsc", '"doc": "', '"doc": "Anew. ');
  const after = (await load()).model;
  const kept = after?.schemas.filter((schema) => before?.schemas.includes(schema)).map((schema) => schema.place.path);
  expect(kept).toHaveLength((before?.schemas.length ?? 0) - 1);
  expect(kept).not.toContain("schemas/orders/order-paid.avsc");
});

// What people do to a schema between two saves, right and wrong.
const edits: readonly (readonly [string | RegExp, string])[] = [
  [/"(doc|description)":\s*"/, "$&Anew. "],
  [/"type":\s*"string"/, '"type": "boolean"'],
  [/"(string|int|integer)"/, '"null"'],
  [/"\$ref":\s*"/, '"$ref": "#/nowhere'],
  [/"title":\s*"([^"]*)"/, '"title": "$1Too"'],
  [/("\$defs": \{\s*")/, "$1x"],
  [/"\$id":\s*"/, '"$id": "x'],
  [/\{/, '{ "x-note": 1, '],
];

test("in each golden case, whatever is edited, the quick way says what a fresh start says", { timeout: 120_000 }, async () => {
  let quick = 0;
  for (const name of readdirSync(golden)) {
    const cwd = temporaryFolder();
    cpSync(join(golden, name, "schemas"), join(cwd, "schemas"), { recursive: true });
    const load = openCatalog({ schemas: "schemas", cwd });
    await load();
    for (const path of [...readTree(join(cwd, "schemas")).keys()].filter((each) => /\.avsc$|\.schema\.json$/.test(each))) {
      if (path.includes("released/")) continue;
      const good = readFileSync(join(cwd, "schemas", path), "utf8");
      for (const text of [...edits.map(([from, to]) => good.replace(from, to)).filter((each) => each !== good), good]) {
        writeFileSync(join(cwd, "schemas", path), text);
        const next = await load();
        if (next.changed !== undefined) quick += 1;
        const fresh = await loadCatalog({ schemas: "schemas", cwd });
        expect({ name, path, model: next.model, diagnostics: next.diagnostics }).toEqual({ name, path, ...fresh });
      }
    }
  }
  expect(quick).toBeGreaterThan(500);
});

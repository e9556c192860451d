import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadCatalog, readSchemaText, release, suggest } from "../../catalog/index.js";
import { pretty } from "../../catalog/release.js";
import { load, modelOf, places, record, tree } from "./tree.js";

test("a bare folder has schemas and no topics", async () => {
  const model = await modelOf({ "a.avsc": record("A"), "deep/er/b.schema.json": { type: "object", properties: { x: {} } } });
  expect(model.topics).toEqual([]);
  expect(model.schemas.map((it) => [it.name, it.context, it.isEvent, it.version])).toEqual([
    ["acme.A", "", false, 1],
    ["deep.er.B", "deep/er", false, 1],
  ]);
});

test("a folder without schemas, and one that is not there", async () => {
  expect(places(await load({ "readme.md": "x" }))).toEqual(["CATALOG_EMPTY .:1:1"]);
  expect(places(await loadCatalog({ schemas: "nowhere", cwd: tree({}) }))).toEqual(["SCHEMA_UNREADABLE nowhere:1:1"]);
});

test("symbolic links are not followed; dotfiles are not read", async () => {
  const outside = tree({ "secret.avsc": record("Secret") });
  const folder = tree({ "a.avsc": record("A"), ".hidden.avsc": "{", ".git/x.avsc": "{" });
  symlinkSync(outside, join(folder, "link"));
  symlinkSync(join(outside, "secret.avsc"), join(folder, "s.avsc"));
  const { model, diagnostics } = await loadCatalog({ schemas: ".", cwd: folder });
  expect(model?.schemas.map((it) => it.name)).toEqual(["acme.A"]);
  expect(diagnostics.map((it) => [it.severity, it.place.path])).toEqual([
    ["warning", "link"],
    ["warning", "s.avsc"],
  ]);
});

test("what is no UTF-8 is reported", async () => {
  const folder = tree({ "a.avsc": record("A") });
  writeFileSync(join(folder, "b.avsc"), Buffer.from([0x22, 0xff, 0x22]));
  expect(places(await loadCatalog({ schemas: ".", cwd: folder }))).toEqual(["SCHEMA_UNREADABLE b.avsc:1:1"]);
});

test("one full name in both formats is refused", async () => {
  const catalog = await load({ "a.avsc": record("A"), "b.schema.json": { title: "acme.A", type: "object" } });
  expect(places(catalog)).toEqual(["SCHEMA_DUPLICATE_NAME b.schema.json:1:1"]);
});

test("the model is frozen and the same each time", async () => {
  const folder = tree({
    "t/topic.yaml": "topic: t\nkey: k\n",
    "t/a.avsc": record("A", { name: "k", type: "string" }),
    "b.schema.json": { type: "object" },
  });
  const [one, other] = await Promise.all([1, 2].map(() => loadCatalog({ schemas: ".", cwd: folder })));
  expect(one?.model).toEqual(other?.model);
  const type = one?.model?.types.get("acme.A");
  expect(Object.isFrozen(type) && type?.kind === "record" && Object.isFrozen(type.fields[0]?.shape)).toBe(true);
});

test("release freezes the next version; then the work tree stands for it", async () => {
  const folder = tree({
    "shared/m.avsc": record("M", { name: "n", type: "long", default: 0 }),
    "o/a.avsc": record("A", { name: "m", type: "acme.M" }),
  });
  const first = await loadCatalog({ schemas: ".", cwd: folder });
  if (first.model === undefined) throw new Error("no model");
  const files = release(first.model, "acme.A");
  expect(files.map((it) => it.path)).toEqual(["o/released/A.v1.avsc", "o/released/released.json"]);
  const again = tree({
    ...Object.fromEntries(files.map((it) => [it.path, it.text])),
    "shared/m.avsc": record("M", { name: "n", type: "long", default: 0 }),
    "o/a.avsc": record("A", { name: "m", type: "acme.M" }),
  });
  const { model, diagnostics } = await loadCatalog({ schemas: ".", cwd: again });
  expect(diagnostics).toEqual([]);
  const schema = model?.schemas.find((it) => it.name === "acme.A");
  expect(schema?.version).toBe(1);
  expect(schema?.released.map((it) => it.fingerprint)).toEqual([schema?.fingerprint]);
  expect(model && release(model, "A")).toEqual([]);
});

test("versions, removed events and an event that was renamed", async () => {
  const files = await releasedTree();
  const model = await modelOf({
    ...files,
    "b.avsc": { ...record("B", { name: "x", type: "int" }, { name: "y", type: "int", default: 0 }), aliases: ["A"] },
  });
  expect(model.schemas.map((it) => [it.shortName, it.version, it.released.map((version) => version.version)])).toEqual([["B", 2, [1]]]);
  const type = model.types.get("acme.B");
  expect(type?.kind === "record" && type.fields.map((it) => it.since)).toEqual([undefined, 2]);
  const gone = await modelOf({ ...files, "c.avsc": record("C") });
  expect(gone.removed?.map((it) => [it.shortName, it.released.length])).toEqual([["A", 1]]);
});

async function releasedTree() {
  const model = await modelOf({ "a.avsc": record("A", { name: "x", type: "int" }) });
  return Object.fromEntries(release(model, "A").map((it) => [it.path, it.text]));
}

test("hostile names and texts are data", async () => {
  const hostile = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  const model = await modelOf({
    "a.avsc": record(
      "__proto__",
      ...hostile.map((name) => ({ name, type: "int", default: 0, doc: "*/ process.exit() /* `$\u007b1}` \u2028" })),
    ),
    "b.schema.json": {
      type: "object",
      properties: JSON.parse(`{${hostile.map((it) => `"${it}":{"$ref":"#/$defs/${it}"}`)}}`),
      $defs: JSON.parse(`{${hostile.map((it) => `"${it}":{"type":"string"}`)}}`),
    },
  });
  expect(model.types.get("acme.__proto__")).toMatchObject({ kind: "record" });
  expect(Object.keys(Object.prototype)).toEqual([]);
  const type = model.types.get("B");
  expect(type?.kind === "record" && type.fields.map((it) => it.name)).toEqual(hostile);
});

test("whatever text a file holds, there is an answer and no exception", () => {
  const keys = fc.constantFrom(
    "type",
    "name",
    "fields",
    "items",
    "$ref",
    "$defs",
    "properties",
    "default",
    "symbols",
    "allOf",
    "__proto__",
    "$id",
    "size",
  );
  const words = fc.constantFrom("record", "enum", "object", "array", "map", "#", "#/$defs/x", "int", "A", "", "../x", "__proto__");
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 5 }, words, fc.integer(), fc.constant(null), fc.boolean(), tie("list"), tie("object")),
    list: fc.array(tie("any"), { maxLength: 4 }),
    object: fc.array(fc.tuple(keys, tie("any")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  }));
  fc.assert(
    fc.property(any, fc.constantFrom("avro" as const, "json" as const), (schema, format) => {
      const text = JSON.stringify(schema);
      const { schema: read, diagnostics } = readSchemaText({ format, text });
      if (read === undefined || diagnostics.some((it) => it.severity === "error")) return;
      expect(readSchemaText({ format, text: read.text }).schema?.text).toBe(read.text);
      expect(JSON.parse(pretty(read.text))).toEqual(JSON.parse(read.text));
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test.each([
  ["partions", "partitions"],
  ["backof", "backoff"],
  ["tpoic", "topic"],
  ["banana", undefined],
])("suggest %s: %s", (word, right) => {
  expect(suggest(word, ["topic", "partitions", "backoff", "key"])).toBe(right);
});

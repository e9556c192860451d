import avsc from "avsc";
import { expect, test } from "vitest";
import { readSchemaText, type Shape } from "../../../catalog/index.js";
import { load, modelOf, places, record } from "../tree.js";

function avro(schema: unknown) {
  return readSchemaText({ format: "avro", text: typeof schema === "string" ? schema : JSON.stringify(schema) });
}

function shapeOfField(type: unknown): Shape | undefined {
  const { schema, diagnostics } = avro(record("R", { name: "f", type }));
  expect(diagnostics).toEqual([]);
  const found = schema?.types.get("acme.R");
  return found?.kind === "record" ? found.fields[0]?.shape : undefined;
}

const fixed = (size: number, logicalType?: string, more = {}) => ({
  type: "fixed",
  name: "F",
  size,
  ...(logicalType && { logicalType }),
  ...more,
});

test.each<[string, unknown, Shape]>([
  ["a primitive", "long", { kind: "long" }],
  ["a primitive as an object", { type: "int" }, { kind: "int" }],
  ["a type inside a type", { type: { type: "string" } }, { kind: "string" }],
  ["an array", { type: "array", items: "int" }, { kind: "array", items: { kind: "int" } }],
  ["a map", { type: "map", values: "bytes" }, { kind: "map", values: { kind: "bytes" } }],
  ["a date", { type: "int", logicalType: "date" }, { kind: "logical", logical: "date" }],
  ["nanoseconds", { type: "long", logicalType: "timestamp-nanos" }, { kind: "logical", logical: "timestamp-nanos" }],
  [
    "a decimal",
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 2 },
    { kind: "logical", logical: "decimal", precision: 4, scale: 2 },
  ],
  [
    "a decimal without scale",
    { type: "bytes", logicalType: "decimal", precision: 4 },
    { kind: "logical", logical: "decimal", precision: 4, scale: 0 },
  ],
  ["an unknown logical type", { type: "string", logicalType: "isbn" }, { kind: "string", format: "isbn" }],
  ["a logical type called constructor", { type: "string", logicalType: "constructor" }, { kind: "string", format: "constructor" }],
])("%s", (_, type, shape) => {
  expect(shapeOfField(type)).toEqual(shape);
});

test.each<[string, unknown, Shape]>([
  ["a decimal that can't be", { type: "bytes", logicalType: "decimal", precision: 2, scale: 3 }, { kind: "bytes" }],
  ["one on the wrong carrier", { type: "string", logicalType: "date" }, { kind: "string" }],
])("a logical type that has no effect, and a warning: %s", (_, type, shape) => {
  const { schema, diagnostics } = avro(record("R", { name: "f", type }));
  expect(diagnostics).toMatchObject([{ severity: "warning", message: expect.stringContaining("does not fit here") }]);
  const found = schema?.types.get("acme.R");
  expect(found?.kind === "record" && found.fields[0]?.shape).toEqual(shape);
});

test.each<[string, unknown, unknown]>([
  ["uuid on 16 bytes", fixed(16, "uuid"), { kind: "logical", logical: "uuid", size: 16 }],
  ["uuid on 15 bytes", fixed(15, "uuid"), undefined],
  ["duration", fixed(12, "duration"), { kind: "logical", logical: "duration", size: 12 }],
  ["a decimal that fits", fixed(2, "decimal", { precision: 4 }), { kind: "logical", logical: "decimal", precision: 4, scale: 0, size: 2 }],
  ["a decimal that does not fit", fixed(2, "decimal", { precision: 5 }), undefined],
])("fixed: %s", (_, schema, logical) => {
  const type = avro(schema).schema?.types.get("F");
  expect(type?.kind === "fixed" && type.logical).toEqual(logical);
});

test.each<[string, unknown[], boolean]>([
  ["null and a type", ["null", "string"], false],
  ["string and long", ["string", "long"], false],
  ["two numbers", ["int", "double"], true],
  ["a date and a string", ["string", { type: "int", logicalType: "date" }], true],
  ["micros and a long", ["int", { type: "long", logicalType: "timestamp-micros" }], false],
  ["a Date and a record", [{ type: "long", logicalType: "timestamp-millis" }, record("A")], false],
  ["two records", [record("A"), record("B")], true],
  ["a record and a map", [record("A"), { type: "map", values: "int" }], true],
  ["an enum and a string", ["string", { type: "enum", name: "E", symbols: ["A"] }], true],
  ["bytes and a fixed", ["bytes", fixed(3)], true],
  ["bytes and a uuid on fixed", ["bytes", fixed(16, "uuid")], false],
  ["a map and a duration", [fixed(12, "duration"), { type: "map", values: "int" }], true],
  ["an array and a record", [{ type: "array", items: "int" }, record("A")], false],
])("union of %s: wrapped only where JavaScript can't tell", (_, type, wrapped) => {
  expect(shapeOfField(type)).toMatchObject({ kind: "union", wrapped });
});

test("a branch is tagged with Avro's name for it", () => {
  const shape = shapeOfField(["null", { type: "long", logicalType: "timestamp-millis" }, { type: "array", items: "int" }, record("A")]);
  expect(shape?.kind === "union" && shape.branches.map((it) => it.tag)).toEqual(["null", "long", "array", "acme.A"]);
});

test.each<[string, unknown, unknown]>([
  ["int", "int", 2147483648],
  ["int written as a fraction", "int", 1.5],
  ["string", "string", null],
  ["enum", { type: "enum", name: "E", symbols: ["A"] }, "B"],
  ["fixed", fixed(2), "abc"],
  ["bytes beyond latin-1", "bytes", "€"],
  ["array", { type: "array", items: "int" }, ["x"]],
  ["record that lacks a field", record("A", { name: "x", type: "int" }), {}],
  ["union without a fitting branch", ["null", "int"], "x"],
])("a default that is no value: %s", (_, type, value) => {
  const { diagnostics } = avro(record("R", { name: "f", type, default: value }));
  expect(diagnostics.map((it) => it.code)).toEqual(["SCHEMA_INVALID_DEFAULT"]);
});

test.each<[string, unknown, unknown]>([
  ["any branch of a union", ["null", "int"], 3],
  ["bytes", "bytes", "\u00ff\u0000"],
  ["a record that fills its own", record("A", { name: "x", type: "int", default: 1 }), {}],
  ["a double without a point", "double", 1],
])("a default that is one: %s", (_, type, value) => {
  expect(avro(record("R", { name: "f", type, default: value })).diagnostics).toEqual([]);
});

test("numbers keep their digits, in defaults and in the text", () => {
  const { schema } = avro(
    '{"type":"record","name":"R","fields":[{"name":"n","type":"long","default":9007199254740993},{"name":"d","type":"double","default":1.10}]}',
  );
  expect(schema?.text).toContain('"default":9007199254740993');
  expect(schema?.text).toContain('"default":1.10');
  const type = schema?.types.get("R");
  expect(type?.kind === "record" && type.fields.map((it) => it.defaultText)).toEqual(["9007199254740993", "1.10"]);
});

test.each<[string, unknown, string]>([
  ["duplicate branch", ["int", { type: "int", logicalType: "date" }], "SCHEMA_INVALID"],
  ["union in a union", ["null", ["int"]], "SCHEMA_INVALID"],
  ["union of nothing", [], "SCHEMA_UNSUPPORTED"],
  ["array without items", { type: "array" }, "SCHEMA_INVALID"],
  ["enum beside its own definition", "enum", "SCHEMA_INVALID"],
  ["misspelt primitive", "strng", "SCHEMA_UNKNOWN_TYPE"],
  ["a number", 7, "SCHEMA_INVALID"],
  ["redefined primitive", { type: "fixed", name: "string", size: 1 }, "SCHEMA_INVALID_NAME"],
  ["fixed without size", { type: "fixed", name: "F" }, "SCHEMA_INVALID"],
  ["enum default outside", { type: "enum", name: "E", symbols: ["A"], default: "B" }, "SCHEMA_INVALID_DEFAULT"],
  ["symbol twice", { type: "enum", name: "E", symbols: ["A", "A"] }, "SCHEMA_INVALID"],
])("refused: %s", (_, type, code) => {
  expect(avro(record("R", { name: "f", type })).diagnostics.map((it) => it.code)).toEqual([code]);
});

test("types of two files refer to each other, whatever the order of files", async () => {
  const a = record("A", { name: "b", type: ["null", "acme.B"] });
  const b = record("B", { name: "a", type: { type: "array", items: "A" } });
  const one = await modelOf({ "1.avsc": a, "2.avsc": b });
  const other = await modelOf({ "1.avsc": b, "2.avsc": a });
  const textOf = (model: typeof one, name: string) => model.schemas.find((it) => it.name === name)?.text;
  expect(textOf(one, "acme.A")).toBe(textOf(other, "acme.A"));
  expect(JSON.parse(textOf(one, "acme.A") ?? "")).toMatchObject({
    fields: [{ type: ["null", { name: "acme.B", fields: [{ type: { items: "acme.A" } }] }] }],
  });
  for (const { text } of one.schemas) expect(() => avsc.Type.forSchema(JSON.parse(text))).not.toThrow();
});

test("the text is its own text, and keeps what a schema says", () => {
  const schema = record(
    "R",
    { order: "ignore", doc: "é", type: { logicalType: "uuid", type: "string" }, name: "a", pii: { level: 1.0 }, aliases: ["b"] },
    { name: "f", type: { type: "fixed", name: "F", namespace: "", size: 2 } },
    { name: "g", type: "F" },
    { name: "e", type: "acme.E" },
    { name: "e2", type: { type: "enum", name: "E", symbols: ["A"], default: "A", aliases: ["Old"] } },
  );
  const first = avro(schema);
  expect(first.diagnostics).toEqual([]);
  const text = first.schema?.text ?? "";
  expect(avro(text).schema?.text).toBe(text);
  expect([...(avro(text).schema?.types.keys() ?? [])]).toEqual(["acme.R", "F", "acme.E"]);
  expect(text).toContain('"aliases":["acme.Old"]');
  expect(text).toContain('"pii":{"level":1}');
  expect(() => avsc.Type.forSchema(JSON.parse(text))).not.toThrow();
});

test("one name, two definitions: fine when they are equal but for docs", async () => {
  const money = (doc: string) => ({ type: "record", name: "acme.Money", doc, fields: [{ name: "cents", type: "long", doc }] });
  const model = await modelOf({ "a.avsc": record("A", { name: "m", type: money("inlined") }), "money.avsc": money("own file") });
  expect(model.types.get("acme.Money")).toMatchObject({ doc: "own file", file: "money.avsc" });
  expect(model.schemas.map((it) => it.defines)).toEqual([["acme.A"], ["acme.Money"]]);
});

test("a root without a name is named after its file", async () => {
  const model = await modelOf({ "orders/order-ids.avsc": { type: "array", items: "string" } });
  expect(model.schemas[0]).toMatchObject({
    name: "orders.OrderIds",
    shape: { kind: "ref", name: "orders.OrderIds" },
    text: '{"type":"array","items":"string"}',
  });
  expect(model.types.get("orders.OrderIds")).toMatchObject({ kind: "alias", shape: { kind: "array" } });
});

test("nesting of 2,000 levels ends in a diagnostic", async () => {
  const deep = `${'{"type":"array","items":'.repeat(2000)}"int"${"}".repeat(2000)}`;
  expect(places(await load({ "deep.avsc": deep }))).toEqual([`SCHEMA_UNSUPPORTED deep.avsc:1:${1000 * 24 + 1}`]);
  const chain = Object.fromEntries(
    Array.from({ length: 2000 }, (_, n) => [`r${n}.avsc`, record(`R${n}`, { name: "next", type: n < 1999 ? `acme.R${n + 1}` : "int" })]),
  );
  expect(places(await load(chain))).toEqual(["SCHEMA_UNSUPPORTED r0.avsc:1:1"]);
});

import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { readSchemaText, type Shape } from "../../../catalog/index.js";
import { load, modelOf, places } from "../tree.js";

function json(schema: unknown) {
  return readSchemaText({ format: "json", text: JSON.stringify(schema) });
}

function shapeOf(schema: unknown): Shape | undefined {
  const { schema: read } = json({ type: "object", properties: { f: schema } });
  const type = read?.types.get("Schema");
  return type?.kind === "record" ? type.fields[0]?.shape : undefined;
}

const text: Shape = { kind: "string" };
const any: Shape = { kind: "any" };

test.each<[string, unknown, Shape]>([
  ["true", true, any],
  ["false", false, { kind: "never" }],
  ["nothing said", {}, any],
  ["a format", { type: "string", format: "date-time" }, { kind: "string", format: "date-time" }],
  ["an integer", { type: "integer" }, { kind: "number", format: "integer" }],
  [
    "several types",
    { type: ["string", "null"] },
    {
      kind: "union",
      wrapped: false,
      branches: [
        { tag: "string", shape: text },
        { tag: "null", shape: { kind: "null" } },
      ],
    },
  ],
  ["const", { const: "card" }, { kind: "literal", values: ["card"] }],
  ["enum of mixed types", { enum: ["a", 1, null, true] }, { kind: "literal", values: ["a", 1, null, true] }],
  ["enum narrowed by type", { type: "string", enum: ["a", 1] }, { kind: "literal", values: ["a"] }],
  [
    "const of an array",
    { const: ["a", [1]] },
    {
      kind: "array",
      items: { kind: "never" },
      prefix: [
        { kind: "literal", values: ["a"] },
        { kind: "array", items: { kind: "never" }, prefix: [{ kind: "literal", values: [1] }] },
      ],
    },
  ],
  ["const outside its enum", { const: "a", enum: ["b"] }, { kind: "never" }],
  ["an integer that is any number", { type: "integer", anyOf: [{ type: "number" }] }, { kind: "number", format: "integer" }],
  ["two types at once", { allOf: [{ type: "string" }, { type: "number" }] }, { kind: "never" }],
  ["a map", { type: "object", additionalProperties: { type: "string" } }, { kind: "map", values: text }],
  [
    "patterns",
    { type: "object", additionalProperties: false, patternProperties: { "^x": { type: "string" } } },
    { kind: "map", values: text },
  ],
  ["items", { type: "array", items: { type: "string" } }, { kind: "array", items: text }],
  [
    "a tuple that must be full",
    { type: "array", prefixItems: [{ type: "string" }], items: false, minItems: 1 },
    { kind: "array", items: { kind: "never" }, prefix: [text] },
  ],
  [
    "a tuple that may be short",
    { type: "array", prefixItems: [{ type: "string" }], items: false },
    { kind: "array", items: { kind: "never" }, prefix: [text], least: 0 },
  ],
  ["a tuple cut short", { type: "array", prefixItems: [{}, {}], maxItems: 0 }, { kind: "array", items: { kind: "never" }, prefix: [] }],
  ["not one of several types", { type: ["string", "null"], not: { type: "null" } }, text],
  ["not one of several values", { enum: ["a", "b", 1], not: { enum: ["b", 1] } }, { kind: "literal", values: ["a"] }],
  ["not anything", { not: {} }, { kind: "never" }],
  ["properties without type", { properties: { a: {} } }, any],
  ["not", { type: "string", not: { const: "x" } }, text],
  ["allOf of nothing new", { type: "string", allOf: [{ minLength: 1 }] }, text],
  ["anyOf with an open branch", { anyOf: [{ type: "string" }, {}] }, any],
])("%s", (_, schema, shape) => {
  expect(shapeOf(schema)).toEqual(shape);
});

test("a large number in const is no literal: two numbers may share one double", () => {
  const { schema } = readSchemaText({ format: "json", text: '{"const":9007199254740993}' });
  expect(schema?.types.get("Schema")).toMatchObject({ kind: "alias", shape: { kind: "number" } });
  expect(schema?.text).toContain('"const":9007199254740993');
});

test("a branch inherits the type of the schema around it", () => {
  const shape = shapeOf({
    type: "object",
    oneOf: [{ properties: { kind: { const: "a" } }, required: ["kind"] }, { properties: { kind: { const: "b" } } }],
  });
  expect(shape).toMatchObject({
    kind: "union",
    branches: [{ shape: { kind: "object", fields: [{ name: "kind", required: true }] } }, { shape: { kind: "object" } }],
  });
});

test("properties: required, docs, defaults, and names that are JavaScript's own", () => {
  const schema = JSON.parse(`{"type":"object","required":["a","constructor","extra"],"additionalProperties":false,"properties":{
    "a":{"type":"string","description":"A."},"__proto__":{"type":"string","default":1.0},"constructor":{"type":"string"}}}`);
  const type = json(schema).schema?.types.get("Schema");
  expect(type?.kind === "record" && type.fields.map((it) => [it.name, it.required, it.shape.kind])).toEqual([
    ["a", true, "string"],
    ["__proto__", false, "string"],
    ["constructor", true, "string"],
    ["extra", true, "never"],
  ]);
  expect(type).toMatchObject({ additional: false, fields: [{ doc: "A." }, { defaultText: "1" }, {}, {}] });
});

test("references go over files by path, by $id and by anchor, and recursion ends", async () => {
  const model = await modelOf({
    "a/order.schema.json": {
      title: "acme.Order",
      type: "object",
      properties: {
        amount: { $ref: "../shared/amount.schema.json" },
        byId: { $ref: "https://acme.example/tag" },
        part: { $ref: "#part" },
        self: { $ref: "#" },
      },
      $defs: { Part: { $anchor: "part", type: "object", properties: { parts: { type: "array", items: { $ref: "#/$defs/Part" } } } } },
    },
    "shared/amount.schema.json": {
      title: "acme.Amount",
      type: "object",
      properties: { currency: { $ref: "#/$defs/Currency" } },
      $defs: { Currency: { enum: ["EUR"] } },
    },
    "shared/tag.schema.json": { $id: "https://acme.example/tag", type: "string" },
  });
  const order = model.types.get("acme.Order");
  expect(order?.kind === "record" && order.fields.map((it) => it.shape)).toEqual(
    ["acme.Amount", "shared.Tag", "acme.Part", "acme.Order"].map((name) => ({ kind: "ref", name })),
  );
  const bundled = JSON.parse(model.schemas[0]?.text ?? "");
  expect(Object.keys(bundled.$defs)).toEqual(["acme.Amount", "shared.Tag", "Part", "acme.Currency"]);
  const validate = new Ajv2020().compile(bundled);
  expect(validate({ amount: { currency: "EUR" }, part: { parts: [{ parts: [] }] }, self: { byId: "x" } })).toBe(true);
  expect(validate({ self: { amount: { currency: "USD" } } })).toBe(false);
});

test("the text is its own text", async () => {
  const model = await modelOf({
    "a.schema.json": {
      title: "acme.A",
      type: "object",
      properties: { b: { $ref: "b.schema.json#/properties/x" }, c: { $ref: "b.schema.json" } },
    },
    "b.schema.json": { type: "object", properties: { x: { type: "string" } } },
  });
  const bundled = model.schemas[0]?.text ?? "";
  expect(readSchemaText({ format: "json", text: bundled }).schema?.text).toBe(bundled);
});

test("draft-07 is brought to the words of 2020-12", () => {
  const { schema } = json({
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      t: { type: "array", items: [{ type: "string" }], additionalItems: false },
      r: { $ref: "#/definitions/R", type: "string" },
    },
    dependencies: { t: ["r"] },
    definitions: { R: { type: "integer" } },
  });
  const parsed = JSON.parse(schema?.text ?? "");
  expect(parsed).toMatchObject({
    properties: { t: { prefixItems: [{ type: "string" }], items: false }, r: { $ref: "#/$defs/R" } },
    dependentRequired: { t: ["r"] },
    $defs: { R: { type: "integer" } },
  });
  expect(new Ajv2020().compile(parsed)({ t: ["x"], r: 1 })).toBe(true);
});

test("entries of two files under one name: shared when equal, else named after their roots", async () => {
  const file = (title: string, item: unknown) => ({
    title,
    type: "object",
    properties: { i: { $ref: "#/$defs/Item" } },
    $defs: { Item: item, Id: { type: "string" } },
  });
  const item = { type: "object", properties: { id: { $ref: "#/$defs/Id" } } };
  const same = await modelOf({ "a.schema.json": file("acme.A", item), "b.schema.json": file("acme.B", item) });
  expect([...same.types.keys()]).toEqual(["acme.A", "acme.B", "acme.Item", "acme.Id"]);
  const other = await modelOf({ "a.schema.json": file("acme.A", item), "b.schema.json": file("acme.B", { type: "integer" }) });
  expect([...other.types.keys()]).toEqual(["acme.A", "acme.B", "acme.A.Item", "acme.B.Item", "acme.Id"]);
});

test("all of several objects is one record", async () => {
  const model = await modelOf({
    "topic.yaml": "topic: t\nkey: id\n",
    "a.schema.json": { allOf: [{ $ref: "b/base.schema.json" }, { type: "object", properties: { x: { type: "string" } } }] },
    "b/base.schema.json": { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  });
  expect(model.types.get("A")).toMatchObject({
    kind: "record",
    fields: [
      { name: "id", required: true },
      { name: "x", required: false },
    ],
  });
  expect(model.topics[0]?.events.map((it) => it.name)).toEqual(["A"]);
});

test.each<[string, unknown, string]>([
  ["a moving reference to nothing", { $dynamicRef: "#x" }, "SCHEMA_UNKNOWN_TYPE a.schema.json:2:18"],
  ["a reference to itself", { $ref: "#" }, "SCHEMA_INVALID a.schema.json:2:11"],
  ["a pattern that is none", { pattern: "(" }, "SCHEMA_INVALID a.schema.json:2:14"],
  ["an unread draft", { $schema: "http://json-schema.org/draft-04/schema#" }, "SCHEMA_UNSUPPORTED a.schema.json:2:14"],
  ["a misspelt type", { type: "strng" }, "SCHEMA_INVALID a.schema.json:2:11"],
  ["a missing entry", { $ref: "#/$defs/X" }, "SCHEMA_UNKNOWN_TYPE a.schema.json:2:11"],
  ["a file that is not there", { $ref: "../../etc/passwd" }, "SCHEMA_UNKNOWN_TYPE a.schema.json:2:11"],
])("refused: %s", async (_, schema, place) => {
  expect(places(await load({ "a.schema.json": schema as object }))).toEqual([place]);
});

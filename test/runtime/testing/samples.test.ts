import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import { defineJsonCodec } from "../../../runtime/codec/json.js";
import { sampleEvents } from "../../../runtime/testing/index.js";

const logical = (type: string | object, logicalType: string, more: object = {}) =>
  typeof type === "string" ? { type, logicalType, ...more } : { ...type, logicalType, ...more };
const fixed = (name: string, size: number) => ({ type: "fixed", name, size });

const everything = JSON.stringify({
  type: "record",
  name: "Everything",
  namespace: "acme",
  fields: [
    ["boolean", "boolean"],
    ["int", "int"],
    ["long", "long"],
    ["float", "float"],
    ["double", "double"],
    ["string", "string"],
    ["bytes", "bytes"],
    ["fixed", fixed("F4", 4)],
    ["enum", { type: "enum", name: "E", symbols: ["A", "B", "C"] }],
    ["array", { type: "array", items: "E" }],
    ["map", { type: "map", values: { type: "array", items: "long" } }],
    ["optional", ["null", "string"]],
    ["bare", ["null", "int", "string", "boolean", "bytes", "E2"].map((name) => (name === "E2" ? { type: "array", items: "int" } : name))],
    [
      "wrapped",
      [
        { type: "record", name: "A1", fields: [{ name: "x", type: "int" }] },
        { type: "record", name: "B1", fields: [] },
      ],
    ],
    ["numbers", ["int", "double"]],
    ["date", logical("int", "date")],
    ["timeMillis", logical("int", "time-millis")],
    ["timeMicros", logical("long", "time-micros")],
    ["millis", logical("long", "timestamp-millis")],
    ["micros", logical("long", "timestamp-micros")],
    ["nanos", logical("long", "timestamp-nanos")],
    ["local", logical("long", "local-timestamp-millis")],
    ["uuid", logical("string", "uuid")],
    ["uuidFixed", logical(fixed("U16", 16), "uuid")],
    ["decimal", logical("bytes", "decimal", { precision: 12, scale: 2 })],
    ["decimalFixed", logical(fixed("D8", 8), "decimal", { precision: 18, scale: 0 })],
    ["duration", logical(fixed("D12", 12), "duration")],
    ["__proto__", "int"],
    [
      "tree",
      {
        type: "record",
        name: "Tree",
        fields: [
          { name: "kids", type: { type: "array", items: "Tree" } },
          { name: "up", type: ["null", "Tree"] },
        ],
      },
    ],
  ].map(([name, type]) => ({ name, type })),
});

describe("samples of an Avro schema", () => {
  const codec = defineAvroCodec<Record<string, unknown>>({
    name: "acme.Everything",
    version: 1,
    fingerprint: "",
    schema: everything,
    writers: [],
  });
  const events = sampleEvents("avro", everything, { count: 60 }) as Record<string, unknown>[];

  it("fit it, and come back from their bytes as they were", () => {
    expect(events).toHaveLength(60);
    for (const event of events) expect(codec.decode(codec.encode(event))).toStrictEqual(event);
  });

  it("are the same for the same seed, and others for another", () => {
    expect(sampleEvents("avro", everything, { count: 60 })).toStrictEqual(events);
    expect(sampleEvents("avro", everything, { count: 60, seed: 2 })).not.toStrictEqual(events);
  });

  it("reach the edges: every symbol, every branch, the greatest decimal, an empty text", () => {
    const seen = (name: string) => new Set(events.map((event) => event[name]));
    expect(seen("enum")).toEqual(new Set(["A", "B", "C"]));
    expect(seen("decimal")).toContain("9999999999.99");
    expect(seen("decimal")).toContain("-0.01");
    expect(seen("decimalFixed")).toContain("999999999999999999");
    expect(seen("long")).toContain(Number.MIN_SAFE_INTEGER);
    expect(seen("string")).toContain("");
    expect(seen("optional")).toContain(null);
    expect(new Set(events.flatMap(({ wrapped }) => Object.keys(wrapped as object)))).toEqual(new Set(["acme.A1", "acme.B1"]));
    expect(new Set(events.flatMap(({ numbers }) => Object.keys(numbers as object)))).toEqual(new Set(["int", "double"]));
  });
});

describe("samples of a JSON Schema", () => {
  const schema = JSON.stringify({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "acme.Thing",
    type: "object",
    properties: {
      kind: { const: "thing" },
      id: { type: "string", format: "uuid" },
      at: { type: "string", format: "date-time" },
      code: { type: "string", pattern: "^[A-Z]{2}-\\d{4}(/[a-z]+)?$" },
      amount: { $ref: "#/$defs/Money" },
      score: { type: "number", exclusiveMinimum: 0, maximum: 1 },
      count: { type: "integer", minimum: 3, multipleOf: 2 },
      size: { enum: ["s", "m", null] },
      method: { oneOf: [{ $ref: "#/$defs/Card" }, { $ref: "#/$defs/Wallet" }] },
      tags: { type: "array", items: { type: "string", minLength: 1 }, minItems: 1, uniqueItems: true },
      labels: { type: "object", additionalProperties: { type: "integer" } },
      note: { type: ["string", "null"], maxLength: 10 },
    },
    required: ["kind", "id", "at", "code", "amount", "method", "tags", "count"],
    additionalProperties: false,
    $defs: {
      Money: {
        type: "object",
        properties: { value: { type: "string" } },
        required: ["value"],
        allOf: [{ required: ["currency"], properties: { currency: { type: "string", minLength: 3, maxLength: 3 } } }],
      },
      Card: { type: "object", properties: { kind: { const: "card" } }, required: ["kind"], additionalProperties: false },
      Wallet: { type: "object", properties: { kind: { const: "wallet" } }, required: ["kind"], additionalProperties: false },
    },
  });
  const codec = defineJsonCodec<unknown>({ name: "acme.Thing", version: 1, fingerprint: "", schema, writers: [] });

  it("fit it, with and without what is optional, and with each branch", () => {
    const events = sampleEvents("json", schema, { count: 40 });
    expect(events).toHaveLength(40);
    for (const event of events) expect(codec.decode(codec.encode(event))).toEqual(event);
    const things = events as { readonly score?: number; readonly method: { readonly kind: string } }[];
    expect(new Set(things.map(({ method }) => method.kind))).toEqual(new Set(["card", "wallet"]));
    expect(new Set(things.map((thing) => "score" in thing))).toEqual(new Set([true, false]));
  });

  it("are none where the schema allows none", () => {
    expect(sampleEvents("json", '{"type":"string","minLength":5,"maxLength":2}')).toEqual([]);
    expect(sampleEvents("json", '{"type":"string","minLength":1e12}')).toEqual([]);
  });
});

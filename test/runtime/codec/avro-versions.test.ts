import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import { recordCodec, recordText } from "./avro-schema.js";

const millis = { type: "long", logicalType: "timestamp-millis" };
const decimal = (scale: number) => ({ type: "bytes", logicalType: "decimal", precision: 12, scale });

/** Writes with the first schema, reads with the second, once as a released version and once by its text. */
function across(written: readonly object[], read: readonly object[], event: Record<string, unknown>): unknown {
  const payload = recordCodec(written).encode(event);
  const reader = recordCodec(read, [written]);
  const known = reader.decode(payload, 1);
  expect(reader.decode(payload, recordText(written))).toStrictEqual(known);
  return known;
}

describe("reading another version", () => {
  it("renames by alias, adds by default, drops what is gone", () => {
    const written = [
      { name: "gone", type: { type: "map", values: "string" } },
      { name: "total", type: "int" },
      { name: "also", type: "string" },
    ];
    const read = [
      { name: "amount", type: "int", aliases: ["total"] },
      { name: "at", type: millis, default: 5 },
    ];
    expect(across(written, read, { gone: { a: "b" }, total: 3, also: "x" })).toStrictEqual({ amount: 3, at: new Date(5) });
  });

  it("prefers a field of the same name to an alias", () => {
    expect(
      across(
        [
          { name: "a", type: "int" },
          { name: "b", type: "int" },
        ],
        [{ name: "b", type: "int", aliases: ["a"] }],
        { a: 1, b: 2 },
      ),
    ).toStrictEqual({ b: 2 });
  });

  it.each([
    ["int to long", "int", "long", 5, 5],
    ["int to timestamp", "int", millis, 5, new Date(5)],
    ["long to timestamp", "long", millis, 5, new Date(5)],
    ["timestamp to long", millis, "long", new Date(5), 5],
    ["int to micros", "int", { type: "long", logicalType: "timestamp-micros" }, -5, -5n],
    ["long to double", "long", "double", 5, 5],
    ["string to bytes", "string", "bytes", "a", new Uint8Array([97])],
    ["bytes to string", "bytes", "string", new Uint8Array([97]), "a"],
    ["int to optional long", "int", ["null", "long"], 5, 5],
    ["optional to required", ["null", "int"], "int", 5, 5],
    ["bare union to wrapped union", ["null", "int"], ["null", "int", "long"], 5, { int: 5 }],
    ["the same branch before a promotion", "long", ["null", "double", "long"], 5, { long: 5 }],
    ["items", { type: "array", items: "int" }, { type: "array", items: millis }, [5], [new Date(5)]],
    ["values", { type: "map", values: "int" }, { type: "map", values: "long" }, { a: 5 }, { a: 5 }],
    ["a grown enum", { type: "enum", name: "E", symbols: ["A"] }, { type: "enum", name: "E", symbols: ["B", "A"] }, "A", "A"],
    [
      "a shrunk enum with a default",
      { type: "enum", name: "E", symbols: ["A", "C"] },
      { type: "enum", name: "E", symbols: ["B", "A"], default: "B" },
      "C",
      "B",
    ],
    ["an equal scale", decimal(2), { ...decimal(2), precision: 20 }, "1.50", "1.50"],
  ])("%s", (_name, written, read, value, expected) => {
    expect(across([{ name: "v", type: written }], [{ name: "v", type: read }], { v: value })).toStrictEqual({ v: expected });
  });

  it.each([
    ["string to int", "string", "int", "a", /cannot read/],
    ["another scale", decimal(2), decimal(4), "1.50", /decimal of scale 2 can't be read as decimal of scale 4/],
    [
      "millis as micros",
      millis,
      { type: "long", logicalType: "timestamp-micros" },
      new Date(5),
      /timestamp-millis can't be read as timestamp-micros/,
    ],
    ["a branch that the reader does not have", ["null", "string"], ["null", "int"], "a", /cannot read/],
  ])("refuses %s with the writer's version", (_name, written, read, value, message) => {
    const attempt = () => across([{ name: "v", type: written }], [{ name: "v", type: read }], { v: value });
    expect(attempt).toThrow(/^\[DECODE_INVALID\].*written with version 1, read as version 2/);
    expect(attempt).toThrow(message);
  });

  it("fails on a union's branch only where it occurs", () => {
    const written = [{ name: "v", type: ["null", "int"] }];
    expect(across(written, [{ name: "v", type: "long" }], { v: 5 })).toStrictEqual({ v: 5 });
    expect(() => across(written, [{ name: "v", type: "long" }], { v: null })).toThrow(/DECODE_INVALID.*cannot read "null" as "long"/);
  });

  it("skips strings and maps that the reader does not have", () => {
    const written = [
      { name: "a", type: { type: "map", values: { type: "array", items: "string" } } },
      { name: "b", type: "bytes" },
      { name: "v", type: "int" },
    ];
    expect(across(written, [{ name: "v", type: "int" }], { a: { x: ["1", "22"], y: [] }, b: new Uint8Array(300), v: 9 })).toStrictEqual({
      v: 9,
    });
  });

  it("refuses a version it does not know, and a text that is no schema, each time", () => {
    const codec = recordCodec([]);
    expect(() => codec.decode(new Uint8Array(), 9)).toThrow(/DECODE_INVALID.*no released version 9/);
    for (let i = 0; i < 2; i++) expect(() => codec.decode(new Uint8Array(), "{")).toThrow(/DECODE_INVALID.*unknown at build time/);
  });

  it("resolves a text once", () => {
    const reader = recordCodec([{ name: "v", type: "long" }]);
    const text = recordText([{ name: "v", type: "int" }]);
    const payload = recordCodec([{ name: "v", type: "int" }]).encode({ v: 1 });
    reader.decode(payload, text);
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) reader.decode(payload, text);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("bytes that can't be right", () => {
  const codec = recordCodec([
    { name: "id", type: "string" },
    { name: "kind", type: { type: "enum", name: "K", symbols: ["A"] } },
    { name: "tags", type: { type: "array", items: "string" } },
    { name: "maybe", type: ["null", "double"] },
    { name: "raw", type: { type: "fixed", name: "F", size: 4 } },
    { name: "price", type: decimal(2) },
  ]);
  const good = codec.encode({ id: "abc", kind: "A", tags: ["x", "yy"], maybe: 1.5, raw: new Uint8Array(4), price: "1.00" });

  it("refuses every truncation", () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => codec.decode(good.subarray(0, length)), `${length} bytes`).toThrow(/DECODE_INVALID/);
    }
  });

  it("refuses trailing bytes", () => {
    expect(() => codec.decode(Buffer.concat([good, Buffer.from([0])]))).toThrow(/DECODE_INVALID.*trailing/);
  });

  it("reads a payload that is a view into something larger", () => {
    const padded = Buffer.concat([Buffer.from([9, 9]), good, Buffer.from([9])]);
    expect(codec.decode(padded.subarray(2, -1))).toStrictEqual(codec.decode(good));
  });

  it.each([
    ["enum index", { type: "enum", name: "K", symbols: ["A"] }, [2]],
    ["union index", ["null", "int"], [4]],
    ["negative string length", "string", [1]],
    ["an int of 33 bits", "int", [0xff, 0xff, 0xff, 0xff, 0x1f]],
    ["a long beyond 2^53", "long", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [
      "a micros of 65 bits",
      { type: "long", logicalType: "timestamp-micros" },
      [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03],
    ],
    ["an endless array of strings", { type: "array", items: "string" }, [0xfe, 0xff, 0xff, 0xff, 0x7f, 1, 1, 1]],
    ["an endless array of nulls", { type: "array", items: "null" }, [0xfe, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]],
    ["an endless map", { type: "map", values: "null" }, [0xfe, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]],
    ["a decimal without bytes", decimal(2), [0]],
    ["a timestamp beyond Date", millis, [0x80, 0x80, 0xa0, 0xbc, 0xe5, 0x84, 0xd9, 0x1e]],
  ])("refuses %s, at once", (_name, type, bytes) => {
    const started = performance.now();
    expect(() => recordCodec([{ name: "v", type }]).decode(new Uint8Array(bytes))).toThrow(/DECODE_INVALID/);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("skips a gone field's blocks without running backwards", () => {
    const written = [
      { name: "gone", type: { type: "array", items: "int" } },
      { name: "v", type: "int" },
    ];
    const reader = recordCodec([{ name: "v", type: "int" }], [written]);
    expect(() => reader.decode(new Uint8Array([1, 0x13, 2, 2]), 1)).toThrow(/DECODE_INVALID/);
  });
});

describe("schema text", () => {
  const codec = (schema: string) => defineAvroCodec<unknown>({ name: "test.Hostile", version: 1, fingerprint: "", schema, writers: [] });

  it("does nothing before the first use", () => {
    expect(() => codec("no schema at all")).not.toThrow();
    expect(() => codec("no schema at all").encode({})).toThrow(/ENCODE_INVALID.*schema of test\.Hostile, version 1, is not valid/);
  });

  it.each([
    ["a field name with code", { type: "record", name: "R", fields: [{ name: "a;process.exit(1)", type: "int" }] }],
    ["a record name with code", { type: "record", name: "R(){}//", fields: [] }],
    ["a namespace with code", { type: "record", name: "R", namespace: "a');x('", fields: [] }],
    ["an inherited name as a type", { type: "record", name: "R", fields: [{ name: "a", type: "constructor" }] }],
    ["a duplicate name", { type: "record", name: "R", fields: [{ name: "a", type: { type: "record", name: "R", fields: [] } }] }],
    ["a nested union", ["null", ["int"]]],
    ["a branch twice", ["int", "int"]],
  ])("refuses %s", (_name, schema) => {
    expect(() => codec(JSON.stringify(schema)).encode({})).toThrow(/ENCODE_INVALID.*is not valid/);
  });
});

import { describe, expect, it } from "vitest";
import { fieldCodec, recordCodec } from "./avro-schema.js";

const millis = { type: "long", logicalType: "timestamp-millis" };
const micros = { type: "long", logicalType: "timestamp-micros" };
const money = { type: "bytes", logicalType: "decimal", precision: 9, scale: 2 };
const record = (name: string) => ({ type: "record", name, fields: [{ name: "a", type: "int" }] });
const map = { type: "map", values: "int" };
const duration = { type: "fixed", name: "Du", size: 12, logicalType: "duration" };
const at = new Date(5);

describe("a union is bare where JavaScript can tell its branches apart", () => {
  it.each([
    ["null and timestamp", ["null", millis], [null, at]],
    ["string and timestamp", ["string", millis], ["x", at]],
    ["record and timestamp", [record("A"), millis], [{ a: 1 }, at]],
    ["map and bytes", [map, "bytes"], [{ a: 1 }, new Uint8Array([1])]],
    ["null, int and string", ["null", "int", "string"], [null, 5, "x"]],
    ["int, bigint and Date", ["int", micros], [5, 5n]],
    [
      "all kinds",
      [
        "null",
        "boolean",
        "double",
        micros.type === "long" ? micros : "null",
        "string",
        "bytes",
        { type: "array", items: "int" },
        record("A"),
      ],
      [null, true, 0.5, 5n, "x", new Uint8Array([1]), [1], { a: 1 }],
    ],
  ])("%s", (_name, union, values) => {
    const codec = fieldCodec(union);
    for (const v of values) expect(codec.decode(codec.encode({ v }))).toStrictEqual({ v });
  });

  it("refuses a value of no branch", () => {
    expect(() => fieldCodec(["null", "string"]).encode({ v: 5 })).toThrow(/v: expected null or string, found the number 5/);
  });
});

describe("else it is wrapped, with Avro's branch names; null is bare", () => {
  it.each([
    ["int and long", ["int", "long"], [{ int: 1 }, { long: 1 }]],
    ["string and decimal", ["string", money], [{ string: "1.00" }, { bytes: "1.00" }]],
    ["string and enum", ["null", "string", { type: "enum", name: "E", symbols: ["A"] }], [null, { string: "A" }, { "test.E": "A" }]],
    ["two records", ["null", record("A"), record("B")], [null, { "test.A": { a: 1 } }, { "test.B": { a: 1 } }]],
    ["record and map", [record("A"), map], [{ "test.A": { a: 1 } }, { map: { a: 1 } }]],
    ["map and duration", [map, duration], [{ map: {} }, { "test.Du": { months: 0, days: 0, millis: 1 } }]],
    ["bytes and fixed", ["bytes", { type: "fixed", name: "F", size: 1 }], [{ bytes: new Uint8Array(1) }, { "test.F": new Uint8Array(1) }]],
    ["time-millis and double", [{ type: "int", logicalType: "time-millis" }, "double"], [{ int: 5 }, { double: 0.5 }]],
  ])("%s", (_name, union, values) => {
    const codec = fieldCodec(union);
    for (const v of values) expect(codec.decode(codec.encode({ v }))).toStrictEqual({ v });
  });

  it("refuses the bare value, a wrong tag and two tags", () => {
    const codec = fieldCodec(["null", record("A"), record("B")]);
    for (const v of [{ a: 1 }, { A: { a: 1 } }, { "test.A": { a: 1 }, "test.B": { a: 1 } }, { constructor: {} }]) {
      expect(() => codec.encode({ v })).toThrow(/v: expected null or \{ "test.A": … \} or \{ "test.B": … \}, found an object/);
    }
  });
});

describe("defaults", () => {
  it("fills absent fields at every depth, and leaves the event alone", () => {
    const inner = {
      type: "record",
      name: "Inner",
      fields: [
        { name: "n", type: "int", default: 7 },
        { name: "at", type: millis, default: 1000 },
      ],
    };
    const codec = recordCodec([
      { name: "inner", type: inner },
      { name: "list", type: { type: "array", items: "Inner" }, default: [{ n: 1 }] },
      { name: "money", type: money, default: "\u0001\u0000" },
      { name: "maybe", type: ["null", "string"], default: null },
      { name: "tagged", type: ["int", "long"], default: 3 },
      { name: "big", type: micros, default: 12 },
      { name: "late", type: ["string", "int"], default: 4 },
    ]);
    const event = Object.freeze({ inner: Object.freeze({ n: undefined }) });
    expect(codec.decode(codec.encode(event))).toStrictEqual({
      inner: { n: 7, at: new Date(1000) },
      list: [{ n: 1, at: new Date(1000) }],
      money: "2.56",
      maybe: null,
      tagged: { int: 3 },
      big: 12n,
      late: 4,
    });
  });

  it("ignores what the schema does not name", () => {
    const codec = fieldCodec("int");
    expect(codec.decode(codec.encode({ v: 1, more: 2 }))).toStrictEqual({ v: 1 });
  });
});

describe("recursion", () => {
  it("reads and writes a tree", () => {
    const tree = {
      type: "record",
      name: "Tree",
      fields: [
        { name: "n", type: "int" },
        { name: "of", type: { type: "array", items: "Tree" } },
      ],
    };
    const codec = fieldCodec(tree);
    const event = {
      v: {
        n: 1,
        of: [
          { n: 2, of: [] },
          { n: 3, of: [{ n: 4, of: [] }] },
        ],
      },
    };
    expect(codec.decode(codec.encode(event))).toStrictEqual(event);
  });
});

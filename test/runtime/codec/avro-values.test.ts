import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { fieldCodec, recordText } from "./avro-schema.js";

const long = (logicalType: string) => ({ type: "long", logicalType });
const decimal = (precision: number, scale: number) => ({ type: "bytes", logicalType: "decimal", precision, scale });
const decimalFixed = { type: "fixed", name: "D", size: 8, logicalType: "decimal", precision: 18, scale: 4 };
const uuidFixed = { type: "fixed", name: "U", size: 16, logicalType: "uuid" };
const duration = { type: "fixed", name: "Du", size: 12, logicalType: "duration" };
const safe = Number.MAX_SAFE_INTEGER;
const i64 = 2n ** 63n;

/** Type, values that must come back equal. */
const fitting: readonly (readonly [string, unknown, readonly unknown[]])[] = [
  ["null", "null", [null]],
  ["boolean", "boolean", [true, false]],
  ["int", "int", [0, -1, 2 ** 31 - 1, -(2 ** 31)]],
  ["long", "long", [0, -1, 2 ** 31, 2 ** 52, -(2 ** 52), 2 ** 52 - 1, 2 ** 52 + 1, -(2 ** 52) - 1, safe - 1, 1 - safe, safe, -safe]],
  ["float", "float", [0, 1.5, Number.POSITIVE_INFINITY]],
  ["double", "double", [0.1, -0, Number.MAX_VALUE, 5e-324, Number.NaN]],
  ["string", "string", ["", "ä€😀", "x".repeat(5_000)]],
  ["bytes", "bytes", [new Uint8Array(), new Uint8Array([0, 255])]],
  ["fixed", { type: "fixed", name: "F", size: 2 }, [new Uint8Array([1, 2])]],
  ["enum", { type: "enum", name: "E", symbols: ["A", "B"] }, ["A", "B"]],
  ["enum of inherited names", { type: "enum", name: "E", symbols: ["constructor", "__proto__", "A"] }, ["A", "constructor", "__proto__"]],
  [
    "record of names that avsc's own fields have",
    {
      type: "record",
      name: "R",
      fields: ["__proto__", "type", "name", "aliases"].map((name) => ({ name, type: "int" })),
    },
    [JSON.parse('{ "__proto__": 1, "type": 2, "name": 3, "aliases": 4 }')],
  ],
  ["array", { type: "array", items: "int" }, [[], [1, 2, 3]]],
  ["map", { type: "map", values: "int" }, [{}, { a: 1, constructor: 2 }]],
  ["timestamp-millis", long("timestamp-millis"), [new Date(0), new Date(-1), new Date(8.64e15), new Date(-8.64e15)]],
  ["local-timestamp-millis", long("local-timestamp-millis"), [new Date(1_700_000_000_123)]],
  ...["time-micros", "timestamp-micros", "timestamp-nanos", "local-timestamp-micros", "local-timestamp-nanos"].map(
    (name) => [name, long(name), [0n, -1n, 1n, 2n ** 53n + 1n, i64 - 1n, -i64]] as const,
  ),
  ["time-millis", { type: "int", logicalType: "time-millis" }, [0, 86_399_999]],
  [
    "date",
    { type: "int", logicalType: "date" },
    ["1970-01-01", "1969-12-31", "2024-02-29", "0001-01-01", "+012345-06-07", "-000001-01-01"],
  ],
  [
    "decimal",
    decimal(12, 2),
    ["0.00", "19.90", "-19.90", "0.01", "-0.01", "1.27", "1.28", "-1.28", "-1.29", "9999999999.99", "-9999999999.99"],
  ],
  ["decimal, scale 0", decimal(40, 0), ["0", "-1", "127", "128", "255", "256", "-128", "-129", "9".repeat(40), `-${"9".repeat(40)}`]],
  ["decimal, all digits after the point", decimal(3, 3), ["0.001", "-0.999"]],
  ["decimal on fixed", decimalFixed, ["0.0000", "-0.0001", "99999999999999.9999", "-99999999999999.9999"]],
  ["uuid", { type: "string", logicalType: "uuid" }, ["2f1c8a9e-0b1d-4c3e-8f5a-6b7c8d9e0f1a"]],
  ["uuid on fixed", uuidFixed, ["00000000-0000-0000-0000-000000000000", "2f1c8a9e-0b1d-4c3e-8f5a-6b7c8d9e0f1a"]],
  [
    "duration",
    duration,
    [
      { months: 0, days: 0, millis: 0 },
      { months: 1, days: 2 ** 31, millis: 2 ** 32 - 1 },
    ],
  ],
  ["a decimal without a precision stays bytes", { type: "bytes", logicalType: "decimal" }, [new Uint8Array([1])]],
  ["a decimal too large for its fixed stays a fixed", { ...decimalFixed, precision: 19 }, [new Uint8Array(8)]],
  ["a timestamp on int stays an int", { type: "int", logicalType: "timestamp-millis" }, [5]],
  ["an unknown logical type is ignored", { type: "string", logicalType: "iban" }, ["x"]],
];

describe("values come back as they went in", () => {
  const rows = fitting.flatMap(([name, type, values]) => values.map((value) => [name, value, type] as const));
  it.each(rows)("%s: %o", (_name, value, type) => {
    const codec = fieldCodec(type);
    expect(codec.decode(codec.encode({ v: value }))).toStrictEqual({ v: value });
  });
});

describe("bytes are those of avsc without any mapping", () => {
  const ff = (...bytes: number[]) => Buffer.from(bytes);
  it.each([
    ["timestamp-millis", long("timestamp-millis"), new Date(1_700_000_000_123), 1_700_000_000_123],
    ["timestamp-micros", long("timestamp-micros"), -1_700_000_000_123_456n, -1_700_000_000_123_456],
    ["date", { type: "int", logicalType: "date" }, "2023-11-14", 19_675],
    ["date before the epoch", { type: "int", logicalType: "date" }, "1969-12-31", -1],
    ["decimal", decimal(12, 2), "19.90", ff(0x07, 0xc6)],
    ["negative decimal", decimal(12, 2), "-19.90", ff(0xf8, 0x3a)],
    ["decimal that needs a sign byte", decimal(12, 2), "1.28", ff(0x00, 0x80)],
    ["zero", decimal(12, 2), "0", ff(0x00)],
    ["decimal on fixed", decimalFixed, "-0.0001", ff(255, 255, 255, 255, 255, 255, 255, 255)],
    ["uuid on fixed", uuidFixed, "00010203-0405-0607-0809-0a0b0c0d0e0f", ff(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)],
    ["duration", duration, { months: 1, days: 2, millis: 256 }, ff(1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0)],
    ["long", "long", 2 ** 52 - 3, 2 ** 52 - 3],
    ["string", "string", "grüß", "grüß"],
  ])("%s", (_name, type, ours, raw) => {
    const reference = avsc.Type.forSchema(JSON.parse(recordText([{ name: "v", type }])));
    const bytes = fieldCodec(type).encode({ v: ours });
    expect(Buffer.from(bytes).toString("hex")).toBe(reference.toBuffer({ v: raw }).toString("hex"));
    expect(reference.fromBuffer(Buffer.from(bytes)).v).toEqual(raw);
  });

  it("long beyond avsc's own reach, by the specification's zigzag", () => {
    expect(Buffer.from(fieldCodec("long").encode({ v: -safe })).toString("hex")).toBe("fdffffffffffff1f");
    expect(Buffer.from(fieldCodec(long("timestamp-nanos")).encode({ v: -i64 })).toString("hex")).toBe("ffffffffffffffffff01");
  });
});

describe("what does not fit is refused, with the path and never the text", () => {
  it.each([
    ["int", "int", 2 ** 31],
    ["int", "int", 1.5],
    ["long", "long", 2 ** 53],
    ["long", "long", 5n],
    ["long", "long", "5"],
    ["float", "float", "1"],
    ["string", "string", 1],
    ["bytes", "bytes", [1]],
    ["fixed", { type: "fixed", name: "F", size: 2 }, new Uint8Array(3)],
    ["enum", { type: "enum", name: "E", symbols: ["A"] }, "constructor"],
    ["array", { type: "array", items: "int" }, { 0: 1 }],
    ["map", { type: "map", values: "int" }, new Date()],
    ["record", { type: "record", name: "R", fields: [] }, []],
    ["timestamp-millis", long("timestamp-millis"), 5],
    ["timestamp-millis", long("timestamp-millis"), new Date(Number.NaN)],
    ["timestamp-micros", long("timestamp-micros"), 5],
    ["timestamp-micros", long("timestamp-micros"), i64],
    ["date", { type: "int", logicalType: "date" }, "2023-02-29"],
    ["date", { type: "int", logicalType: "date" }, "2023-2-9"],
    ["date", { type: "int", logicalType: "date" }, new Date()],
    ["decimal", decimal(5, 2), "1.234"],
    ["decimal", decimal(5, 2), "1000.00"],
    ["decimal", decimal(5, 2), "1e2"],
    ["decimal", decimal(5, 2), ""],
    ["decimal", decimal(5, 2), 1.5],
    ["uuid", { type: "string", logicalType: "uuid" }, "not-a-uuid"],
    ["duration", duration, { months: -1, days: 0, millis: 0 }],
    ["missing", "string", undefined],
  ])("%s: %o", (_name, type, value) => {
    expect(() => fieldCodec(type).encode({ v: value })).toThrow(/^\[ENCODE_INVALID\].*test\.Event: v: expected .+, found .+/);
  });

  it("names the path inside arrays, maps and wrapped unions", () => {
    const item = { type: "record", name: "Item", fields: [{ name: "price", type: decimal(5, 2) }] };
    const codec = fieldCodec({ type: "array", items: { type: "map", values: ["null", item, { type: "map", values: "int" }] } });
    const wrong = { v: [{}, { first: null, second: { "test.Item": { price: "secret-text" } } }] };
    expect(() => codec.encode(wrong)).toThrow(/v\.1\.second\.test\.Item\.price: expected decimal text.*found a string of 11 characters$/);
    expect(() => codec.encode(wrong)).not.toThrow(/secret/);
  });

  it("refuses an event that is no object", () => {
    for (const event of [null, undefined, 5, [], new Date()]) {
      expect(() => fieldCodec("int").encode(event as never)).toThrow(/the event: expected record test\.Event/);
    }
  });
});

describe("decimals with fewer digits than the scale are filled up", () => {
  it.each([
    ["19.9", "19.90"],
    ["20", "20.00"],
    ["-0", "0.00"],
    ["007.5", "7.50"],
  ])("%s is %s", (given, read) => {
    const codec = fieldCodec(decimal(12, 2));
    expect(codec.decode(codec.encode({ v: given }))).toEqual({ v: read });
  });
});

describe("inputs", () => {
  it("takes any Uint8Array, a Buffer and a view with an offset too", () => {
    const codec = fieldCodec("bytes");
    const view = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
    expect(codec.decode(codec.encode({ v: Buffer.from([1, 2]) }))).toStrictEqual({ v: new Uint8Array([1, 2]) });
    expect(codec.decode(codec.encode({ v: view }))).toStrictEqual({ v: new Uint8Array([1, 2]) });
  });

  it("keeps fields that every object inherits, __proto__ among them", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const schema = recordText(names.map((name) => ({ name, type: "string" })));
    const codec = fieldCodec(JSON.parse(schema.replace('"Event"', '"Inner"')));
    const event = { v: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}') };
    const read = codec.decode(codec.encode(event));
    expect(JSON.stringify(read)).toBe(JSON.stringify(event));
    expect(() => codec.encode({ v: {} })).toThrow(/v\.__proto__: expected string, found nothing/);
  });

  it("keeps a map's key __proto__, and pollutes nothing", () => {
    const codec = fieldCodec({ type: "map", values: "int" });
    const event = { v: JSON.parse('{"__proto__":1,"a":2}') };
    expect(JSON.stringify(codec.decode(codec.encode(event)))).toBe('{"v":{"__proto__":1,"a":2}}');
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

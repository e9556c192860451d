import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import type { ValueOptions } from "../../../runtime/codec/codec.js";
import { checkPair, compatibilityPairs } from "../../../runtime/testing/pairs.js";

const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

function codec(type: unknown, values: ValueOptions, more: object = {}) {
  const schema = JSON.stringify({ type: "record", name: "R", fields: [{ name: "v", type, ...more }] });
  return defineAvroCodec<{ v?: unknown }>({ name: "R", version: 1, fingerprint: schema, schema, writers: [], ...values });
}

const logical = (logicalType: string) => ({ type: "long", logicalType });
const round = (type: unknown, values: ValueOptions, v: unknown) => codec(type, values).decode(codec(type, values).encode({ v })).v;

describe("long", () => {
  it.each([least, -1n, 0n, 63n, 64n, 2n ** 53n, greatest])("%s comes back as it was, as bigint and as text", (value) => {
    expect(round("long", { long: "bigint" }, value)).toBe(value);
    expect(round("long", { long: "string" }, String(value))).toBe(String(value));
    expect(codec("long", { long: "bigint" }).encode({ v: value })).toEqual(codec("long", { long: "string" }).encode({ v: String(value) }));
  });

  it.each(["", "-0", "01", "+1", "1.0", "1e3", " 1", String(greatest + 1n), String(least - 1n), 1, 1n, null])(
    "%o is no long as text",
    (v) => {
      expect(() => codec("long", { long: "string" }).encode({ v })).toThrow(/ENCODE_INVALID.*v: expected long \(64 bits as text/);
    },
  );

  it.each([1, "1", greatest + 1n, least - 1n])("%o is no long as bigint", (v) => {
    expect(() => codec("long", { long: "bigint" }).encode({ v })).toThrow(/ENCODE_INVALID.*v: expected long \(a bigint/);
  });

  it("is what a default and a promoted int are read as", () => {
    const old = JSON.stringify({ type: "record", name: "R", fields: [] });
    for (const [long, v] of [
      ["bigint", 7n],
      ["string", "7"],
    ] as const) {
      const current = codec("long", { long }, { default: 7 });
      expect(current.decode(new Uint8Array(), old)).toEqual({ v });
      expect(current.decode(current.encode({}))).toEqual({ v });
      const int = codec("int", {});
      expect(codec("long", { long }).decode(int.encode({ v: 7 }), int.schema)).toEqual({ v });
    }
  });

  it("written by one form is read by each other form", () => {
    const forms = [
      ["number", 5],
      ["bigint", 5n],
      ["string", "5"],
    ] as const;
    for (const [from, v] of forms) {
      const written = codec("long", { long: from }).encode({ v });
      for (const [to, expected] of forms)
        expect(codec("long", { long: to }).decode(written, codec("long", {}).schema)).toEqual({ v: expected });
      const read = codec("double", { long: from });
      expect(read.decode(written, codec("long", {}).schema)).toEqual({ v: 5 });
    }
  });
});

describe("a union", () => {
  it("is wrapped where a long as text can't be told from a string", () => {
    const type = ["null", "long", "string"];
    for (const v of [null, { long: "5" }, { string: "5" }]) expect(round(type, { long: "string" }, v)).toEqual(v);
    for (const v of [null, 5n, "5"]) expect(round(type, { long: "bigint" }, v)).toBe(v);
    expect(() => codec(type, { long: "string" }).encode({ v: "5" })).toThrow(/ENCODE_INVALID/);
  });

  it("is bare where a long as bigint can be told from an int", () => {
    const type = ["int", "long"];
    expect(round(type, {}, { long: 5 })).toEqual({ long: 5 });
    for (const v of [5, 5n]) expect(round(type, { long: "bigint" }, v)).toBe(v);
  });

  it("tells timestamps by what they look like", () => {
    const type = [logical("timestamp-millis"), "string"];
    expect(round(type, {}, new Date(0))).toEqual(new Date(0));
    expect(round(type, { timestamps: "bigint" }, 0n)).toBe(0n);
    expect(round(type, { timestamps: "string" }, { long: "1970-01-01T00:00:00.000Z" })).toEqual({ long: "1970-01-01T00:00:00.000Z" });
  });
});

describe("timestamps", () => {
  it.each([
    ["timestamp-millis", -1n, "1969-12-31T23:59:59.999Z"],
    ["timestamp-micros", -1n, "1969-12-31T23:59:59.999999Z"],
    ["timestamp-nanos", greatest, "2262-04-11T23:47:16.854775807Z"],
    ["timestamp-nanos", least, "1677-09-21T00:12:43.145224192Z"],
    ["local-timestamp-millis", 253_402_300_800_000n, "+010000-01-01T00:00:00.000"],
    ["local-timestamp-micros", 1n, "1970-01-01T00:00:00.000001"],
    ["local-timestamp-nanos", -62_135_596_800n, "1969-12-31T23:58:57.864403200"],
  ])("%s holds %s as a bigint and as %s", (name, units, text) => {
    expect(round(logical(name), { timestamps: "bigint" }, units)).toBe(units);
    expect(round(logical(name), { timestamps: "string" }, text)).toBe(text);
    expect(codec(logical(name), { timestamps: "string" }).encode({ v: text })).toEqual(
      codec(logical(name), { timestamps: "bigint" }).encode({ v: units }),
    );
  });

  it("as bigint takes all 64 bits, whatever bare longs are shown as", () => {
    for (const long of ["number", "bigint", "string"] as const) {
      for (const v of [least, greatest]) expect(round(logical("timestamp-millis"), { timestamps: "bigint", long }, v)).toBe(v);
      expect(round(logical("timestamp-millis"), { long }, new Date(5))).toEqual(new Date(5));
      expect(round(logical("time-micros"), { long, timestamps: "string" }, 5n)).toBe(5n);
    }
  });

  it("as text fill up digits that were left out, and refuse what would be lost", () => {
    expect(round(logical("timestamp-micros"), { timestamps: "string" }, "2026-01-31T10:00:00.5Z")).toBe("2026-01-31T10:00:00.500000Z");
    expect(round(logical("timestamp-millis"), { timestamps: "string" }, "2026-01-31T10:00:00Z")).toBe("2026-01-31T10:00:00.000Z");
    const instant = codec(logical("timestamp-millis"), { timestamps: "string" });
    for (const v of [
      "2026-01-31T10:00:00.1234Z",
      "2026-02-30T10:00:00Z",
      "2026-01-31T24:00:00Z",
      "2026-01-31T10:00:00",
      "2026-01-31",
      new Date(0),
      0n,
    ])
      expect(() => instant.encode({ v })).toThrow(/ENCODE_INVALID.*v: expected text like "2026-01-31T23:59:59.000Z"/);
    const local = codec(logical("local-timestamp-millis"), { timestamps: "string" });
    expect(() => local.encode({ v: "2026-01-31T10:00:00Z" })).toThrow(/ENCODE_INVALID/);
  });

  it("beyond the calendar are refused as text, not bent", () => {
    const written = codec(logical("timestamp-millis"), { timestamps: "bigint" }).encode({ v: greatest });
    expect(() => codec(logical("timestamp-millis"), { timestamps: "string" }).decode(written)).toThrow(/DECODE_INVALID/);
  });
});

it.each(["number", "bigint", "string"] as const)("compatibility is proven with long: %s", (long) => {
  for (const timestamps of ["Date", "bigint", "string"] as const) {
    const names = ["timestamp-millis", "timestamp-micros", "timestamp-nanos", "local-timestamp-millis", "local-timestamp-nanos"];
    const fields = [
      { name: "n", type: "long" },
      { name: "union", type: ["null", "long", "string"] },
      ...names.map((name) => ({ name: name.replaceAll("-", "_"), type: logical(name) })),
    ];
    const before = JSON.stringify({ type: "record", name: "R", fields });
    const after = JSON.stringify({ type: "record", name: "R", fields: [...fields, { name: "added", type: "long", default: 3 }] });
    const writers = [{ version: 1, fingerprint: "1", schema: before }];
    const current = defineAvroCodec<unknown>({ name: "R", version: 2, fingerprint: "2", schema: after, writers, long, timestamps });
    const pairs = compatibilityPairs(current, "FULL_TRANSITIVE", [1]);
    expect(pairs).toHaveLength(3);
    for (const pair of pairs) expect(checkPair(pair)).toEqual([]);
  }
});

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import type { EventCodec } from "../../../runtime/codec/codec.js";
import { defineJsonCodec } from "../../../runtime/codec/json.js";
import { type CompatibilityMode, checkPair, compatibilityPairs, provesCompatibility } from "../../../runtime/testing/index.js";

type Field = readonly [name: string, type: unknown, more?: object];

/** A codec whose versions have these fields; the last is the current one. */
function avro(...versions: readonly (readonly Field[])[]): EventCodec<unknown> {
  const texts = versions.map((fields) =>
    JSON.stringify({ type: "record", name: "acme.Event", fields: fields.map(([name, type, more]) => ({ name, type, ...more })) }),
  );
  return defineAvroCodec<unknown>(definition(texts));
}

function json(...versions: readonly object[]): EventCodec<unknown> {
  return defineJsonCodec<unknown>(
    definition(versions.map((version) => JSON.stringify({ title: "acme.Event", type: "object", ...version }))),
  );
}

function definition(texts: readonly string[]) {
  const writers = texts.map((schema, index) => ({
    version: index + 1,
    schema,
    fingerprint: createHash("sha256").update(schema).digest("hex"),
  }));
  const { version = 0, schema = "", fingerprint = "" } = writers.at(-1) ?? {};
  return { name: "acme.Event", version, schema, fingerprint, writers };
}

const check = (codec: EventCodec<unknown>, mode: CompatibilityMode) =>
  Object.fromEntries(
    compatibilityPairs(
      codec,
      mode,
      codec.writers.map(({ version }) => version),
    ).map((pair) => [`${pair.writer.version}>${pair.reader.version}`, checkPair(pair)]),
  );

const money = { type: "bytes", logicalType: "decimal", precision: 8, scale: 2 };
const v1: readonly Field[] = [
  ["id", "string"],
  ["coupon", ["null", "string"], { default: null }],
  ["count", "int"],
  ["price", money],
];
const v2: readonly Field[] = [
  ...v1,
  ["channel", { type: "enum", name: "Channel", symbols: ["UNKNOWN", "WEB"], default: "UNKNOWN" }, { default: "UNKNOWN" }],
];
const v3: readonly Field[] = [
  ["id", "string"],
  ["code", ["null", "string"], { default: null, aliases: ["coupon"] }],
  ["count", "long"],
  ["price", money],
  ["channel", { type: "enum", name: "Channel", symbols: ["UNKNOWN", "WEB", "STORE"], default: "UNKNOWN" }, { default: "UNKNOWN" }],
];

describe("the pairs of a mode", () => {
  const codec = avro(v1, v2, v3);
  it.each<[CompatibilityMode, string]>([
    ["NONE", "3>3"],
    ["BACKWARD", "3>3 2>3"],
    ["BACKWARD_TRANSITIVE", "3>3 1>3 2>3"],
    ["FORWARD", "3>3 3>2"],
    ["FORWARD_TRANSITIVE", "3>3 3>1 3>2"],
    ["FULL", "3>3 2>3 3>2"],
    ["FULL_TRANSITIVE", "3>3 1>3 2>3 3>1 3>2"],
  ])("%s: %s", (mode, pairs) => {
    expect(
      compatibilityPairs(codec, mode, [1, 2, 3])
        .map(({ writer, reader }) => `${writer.version}>${reader.version}`)
        .join(" "),
    ).toBe(pairs);
  });

  it("names a version that the codec lacks", () => {
    expect(() => compatibilityPairs(codec, "BACKWARD", [1, 4])).toThrow("acme.Event has no released version 4");
  });

  it("judges an unreleased current version against the latest release", () => {
    const [own, pair] = compatibilityPairs(codec, "BACKWARD", [1, 2]);
    expect([own?.writer.label, pair?.writer.label, pair?.reader.label]).toEqual(["v3, unreleased", "v2", "v3, unreleased"]);
  });
});

describe("what a pair comes to", () => {
  it("an alias, a promotion, a field with a default and a grown enum are understood", () => {
    expect(check(avro(v1, v2, v3), "BACKWARD_TRANSITIVE")).toEqual({ "3>3": [], "1>3": [], "2>3": [] });
  });

  it("unions that wrap on one side only are understood", () => {
    const codec = avro([["x", ["null", "int"]]], [["x", ["null", "int", "double"]]]);
    expect(check(codec, "BACKWARD")).toEqual({ "2>2": [], "1>2": [] });
  });

  it("a long that an older reader takes as an int is told", () => {
    const { "3>2": forward = [] } = check(avro(v1, v2, v3), "FULL");
    expect(forward.length).toBeGreaterThan(0);
    expect(forward[0]).toContain("version 2");
  });

  it("a field added without a default is told", () => {
    const { "1>2": backward = [] } = check(
      avro(
        [["a", "string"]],
        [
          ["a", "string"],
          ["b", "string"],
        ],
      ),
      "BACKWARD",
    );
    expect(backward.join("\n")).toMatch(/DECODE_INVALID.*version 1/);
  });

  it("a codec that drops a field, or changes it, is told by path", () => {
    const codec = avro([
      ["a", "string"],
      ["inner", { type: "record", name: "Inner", fields: [{ name: "n", type: "int" }] }],
    ]);
    const without: EventCodec<unknown> = { ...codec, decode: (...args) => ({ a: (codec.decode(...args) as { a: string }).a }) };
    expect(Object.values(check(without, "NONE")).flat()).toContain("sample 0: inner: is missing in what was read");
    const changing: EventCodec<unknown> = { ...codec, decode: (...args) => ({ ...(codec.decode(...args) as object), inner: { n: 7 } }) };
    expect(Object.values(check(changing, "NONE")).flat()).toContain("sample 0: inner.n: written 0, read 7");
  });

  it("JSON: a new optional property is understood, a new required one is told", () => {
    const base = { properties: { a: { type: "string" } }, required: ["a"] };
    const optional = { properties: { ...base.properties, b: { type: "integer" } }, required: ["a"] };
    expect(check(json(base, optional), "FULL")).toEqual({ "2>2": [], "1>2": [], "2>1": [] });
    const { "1>2": backward = [] } = check(json(base, { ...optional, required: ["a", "b"] }), "BACKWARD");
    expect(backward.join("\n")).toContain("DECODE_INVALID");
  });

  it("no sample is no proof", () => {
    expect(
      Object.values(check(json({ properties: { a: { type: "string", minLength: 3, maxLength: 1 } }, required: ["a"] }), "NONE")).flat(),
    ).toEqual(["no sample event could be made for the writer's schema"]);
  });
});

provesCompatibility(avro(v1, v2, v3), { mode: "BACKWARD_TRANSITIVE", versions: [1, 2, 3] });

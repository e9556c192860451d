import { describe, expect, it } from "vitest";
import { defineJsonCodec } from "../../../runtime/codec/json.js";

const draft = "https://json-schema.org/draft/2020-12/schema";

function codec(schema: unknown) {
  return defineJsonCodec<unknown>({ name: "test.Paid", version: 2, fingerprint: "", schema: JSON.stringify(schema), writers: [] });
}

const paid = codec({
  $schema: draft,
  type: "object",
  required: ["id", "lines"],
  additionalProperties: false,
  properties: {
    id: { type: "string", minLength: 1 },
    at: { type: "string", format: "date-time" },
    amount: { type: "integer", default: 5 },
    lines: { type: "array", items: { $ref: "#/$defs/Line" } },
  },
  $defs: { Line: { type: "object", required: ["sku"], properties: { "a/b": { type: "number" }, sku: { enum: ["A", "B"] } } } },
});

const bytes = (text: string) => Buffer.from(text, "utf8");

describe("a JSON codec", () => {
  it("writes and reads UTF-8 text", () => {
    const event = Object.freeze({ id: "ä😀", lines: [{ sku: "A" }], at: "2026-01-02T03:04:05Z" });
    const payload = paid.encode(event);
    expect(Buffer.from(payload).toString("utf8")).toBe(JSON.stringify(event));
    expect(paid.decode(payload)).toEqual(event);
    expect(paid.decode(payload, 1)).toEqual(event);
  });

  it("neither fills defaults in nor writes what is undefined", () => {
    const payload = paid.encode({ id: "1", lines: [], amount: undefined });
    expect(Buffer.from(payload).toString()).toBe('{"id":"1","lines":[]}');
    expect(paid.decode(payload)).toEqual({ id: "1", lines: [] });
  });

  it.each([
    ["a missing property", { id: "1" }, /test\.Paid: the event: must have required property 'lines', found an object/],
    ["a wrong type", { id: 5, lines: [] }, /test\.Paid: id: must be string, found the number 5/],
    [
      "a value of no enum",
      { id: "1", lines: [{ sku: "secret" }] },
      /lines\.0\.sku: must be equal to one of the allowed values, found a string of 6 characters/,
    ],
    ["an escaped path", { id: "1", lines: [{ sku: "A", "a/b": "x" }] }, /lines\.0\.a\/b: must be number/],
    ["an extra property", { id: "1", lines: [], more: 1 }, /must NOT have additional properties \("more"\)/],
    ["a wrong format", { id: "1", lines: [], at: "yesterday" }, /at: must match format "date-time"/],
    ["an integer beyond 2^53 - 1", { id: "1", lines: [], amount: 2 ** 53 }, /an integer of 16 characters is beyond 2\^53 - 1/],
    ["a bigint", { id: "1", lines: [], amount: 5n }, /amount: must be integer, found a bigint/],
    ["an inherited property", Object.create({ id: "1", lines: [] }), /must have required property 'id'/],
    ["nothing", undefined, /the event: must be object, found nothing/],
  ])("refuses %s", (_name, event, message) => {
    expect(() => paid.encode(event)).toThrow(/^\[ENCODE_INVALID\]/);
    expect(() => paid.encode(event)).toThrow(message);
    expect(() => paid.encode(event)).not.toThrow(/secret|yesterday/);
  });

  it.each([
    ["broken JSON", bytes('{"id":"secret'), /is not JSON$/],
    ["trailing text", bytes('{"id":"1","lines":[]} x'), /is not JSON$/],
    ["bytes that are no UTF-8", Buffer.concat([bytes('{"id":"'), Buffer.from([0xff]), bytes('","lines":[]}')]), /is not UTF-8$/],
    ["what does not fit", bytes('{"id":"1"}'), /the event: must have required property 'lines'/],
    ["an integer that would be rounded", bytes('{"id":"1","lines":[],"amount":9007199254740993}'), /an integer of 16 characters is beyond/],
    ["nothing", new Uint8Array(), /is not JSON$/],
  ])("refuses to read %s", (_name, payload, message) => {
    expect(() => paid.decode(payload, 1)).toThrow(/^\[DECODE_INVALID\].*test\.Paid written with version 1, read as version 2: /);
    expect(() => paid.decode(payload, 1)).toThrow(message);
    expect(() => paid.decode(payload, 1)).not.toThrow(/secret/);
  });

  it("takes long digits inside a string, and the largest safe integers", () => {
    const event = { id: '9007199254740993 and \\" 9007199254740993', lines: [], amount: -Number.MAX_SAFE_INTEGER };
    expect(paid.decode(paid.encode(event))).toEqual(event);
  });

  it("keeps a property named __proto__", () => {
    const open = codec({ type: "object" });
    const event = JSON.parse('{"__proto__":{"a":1}}');
    expect(JSON.stringify(open.decode(open.encode(event)))).toBe('{"__proto__":{"a":1}}');
  });
});

describe("drafts", () => {
  it.each([
    ["draft-07", "http://json-schema.org/draft-07/schema#", { items: [{ type: "string" }], additionalItems: false }],
    ["2019-09", "https://json-schema.org/draft/2019-09/schema", { items: [{ type: "string" }], additionalItems: false }],
    ["2020-12", draft, { prefixItems: [{ type: "string" }], items: false }],
    ["none named", undefined, { prefixItems: [{ type: "string" }], items: false }],
  ])("%s", (_name, $schema, rest) => {
    const tuple = codec({ ...($schema ? { $schema } : {}), type: "array", ...rest });
    expect(tuple.decode(tuple.encode(["a"]))).toEqual(["a"]);
    expect(() => tuple.encode(["a", "b"])).toThrow(/ENCODE_INVALID/);
    expect(() => tuple.encode([1])).toThrow(/ENCODE_INVALID/);
  });

  it("takes unknown formats and keywords for annotations", () => {
    const odd = codec({ type: "string", format: "iban", "x-owner": "team" });
    expect(odd.decode(odd.encode("x"))).toBe("x");
  });

  it("compiles nothing before the first use", () => {
    const broken = codec({ type: "nonsense" });
    expect(() => broken.encode(1)).toThrow(/ENCODE_INVALID.*schema of test\.Paid, version 2, is not valid/);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../../../contracts/evolution/compare.js";

const a = { a: { type: "string" } };
const id = { id: { type: "string" } };
const b = { b: { type: "integer" } };
const base = schema({ ...id, ...a }, ["id"]);

describe("a closed producer", () => {
  // Backward and forward, first as the schemas alone say, then by what a closed producer writes.
  it.each([
    ["an optional property more", base, schema({ ...id, ...a, ...b }, ["id"]), "no yes", "yes yes"],
    ["an optional property less", base, schema(id, ["id"]), "yes no", "yes yes"],
    ["a required property more", base, schema({ ...id, ...a, ...b }, ["id", "b"]), "no yes", "no yes"],
    ["an optional property that is required", base, schema({ ...id, ...a }, ["id", "a"]), "no yes", "no yes"],
    ["a required property less", base, schema(a, []), "yes no", "yes no"],
    ["another type", base, schema({ ...id, a: { type: "integer" } }, ["id"]), "no no", "no no"],
    ["the same properties, closed", base, schema({ ...id, ...a }, ["id"], { additionalProperties: false }), "no yes", "yes yes"],
    ["a free map that gets properties", nested({ type: "object" }), nested({ type: "object", properties: b }), "no yes", "no yes"],
    ["an optional property more, inside", nested({ properties: a }), nested({ properties: { ...a, ...b } }), "no yes", "yes yes"],
    ["one more in a definition", referring(a), referring({ ...a, ...b }), "no yes", "yes yes"],
    [
      "one more beside an allOf",
      { allOf: [{ properties: id }], properties: a },
      { allOf: [{ properties: id }], properties: { ...a, ...b } },
      "no yes",
      "yes yes",
    ],
    [
      "what is under not stays open",
      { properties: { n: { not: { properties: a, required: ["a"] } } } },
      { properties: { n: { not: { properties: { ...a, ...b }, required: ["a"] } } } },
      "yes no",
      "yes no",
    ],
  ])("with %s", (_, older, newer, open, closed) => {
    expect(words(older, newer, "open")).toBe(open);
    expect(words(older, newer, "closed-producer")).toBe(closed);
  });

  it.each([
    ["a part of the schema itself", { properties: { more: { allOf: [{ $ref: "#" }, { properties: b }] } } }, { more: { b: 1 } }],
    [
      "a definition that is a part of another",
      {
        properties: { m: { allOf: [{ $ref: "#/$defs/A" }, { properties: b }] }, n: { $ref: "#/$defs/A" } },
        $defs: { A: { properties: a } },
      },
      { m: { a: "x", b: 1 } },
    ],
    ["a dynamic reference", { $dynamicAnchor: "n", properties: { n: { $dynamicRef: "#n" } } }, { n: { n: {} } }],
  ])("never closes what the schema allows by %s", (_, writer, broken) => {
    // The reader refuses the document, which carries declared properties only.
    const refusing = { not: { const: broken } };
    expect(reads(refusing, { ...writer, type: "object" }, "closed-producer")).toBe(false);
  });

  it("loses no yes of the open model", () => {
    const part = fc.constantFrom<unknown>(id, a, b, { ...a, ...b }).map((properties) => ({ type: "object", properties }));
    const any = fc.oneof(
      part,
      fc.record({ allOf: fc.array(part, { minLength: 1, maxLength: 3 }) }),
      fc.record({ properties: fc.record({ x: part }) }),
    );
    fc.assert(
      fc.property(any, any, (reader, writer) => {
        fc.pre(reads(reader, writer, "open"));
        expect(reads(reader, writer, "closed-producer")).toBe(true);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

type ContentModel = "open" | "closed-producer";

function words(older: object, newer: object, contentModel: ContentModel): string {
  const word = (reader: object, writer: object) => (reads(reader, writer, contentModel) ? "yes" : "no");
  return `${word(newer, older)} ${word(older, newer)}`;
}

function reads(reader: unknown, writer: unknown, contentModel: ContentModel): boolean {
  return compare({ format: "json", reader: JSON.stringify(reader), writer: JSON.stringify(writer), contentModel }).compatible;
}

function schema(properties: object, required: readonly string[], more: object = {}): object {
  return { type: "object", properties, required, ...more };
}

function nested(m: object): object {
  return { type: "object", properties: { m } };
}

function referring(properties: object): object {
  return { properties: { home: { $ref: "#/$defs/Address" } }, $defs: { Address: { type: "object", properties } } };
}

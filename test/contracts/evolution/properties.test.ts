import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompareOptions, compare } from "../../../contracts/evolution/compare.js";
import { isEventwrightError } from "../../../runtime/index.js";

const primitive = fc.constantFrom("null", "boolean", "int", "long", "float", "double", "string", "bytes");
const shape: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    primitive,
    fc.record({ type: fc.constant("array"), items: tie("shape") }),
    fc.record({ type: fc.constant("map"), values: tie("shape") }),
    fc.uniqueArray(primitive, { minLength: 1, maxLength: 4 }),
    fc.constantFrom({ type: "long", logicalType: "timestamp-millis" }, { type: "bytes", logicalType: "decimal", precision: 9, scale: 2 }),
  ),
})).shape;
const fields = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), shape), { maxLength: 6, selector: ([name]) => name });

function record(list: readonly (readonly [string, unknown])[], ...more: readonly object[]): string {
  return JSON.stringify({ type: "record", name: "acme.R", fields: [...list.map(([name, type]) => ({ name, type })), ...more] });
}

describe("the sound engine", () => {
  it("lets every Avro schema read itself", () => {
    fc.assert(
      fc.property(fields, (list) => {
        expect(compare({ format: "avro", reader: record(list), writer: record(list) })).toEqual({ compatible: true, findings: [] });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("lets a reader have one more field with a default, and a writer too", () => {
    const added = { name: "addedField", type: ["null", "string"], default: null };
    fc.assert(
      fc.property(fields, (list) => {
        const [older, newer] = [record(list), record(list, added)];
        expect(compare({ format: "avro", reader: newer, writer: older }).compatible).toBe(true);
        expect(compare({ format: "avro", reader: older, writer: newer }).compatible).toBe(true);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("finds every field that a reader wants and nobody writes, with an event that shows it", () => {
    fc.assert(
      fc.property(fields, shape, (list, type) => {
        const { findings } = compare({ format: "avro", reader: record(list, { name: "addedField", type }), writer: record(list) });
        expect(findings).toMatchObject([{ rule: "FIELD_ADDED_WITHOUT_DEFAULT", path: "addedField", witness: { hex: expect.any(String) } }]);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe.each(["sound", "confluent"] as const)("the %s engine ends within a second", (engine) => {
  it.each<[string, CompareOptions]>([
    [
      "records, 2,000 deep",
      pair("avro", (leaf) => nested(2000, (inner, n) => `{"type":"record","name":"R${n}","fields":[{"name":"f","type":${inner}}]}`, leaf)),
    ],
    [
      "records, 200 deep",
      pair("avro", (leaf) => nested(200, (inner, n) => `{"type":"record","name":"R${n}","fields":[{"name":"f","type":${inner}}]}`, leaf)),
    ],
    ["100 kB of arrays", pair("avro", (leaf) => nested(3700, (inner) => `{"type":"array","items":${inner}}`, leaf))],
    ["arrays, 900 deep", pair("avro", (leaf) => nested(900, (inner) => `{"type":"array","items":${inner}}`, leaf))],
    ["100 kB of unions", pair("avro", (leaf) => nested(2900, (inner) => `["null",{"type":"map","values":${inner}}]`, leaf))],
    ["100 kB of brackets", pair("avro", () => "[".repeat(100_000))],
    ["properties, 2,000 deep", pair("json", (leaf) => nested(2000, (inner) => `{"properties":{"f":${inner}}}`, `{"type":${leaf}}`))],
    ["properties, 300 deep", pair("json", (leaf) => nested(300, (inner) => `{"properties":{"f":${inner}}}`, `{"type":${leaf}}`))],
    ["100 kB of allOf", pair("json", (leaf) => nested(8000, (inner) => `{"allOf":[${inner}]}`, `{"type":${leaf}}`))],
  ])("on %s: with an answer or one error", (_, options) => {
    const began = performance.now();
    const word = answer({ ...options, engine });
    expect(["answered", "refused"]).toContain(word);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

function answer(options: CompareOptions): string {
  try {
    return compare(options).compatible ? "a wrong yes" : "answered";
  } catch (error) {
    return isEventwrightError(error, "USAGE") ? "refused" : String(error);
  }
}

/** Two schemas that differ at their innermost. */
function pair(format: CompareOptions["format"], text: (leaf: string) => string): CompareOptions {
  return { format, reader: text('"boolean"'), writer: text('"string"') };
}

function nested(depth: number, wrap: (inner: string, n: number) => string, leaf: string): string {
  let text = leaf;
  for (let n = 0; n < depth; n++) text = wrap(text, n);
  return text;
}

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeState, encodeState } from "../../../runtime/projection/state-json.js";

const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string().map((text) => `$${text}`),
  fc.constantFrom("\0", "\ud800", "a\udfffb", "$", "$$", "$date", "__proto__"),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, Number.MAX_VALUE),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
);
const key = fc.oneof(fc.string(), fc.constantFrom("$date", "$bigint", "$$", "$", "__proto__", "constructor", "\0", "\ud800", "toString"));
const { state } = fc.letrec((tie) => ({
  state: fc.oneof({ depthSize: "small" }, leaf, tie("list"), tie("object"), tie("map"), tie("set")),
  list: fc.array(tie("state"), { maxLength: 4 }),
  object: fc.array(fc.tuple(key, tie("state")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  map: fc.array(fc.tuple(leaf, tie("state")), { maxLength: 3 }).map((entries) => new Map(entries)),
  set: fc.array(leaf, { maxLength: 3 }).map((items) => new Set(items)),
}));

describe("state as JSON", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(state, (value) => {
        // Not vitest's own equality: it takes a key named "constructor" for a class.
        expect(isDeepStrictEqual(decodeState(encodeState(value)), value)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("holds nothing that PostgreSQL's jsonb refuses", () => {
    fc.assert(
      fc.property(state, (value) => {
        expect(encodeState(value)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves plain data readable", () => {
    expect(encodeState({ total: "19.90", items: [1, null, true], paidAt: new Date(0) })).toBe(
      '{"total":"19.90","items":[1,null,true],"paidAt":{"$date":"1970-01-01T00:00:00.000Z"}}',
    );
  });

  it.each([
    ["a function", { f: () => 1 }],
    ["a symbol", [Symbol("s")]],
    ["an instance of", { url: new URL("http://localhost") }],
    ["a circle", circle()],
  ])("refuses %s", (what, value) => {
    expect(() => encodeState(value)).toThrow(what);
  });
});

function circle(): object {
  const list: unknown[] = [];
  list.push({ list });
  return list;
}

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../catalog/index.js";
import { parseWithFaults } from "../../../catalog/read/json-faults.js";
import { parseJson, parseSound } from "../../../catalog/read/json-parse.js";
import { renderJson } from "../../../catalog/read/json-text.js";

function parse(text: string) {
  const diagnostics: Diagnostic[] = [];
  const node = parseJson({ path: "x.avsc", text }, diagnostics);
  return { text: node && renderJson(node), faults: diagnostics.map((it) => `${it.place.line}:${it.place.column} ${it.message}`) };
}

test("what is JSON comes back as it was", () => {
  const text = '{"a":[1.10,9007199254740993,-0,1e5,true,false,null],"__proto__":{"x":"\\u2028é\\\\"},"":{}}';
  expect(JSON.parse(parse(text).text ?? "")).toEqual(JSON.parse(text));
  expect(parse(text).text).toContain("[1.10,9007199254740993,-0,1e5,true,false,null]");
});

test.each([
  ["", "1:1 a value is missing here"],
  ['{"a":1,}', "1:8 a comma stands before the end, and JSON has no trailing commas"],
  ["[1,]", "1:4 a comma stands before the end, and JSON has no trailing commas"],
  ['{\n  "a": 1 // one\n}', "2:10 JSON has no comments"],
  ['{"a":1', "1:7 the text ends too early"],
  ['{"a" 1}', "1:6 a colon is missing here"],
  ["{a:1}", '1:2 "a" is no JSON'],
  ["{} {}", "1:4 the text goes on after the end of the value"],
  ['{"a":1,"a":2}', '1:8 the key "a" appears twice in one object'],
])("%j", (text, fault) => {
  expect(parse(text).faults).toEqual([fault]);
});

test("an object of many keys finds each of them, and a repeated one", () => {
  const keys = Array.from({ length: 5000 }, (_, n) => `"k${n}":${n}`);
  expect(parse(`{${keys.join(",")}}`).faults).toEqual([]);
  expect(parse(`{${keys.join(",")},"k17":0}`).faults).toHaveLength(1);
});

test("the quick reader takes nothing that the other one refuses, and finds the same tree with the same places", () => {
  const space = fc.constantFrom("", "", " ", "\n", "\r\n", "\t ");
  const text = fc.tuple(
    fc.json({ noUnicodeString: false }),
    space,
    fc.nat(),
    fc.constantFrom("", "", ",", "}", '"', "\\", "\u00a0", "//", "01", "\u0000"),
  );
  fc.assert(
    fc.property(text, ([json, gap, position, slip]) => {
      const spaced = json.replace(/[{}[\],:]/g, (sign) => `${gap}${sign}${gap}`);
      const at = position % (spaced.length + 1);
      const given = spaced.slice(0, at) + slip + spaced.slice(at);
      const sound = parseSound(given);
      const diagnostics: Diagnostic[] = [];
      const other = parseWithFaults({ path: "x", text: given }, diagnostics);
      if (sound !== undefined) expect({ tree: other, diagnostics }).toEqual({ tree: sound, diagnostics: [] });
      else expect(diagnostics).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});

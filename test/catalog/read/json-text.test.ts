import { expect, test } from "vitest";
import type { Diagnostic } from "../../../catalog/index.js";
import { parseJson, renderJson } from "../../../catalog/read/json-text.js";

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

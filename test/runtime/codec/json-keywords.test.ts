import { describe, expect, it } from "vitest";
import { compileJson } from "../../../runtime/codec/json-validator.js";

const judge = (schema: unknown) => compileJson(JSON.stringify(schema));

/** A schema, what fits it and what does not. */
type Row = readonly [name: string, schema: string, fits: readonly string[], fails: readonly string[]];

const rows: readonly Row[] = [
  [
    "required names that every object inherits",
    '{"required":["toString","__proto__"]}',
    ['{"toString":1,"__proto__":2}', "[]"],
    ["{}", '{"toString":1}'],
  ],
  ["a property named __proto__", '{"properties":{"__proto__":{"type":"string"}}}', ["{}", '{"__proto__":"a"}'], ['{"__proto__":1}']],
  ["a closed object", '{"properties":{"a":true},"additionalProperties":false}', ['{"a":1}'], ['{"constructor":1}', '{"__proto__":1}']],
  [
    "names by pattern",
    '{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}',
    ['{"x-1":"a"}'],
    ['{"x-1":1}', '{"y":1}'],
  ],
  ["equality without order", '{"const":{"a":1,"b":[{}]}}', ['{"b":[{}],"a":1.0}'], ['{"a":1}', '{"a":1,"b":[{"__proto__":1}]}']],
  [
    "an enum of everything",
    '{"enum":[null,0,"0",[0],{"a":0}]}',
    ["null", "0.0", '"0"', "[0]", '{"a":0}'],
    ["false", "1", "[]", '{"a":"0"}'],
  ],
  ["unique items", '{"uniqueItems":true}', ['[1,"1",true,[1],{"a":1},{"b":1}]'], ['[{"a":1,"b":2},{"b":2,"a":1}]', "[1,1.0]", "[0,-0]"]],
  ["decimals", '{"multipleOf":0.01}', ["16.01", "0", "-1.1", "1e300"], ["0.001", "1e-300"]],
  ["large integers", '{"multipleOf":1}', ["1e21", "9007199254740991"], ["0.5"]],
  ["an integer", '{"type":"integer"}', ["1", "1.0", "1e300"], ["1.5", '"1"']],
  ["characters beyond 16 bits", '{"minLength":2,"maxLength":2}', ['"😀😀"', '"ab"', "1"], ['"😀"', '"😀😀😀"']],
  ["a pattern of characters", '{"pattern":"^.$"}', ['"😀"'], ['"ab"']],
  ["property names", '{"propertyNames":{"maxLength":2}}', ['{"ab":1}'], ['{"abc":1}']],
  [
    "counts",
    '{"minProperties":1,"maxProperties":2,"minItems":1,"maxItems":2}',
    ['{"a":1}', "[1]"],
    ["{}", '{"a":1,"b":1,"c":1}', "[]", "[1,2,3]"],
  ],
  ["a tuple", '{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}', ["[]", '["a",1]'], ["[1]", '["a","b"]']],
  ["contains", '{"contains":{"type":"string"},"minContains":2,"maxContains":3}', ['["a",1,"b"]'], ['["a"]', '["a","b","c","d"]']],
  ["contains none", '{"contains":{"type":"string"},"minContains":0}', ["[]", "[1]"], []],
  [
    "what another property asks for",
    '{"dependentRequired":{"a":["b"]},"dependentSchemas":{"c":{"required":["d"]}}}',
    ['{"b":1}', '{"a":1,"b":1}'],
    ['{"a":1}', '{"c":1}'],
  ],
  [
    "a condition",
    '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}',
    ['{"a":1,"b":1}', '{"c":1}'],
    ['{"a":1}', "{}"],
  ],
  ["exactly one", '{"oneOf":[{"type":"number"},{"minimum":5}]}', ["1", '"a"'], ["7"]],
  ["not", '{"not":{"type":"string"}}', ["1"], ['"a"']],
  ["a base that is closed from outside", '{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}', ['{"a":1}'], ['{"b":1}']],
  [
    "what a failing branch looked at",
    '{"anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}',
    ['{"a":"x"}', '{"b":1}'],
    ['{"a":1,"b":1}'],
  ],
  ["unevaluated items", '{"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":false}', ['[1,"a"]'], ['["a",1]']],
  ["pointers with escapes", '{"$ref":"#/$defs/a~1b%25~0","$defs":{"a/b%~":{"type":"string"}}}', ['"x"'], ["1"]],
  ["an address of its own", '{"$ref":"item","$defs":{"i":{"$id":"item","type":"string"}}}', ['"x"'], ["1"]],
  ["an anchor", '{"$ref":"#here","$defs":{"i":{"$anchor":"here","type":"string"}}}', ['"x"'], ["1"]],
  [
    "itself",
    '{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}',
    ['{"next":{"next":{}}}'],
    ['{"next":{"nxt":{}}}'],
  ],
  [
    "words of newer drafts in draft-07",
    '{"$schema":"http://json-schema.org/draft-07/schema#","dependentRequired":{"a":["b"]},"unevaluatedProperties":false}',
    ['{"a":1}'],
    [],
  ],
  [
    "what stands beside $ref in draft-07",
    '{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/a","type":"string","definitions":{"a":{"type":"number"}}}',
    ["1"],
    ['"a"'],
  ],
]; // prettier-ignore

describe("a JSON Schema means", () => {
  it.each(rows)("%s", (_name, schema, fits, fails) => {
    const validate = compileJson(schema);
    for (const text of fits) expect({ text, problem: validate(JSON.parse(text)) }).toEqual({ text, problem: undefined });
    for (const text of fails) expect({ text, problem: validate(JSON.parse(text)) }).toEqual({ text, problem: expect.any(String) });
  });

  it.each([
    ["no type of JSON", { type: "nonsense" }],
    ["a limit that is no number", { minLength: "1" }],
    ["a list that is none", { allOf: {} }],
    ["an empty list of branches", { anyOf: [] }],
    ["a pattern that is none", { pattern: "(" }],
    ["a reference to nothing", { $ref: "#/$defs/Gone" }],
    ["a schema that is a number", { properties: { a: 5 } }],
    ["a dynamic reference whose meaning depends on the way", { $dynamicRef: "#a", $defs: { a: { $id: "x", $dynamicAnchor: "a" } } }],
  ])("nothing where there is %s", (_name, schema) => {
    expect(() => judge(schema)).toThrow();
  });
});

describe("a value", () => {
  it.each([
    ["NaN", Number.NaN, { type: "number" }],
    ["infinity", Number.POSITIVE_INFINITY, { type: "integer" }],
    ["a Date", new Date(0), { type: "object" }],
    ["a Map", new Map(), { type: "object" }],
    ["bytes", new Uint8Array(2), { type: "object" }],
  ])("that JSON has no word for is refused: %s", (_name, value, schema) => {
    expect(judge(schema)(value)).toMatch(/^the event: must be /);
  });

  it("may nest some thousand levels; beyond what the stack holds it is refused", () => {
    const validate = judge({ items: { $ref: "#" }, type: "array" });
    const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(validate(nested(1_000))).toBeUndefined();
    expect(validate(nested(1_000_000))).toBe("the event is nested too deeply");
  });

  it("is explained by the branch that was followed furthest", () => {
    const validate = judge({ anyOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "null" }] });
    expect(validate({ a: 5 })).toBe("a: must be string, found the number 5");
    expect(validate(5)).toBe("the event: must match a schema in anyOf, found the number 5");
  });
});

/** Random JSON Schemas from a seed: tiny ones that are hard, and events as people write them. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A source of chance that says the same again for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  one<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  is(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const values = [null, true, false, 0, 1, 2, 1.5, "", "a", "b", "ab", [], [1], {}, { a: 1 }] as const;

/** A small schema of few names and values, with every combinator. */
export function tiny(chance: Chance, depth = 3): Schema {
  if (depth === 0 || chance.is(12)) return leaf(chance);
  const inner = () => tiny(chance, depth - 1);
  const some = () => Array.from({ length: 1 + chance.below(3) }, inner);
  const name = () => chance.one(["a", "b", "c"]);
  const parts: (() => Schema)[] = [
    () => leaf(chance),
    () => ({ not: inner() }),
    () => ({ anyOf: some() }),
    () => ({ allOf: some() }),
    () => ({ oneOf: some() }),
    () => conditional(inner(), inner(), ...(chance.is(50) ? [inner()] : [])),
    () => ({ type: "object", properties: { [name()]: inner(), [name()]: inner() }, ...(chance.is(50) ? { required: [name()] } : {}) }),
    () => ({ properties: { [name()]: inner() }, additionalProperties: chance.is(50) ? false : inner() }),
    () => ({
      patternProperties: { [chance.one(["^a", "b$", "^[ab]$", "c"])]: inner() },
      ...(chance.is(50) ? { maxProperties: chance.below(3) } : {}),
    }),
    () => ({ propertyNames: { pattern: chance.one(["^[ab]$", "^a", "b"]) }, minProperties: chance.below(4) }),
    () => ({ dependentRequired: { a: ["b"] }, dependentSchemas: { b: inner() } }),
    () => ({ type: "array", items: inner(), ...(chance.is(40) ? { uniqueItems: true } : {}), minItems: chance.below(3) }),
    () => ({ prefixItems: some(), ...(chance.is(60) ? { items: inner() } : {}), ...(chance.is(40) ? { maxItems: chance.below(3) } : {}) }),
    () => ({
      type: "array",
      contains: inner(),
      minContains: chance.below(3),
      ...(chance.is(30) ? { maxContains: 1 + chance.below(2) } : {}),
    }),
    () => ({
      anyOf: [{ properties: { a: inner() } }, { required: ["b"] }],
      properties: { b: true },
      unevaluatedProperties: chance.is(70) ? false : inner(),
    }),
    () => ({ $ref: "#/$defs/t" }),
  ];
  return (parts[chance.below(parts.length)] ?? (() => true))();
}

function conditional(...parts: readonly Schema[]): { readonly [keyword: string]: unknown } {
  return Object.fromEntries(parts.map((part, at) => [["if", "then", "else"][at], part]));
}

function leaf(chance: Chance): Schema {
  const number = () => chance.below(4);
  const leaves: (() => Schema)[] = [
    () => chance.is(60),
    () => ({ type: chance.one(["string", "number", "integer", "boolean", "null", "object", "array"]) }),
    () => ({ type: [chance.one(["string", "number", "null"]), chance.one(["array", "object", "boolean"])] }),
    () => ({ const: values[chance.below(values.length)] }),
    () => ({ enum: [values[chance.below(values.length)], values[chance.below(values.length)]] }),
    () => ({ type: "number", minimum: number(), ...(chance.is(50) ? { exclusiveMaximum: number() } : {}) }),
    () => ({ multipleOf: chance.one([1, 2, 0.5, 3]) }),
    () => ({ type: "string", minLength: chance.below(3), ...(chance.is(50) ? { maxLength: chance.below(3) } : {}) }),
    () => ({ pattern: chance.one(["^a", "b$", "^[ab]*$", "a|b", "^$", ".", "^a?b?$"]) }),
    () => ({ required: [chance.one(["a", "b", "c"])] }),
    () => ({ maxProperties: chance.below(3) }),
    () => ({ uniqueItems: true, ...(chance.is(50) ? { minItems: 1 + chance.below(2) } : {}) }),
  ];
  return (leaves[chance.below(leaves.length)] ?? (() => true))();
}

/** A pair of tiny schemas: unrelated, or one a neighbour of the other. */
export function tinyPair(chance: Chance): readonly [Schema, Schema] {
  const root = (schema: Schema, t: Schema): Schema => (typeof schema === "boolean" ? schema : { ...schema, $defs: { t } });
  const recursive: Schema = {
    type: "object",
    properties: { a: { $ref: "#/$defs/t" }, b: leaf(chance) },
    ...(chance.is(30) ? { required: ["a"] } : {}),
  };
  const one = tiny(chance);
  const kinds: (() => Schema)[] = [
    () => tiny(chance),
    () => ({ anyOf: [one, tiny(chance, 2)] }),
    () => ({ allOf: [one, tiny(chance, 2)] }),
    () => ({ not: { not: one } }),
    () => ({ oneOf: [one, tiny(chance, 2)] }),
  ];
  const other = (kinds[chance.below(kinds.length)] ?? (() => one))();
  const pair = [root(one, recursive), root(other, chance.is(70) ? recursive : leaf(chance))] as const;
  return chance.is(50) ? pair : [pair[1], pair[0]];
}

/** An event of 6 to 30 properties. */
export function event(chance: Chance, least = 6, most = 30): { [keyword: string]: unknown } {
  const count = least + chance.below(most - least + 1);
  const properties: Record<string, unknown> = {};
  for (let at = 0; at < count; at += 1) properties[`p${at}`] = property(chance, 2);
  const required = Object.keys(properties).filter(() => chance.is(50));
  const money = {
    type: "object",
    properties: { amount: { type: "number", minimum: 0 }, currency: { type: "string", pattern: "^[A-Z]{3}$" } },
    required: ["amount"],
  };
  const tree = {
    type: "object",
    properties: { value: { type: "integer" }, next: { $ref: "#/$defs/tree" } },
    additionalProperties: chance.is(50),
  };
  return {
    type: "object",
    properties,
    required,
    ...(chance.is(40) ? { additionalProperties: false } : {}),
    ...(chance.is(20) ? conditional({ required: ["p0"] }, { required: ["p1"] }) : {}),
    $defs: { money, tree },
  };
}

function property(chance: Chance, depth: number): unknown {
  const kinds: (() => unknown)[] = [
    () => ({ type: "string", minLength: chance.below(3), maxLength: 10 + chance.below(30) }),
    () => ({ type: "string", pattern: chance.one(["^[A-Z]{2,4}$", "^\\d+$", "^[a-z0-9-]{1,36}$", "^ord_"]) }),
    () => ({ type: "integer", minimum: chance.below(5), maximum: 100 + chance.below(5) }),
    () => ({ type: "number", multipleOf: chance.one([0.01, 0.5, 1]) }),
    () => ({ type: "boolean" }),
    () => ({ enum: ["NEW", "PAID", "SENT", "DONE"].slice(chance.below(2), 3 + chance.below(2)) }),
    () => ({ type: ["string", "null"] }),
    () => ({ $ref: chance.one(["#/$defs/money", "#/$defs/tree"]) }),
    () => ({ type: "array", items: depth > 0 ? property(chance, depth - 1) : true, ...(chance.is(30) ? { maxItems: 3 } : {}) }),
    () => ({ type: "object", properties: { x: property(chance, Math.max(0, depth - 1)), y: { type: "string" } }, required: ["y"] }),
    () => ({
      oneOf: [
        { type: "object", properties: { k: { const: "a" }, v: { type: "string" } }, required: ["k"] },
        { type: "object", properties: { k: { const: "b" }, w: { type: "integer" } }, required: ["k", "w"] },
      ],
    }),
    () => ({
      allOf: [{ type: "object", properties: { u: { type: "integer" } } }],
      properties: { z: { type: "string" } },
      unevaluatedProperties: false,
    }),
  ];
  return (kinds[chance.below(depth > 0 ? kinds.length : 8)] ?? (() => true))();
}

/** The event after one to three edits. */
export function edited(chance: Chance, schema: { [keyword: string]: unknown }): { [keyword: string]: unknown } {
  const copy: { properties: Record<string, Record<string, unknown>>; required: string[] } & { [keyword: string]: unknown } =
    structuredClone(schema) as never;
  for (let count = 1 + chance.below(3); count > 0; count -= 1) {
    const names = Object.keys(copy.properties);
    const name = names[chance.below(names.length)] ?? "p0";
    const old = copy.properties[name] ?? {};
    const edits: (() => void)[] = [
      () => {
        copy.properties[`n${chance.below(9)}`] = property(chance, 1) as never;
      },
      () => {
        delete copy.properties[name];
      },
      () => {
        copy.required = [...new Set([...copy.required, name])];
      },
      () => {
        copy.required = copy.required.filter((each) => each !== name);
      },
      () => {
        copy.properties[name] = property(chance, 1) as never;
      },
      () => {
        copy.properties[name] = { anyOf: [old, { type: "null" }] };
      },
      () => {
        copy.properties[name] = { allOf: [old], description: "edited" };
      },
      () => {
        if (old.maxLength === undefined) old.minProperties = 1;
        else old.maxLength = Number(old.maxLength) + chance.below(3) - 1;
      },
      () => {
        copy.additionalProperties = chance.is(50);
      },
      () => {
        copy.properties = Object.fromEntries(Object.entries(copy.properties).reverse());
      },
    ];
    edits[chance.below(edits.length)]?.();
  }
  return copy;
}

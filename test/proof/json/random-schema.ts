import type { Random } from "./random.js";
import { formats, names, notes, patterns, texts } from "./words.js";

export type Dialect = "draft-07" | "2019-09" | "2020-12";

type Schema = boolean | Record<string, unknown>;

/** A folder of schema files that belong together. */
export interface Folder {
  readonly dialect: Dialect;
  /** Text by path. */
  readonly files: ReadonlyMap<string, string>;
}

export const draftUris = {
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

/** One to three files with definitions, references over files and everything that the specification has a word for. */
export function randomFolder(random: Random): Folder {
  const dialect = random.pick(["draft-07", "2019-09", "2020-12", "2020-12"] as const);
  const paths = ["first.schema.json", "second-file.schema.json", "Third_file.schema.json"].slice(0, 1 + random.below(3) * random.below(2));
  const addressed = random.chance(0.2);
  const plans = paths.map((path, file) => ({
    path,
    definitions: Array.from({ length: random.below(4) }, (_, index) => definitionName(random, file, index)),
    addressed,
    keyword: dialect === "draft-07" || random.chance(0.2) ? "definitions" : "$defs",
  }));
  const files = new Map(plans.map((plan, file) => [plan.path, new Maker({ random, dialect, plans, file }).text()]));
  return { dialect, files };
}

function definitionName(random: Random, file: number, index: number): string {
  return random.chance(0.2)
    ? `${random.pick(["a b", "x/y", "t~u", "p%q", "class", "Date", "Array", "ö", "q'\"`"])}${file}${index}`
    : `Part${file}${"ABCD"[index]}`;
}

interface FilePlan {
  readonly path: string;
  readonly definitions: readonly string[];
  readonly addressed: boolean;
  readonly keyword: string;
}

interface Place {
  readonly random: Random;
  readonly dialect: Dialect;
  readonly plans: readonly FilePlan[];
  readonly file: number;
}

class Maker {
  readonly #random: Random;
  readonly #place: Place;
  readonly #own: FilePlan;
  /** How many definitions are made: a reference that nothing guards may only mean a later one, so that none is endless. */
  #made = 0;

  constructor(place: Place) {
    this.#random = place.random;
    this.#place = place;
    const own = place.plans[place.file];
    if (own === undefined) throw new Error("no such file");
    this.#own = own;
  }

  text(): string {
    const { dialect, file } = this.#place;
    const random = this.#random;
    const root = random.chance(0.75) ? this.#object(0) : this.#schema(0, false);
    const definitions: [string, Schema][] = [];
    for (const name of this.#own.definitions) {
      this.#made += 1;
      const schema = this.#schema(1, false);
      definitions.push([
        name,
        typeof schema === "object" && dialect !== "draft-07" && random.chance(0.3)
          ? { $anchor: `at${file}${this.#made}`, ...schema }
          : schema,
      ]);
    }
    if (typeof root === "boolean" && definitions.length === 0 && !this.#own.addressed) return String(root);
    const { keyword } = this.#own;
    const head = {
      ...(dialect === "2020-12" && random.chance(0.3) ? {} : { $schema: draftUris[dialect] }),
      ...(this.#own.addressed && { $id: `https://acme.example/${this.#own.path}` }),
      title: random.chance(0.3) ? random.pick(notes) : random.chance(0.5) ? `acme.fuzz.Thing${file}` : `Thing ${file}`,
    };
    return asText({
      ...head,
      ...(typeof root === "object" && root),
      ...(definitions.length > 0 && { [keyword]: fromEntries(definitions) }),
    });
  }

  /** `guarded`: it may be absent or empty, so what it refers to may lead back here. */
  #schema(depth: number, guarded: boolean): Schema {
    const random = this.#random;
    const deep = depth > 3;
    const made = random.pick<() => Schema>([
      () => this.#scalar(),
      () => this.#scalar(),
      () => this.#scalar(),
      () => this.#reference(guarded) ?? this.#scalar(),
      () => this.#reference(guarded) ?? this.#scalar(),
      () => this.#literals(),
      () => (deep ? this.#scalar() : this.#object(depth)),
      () => (deep ? this.#scalar() : this.#object(depth)),
      () => (deep ? this.#scalar() : this.#array(depth)),
      () => (deep ? this.#scalar() : this.#combined(depth)),
      () => (deep ? true : this.#untyped(depth)),
      () => random.pick<Schema>([true, {}, true, {}, false]),
    ])();
    return typeof made === "object" && random.chance(0.3) ? this.#annotated(made) : made;
  }

  #annotated(schema: Record<string, unknown>): Schema {
    const random = this.#random;
    return {
      ...(random.chance(0.5) && { title: random.pick(notes) }),
      ...(random.chance(0.5) && { description: random.pick(notes) }),
      ...schema,
      ...(random.chance(0.4) && { default: random.pick<unknown>([...texts, 0, -1.5, 1e21, null, true, [], {}, { a: [1] }, { $id: "x" }]) }),
      ...(random.chance(0.2) && {
        examples: [random.pick(texts)],
        deprecated: true,
        readOnly: true,
        $comment: random.pick(notes),
        "x-owner": random.pick(notes),
      }),
    };
  }

  #scalar(): Record<string, unknown> {
    const random = this.#random;
    switch (random.below(8)) {
      case 0:
        return { type: "boolean" };
      case 1:
        return { type: "null" };
      case 2:
        return { type: "integer", ...this.#limits() };
      case 3:
        return { type: "number", ...this.#limits() };
      case 4:
        return {
          type: random
            .some(["string", "integer", "number", "boolean", "null"], 0.6)
            .concat("string")
            .filter((each, index, all) => all.indexOf(each) === index),
        };
      case 5:
        return { type: "string", format: random.pick([...formats.keys()]) };
      case 6:
        return { type: "string", pattern: random.pick([...patterns.keys()]) };
      default:
        return {
          type: "string",
          ...(random.chance(0.4) && { minLength: random.below(3) }),
          ...(random.chance(0.4) && { maxLength: 2 + random.below(40) }),
        };
    }
  }

  #limits(): Record<string, unknown> {
    const random = this.#random;
    const from = random.pick([0, 1, -5, 0.5]);
    return {
      ...(random.chance(0.3) && { [random.pick(["minimum", "exclusiveMinimum"])]: from }),
      ...(random.chance(0.3) && { [random.pick(["maximum", "exclusiveMaximum"])]: from + random.pick([1, 10, 1e6]) }),
      ...(random.chance(0.15) && { multipleOf: random.pick([1, 2, 5, 0.5]) }),
    };
  }

  #literals(): Record<string, unknown> {
    const random = this.#random;
    const values: unknown[] = [...texts, null, true, false, 0, 1, -1, 1.5, 1e21, [], [1], {}, { a: 1 }, { ["__proto__"]: 1 }];
    if (random.chance(0.3))
      return { const: random.pick(values.filter((each) => random.chance(0.3) || typeof each !== "object").concat("only")) };
    const symbols = ["A", "B", "C c", "__proto__", "constructor", "'", "\n"];
    const kind = random.pick([symbols, symbols, [1, 2, 3.5], values]);
    const chosen = random.some<unknown>(kind, 0.5);
    return { ...(kind === symbols && random.chance(0.5) && { type: "string" }), enum: chosen.length === 0 ? [kind[0]] : chosen };
  }

  #reference(guarded: boolean): Record<string, unknown> | undefined {
    const random = this.#random;
    const { plans, file } = this.#place;
    const to = random.chance(0.6) ? file : guarded ? random.below(plans.length) : file + 1 + random.below(2);
    const target = plans[to];
    if (target === undefined) return undefined;
    const address = to === file ? "" : target.addressed && random.chance(0.5) ? `https://acme.example/${target.path}` : target.path;
    const from = to === file && !guarded ? this.#made : 0;
    const choices = target.definitions.slice(from).map((name, index) => ({ name, index: from + index }));
    if ((guarded || to > file) && (choices.length === 0 || random.chance(0.2))) return { $ref: address === "" ? "#" : address };
    if (choices.length === 0) return undefined;
    const { name } = random.pick(choices);
    const ref = { $ref: `${address}#/${target.keyword}/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}` };
    return random.chance(0.1) ? { ...ref, [random.pick(["maxLength", "minLength", "minProperties"])]: random.chance(0.5) ? 1 : 2 } : ref;
  }

  #object(depth: number): Record<string, unknown> {
    const random = this.#random;
    const own = [
      ...new Set(Array.from({ length: random.below(5) }, () => (random.chance(0.5) ? `field${random.below(6)}` : random.pick(names)))),
    ];
    const required = random
      .some(own)
      .concat(random.chance(0.08) ? random.pick(names) : [])
      .filter((each, index, all) => all.indexOf(each) === index);
    const properties = own.map((name): [string, Schema] => [name, this.#schema(depth + 1, !required.includes(name))]);
    return {
      type: random.chance(0.1) ? ["object", "null"] : "object",
      ...(properties.length > 0 && { properties: fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(random.chance(0.45) && { additionalProperties: random.chance(0.6) ? false : this.#schema(depth + 1, true) }),
      ...(random.chance(0.12) && { patternProperties: fromEntries([[random.pick([...patterns.keys()]), this.#schema(depth + 1, true)]]) }),
      ...(random.chance(0.06) && { propertyNames: random.pick<Schema>([{ maxLength: 8 }, { pattern: "^[a-z]" }, true]) }),
      ...(random.chance(0.06) && { [random.pick(["minProperties", "maxProperties"])]: 1 + random.below(4) }),
      ...(own.length > 1 && random.chance(0.15) && this.#dependent(own, depth)),
      ...(random.chance(0.1) && this.#condition(own, depth)),
      ...(this.#place.dialect !== "draft-07" &&
        random.chance(0.08) && { unevaluatedProperties: random.chance(0.7) ? false : this.#scalar() }),
    };
  }

  #dependent(own: readonly string[], depth: number): Record<string, unknown> {
    const random = this.#random;
    const names = fromEntries([[random.pick(own), [random.pick(own)]]]);
    const schemas = fromEntries([
      [random.pick(own), { required: [random.pick(own)], properties: fromEntries([[random.pick(own), this.#schema(depth + 2, true)]]) }],
    ]);
    if (this.#place.dialect === "draft-07") return { dependencies: random.pick([names, schemas]) };
    return random.chance(0.5) ? { dependentRequired: names } : { dependentSchemas: schemas };
  }

  #condition(own: readonly string[], depth: number): Record<string, unknown> {
    const random = this.#random;
    const name = own.length > 0 ? random.pick(own) : "kind";
    const part = (): Schema => ({
      properties: fromEntries([[random.pick([name, "more"]), this.#schema(depth + 2, true)]]),
      ...(random.chance(0.4) && { required: [name] }),
    });
    const test = random.pick<Schema>([
      { required: [name] },
      { properties: fromEntries([[name, { const: "A" }]]), required: [name] },
      { properties: fromEntries([[name, { type: "string" }]]) },
    ]);
    const parts: (readonly [string, Schema])[] = [["if", test]];
    if (random.chance(0.8)) parts.push(["then", part()]);
    if (random.chance(0.5)) parts.push(["else", part()]);
    return fromEntries(parts);
  }

  #array(depth: number): Record<string, unknown> {
    const random = this.#random;
    const counts = {
      ...(random.chance(0.3) && { minItems: random.below(3) }),
      ...(random.chance(0.2) && { maxItems: 2 + random.below(3) }),
      ...(random.chance(0.15) && { uniqueItems: true }),
    };
    const contains = random.chance(0.1) && {
      contains: this.#scalar(),
      ...(this.#place.dialect !== "draft-07" && random.chance(0.5) && { minContains: random.below(2), maxContains: 2 }),
    };
    if (random.chance(0.6))
      return { type: "array", ...(random.chance(0.9) && { items: this.#schema(depth + 1, true) }), ...counts, ...contains };
    const [prefix, rest] = this.#place.dialect === "2020-12" ? ["prefixItems", "items"] : ["items", "additionalItems"];
    return {
      type: "array",
      [prefix]: Array.from({ length: 1 + random.below(3) }, () => this.#schema(depth + 1, true)),
      ...(random.chance(0.6) && { [rest]: random.chance(0.5) ? false : this.#schema(depth + 1, true) }),
      ...counts,
      ...contains,
      ...(this.#place.dialect !== "draft-07" && random.chance(0.1) && { unevaluatedItems: false }),
    };
  }

  #combined(depth: number): Record<string, unknown> {
    const random = this.#random;
    const tag = random.pick(["kind", "type", "__proto__", "a-b"]);
    const variant = (value: string): Schema => {
      const object = this.#object(depth + 1);
      const { properties = {}, required = [] } = object as { properties?: object; required?: string[] };
      return {
        ...object,
        type: "object",
        properties: fromEntries([...Object.entries(properties).filter(([name]) => name !== tag), [tag, { const: value }]]),
        required: [...required.filter((name) => name !== tag), tag],
      };
    };
    const part = () => this.#schema(depth + 1, false);
    switch (random.below(6)) {
      case 0:
        return { oneOf: [variant("one"), variant("two"), ...(random.chance(0.4) ? [variant("it's */")] : [])] };
      case 1:
        return { anyOf: [part(), { type: "null" }] };
      case 2:
        return {
          allOf: [this.#object(depth + 1), ...(random.chance(0.7) ? [this.#object(depth + 1)] : [])],
          ...(this.#place.dialect !== "draft-07" && random.chance(0.3) && { unevaluatedProperties: false }),
        };
      case 3:
        return {
          ...this.#object(depth + 1),
          [random.pick(["allOf", "anyOf", "oneOf"])]: [this.#object(depth + 1), this.#object(depth + 1)],
        };
      case 4:
        return { ...this.#scalar(), not: random.pick<Schema>([{ const: "a" }, { type: "null" }, { enum: [0, 1] }, false]) };
      default:
        return { [random.pick(["oneOf", "anyOf"])]: [part(), part(), ...(random.chance(0.3) ? [part()] : [])] };
    }
  }

  /** Keywords without a `type`, which say nothing of other values. */
  #untyped(depth: number): Record<string, unknown> {
    const random = this.#random;
    const { type: _, ...rest } = random.pick([() => this.#object(depth + 1), () => this.#array(depth + 1), () => this.#scalar()])();
    return rest;
  }
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  return made;
}

function asText(schema: unknown): string {
  return JSON.stringify(schema, undefined, 2);
}

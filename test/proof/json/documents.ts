import type { Random } from "./random.js";
import { formats, names, patterns, texts } from "./words.js";

type Node = Readonly<Record<string, unknown>>;

/** Stands for "nothing fits here". */
export const none = Symbol("none");

export interface DocumentOptions {
  /** Whether to add names that no keyword declares. */
  readonly extras: boolean;
}

/** Proposes documents for a self-contained schema text, at the edges of what it allows; a judge has to say which really fit. */
export class Documents {
  readonly #root: unknown;
  readonly #random: Random;
  #extras = false;
  /** How many more values may be made: what only ends by chance ends here. */
  #fuel = 0;

  constructor(text: string, random: Random) {
    this.#root = JSON.parse(text);
    this.#random = random;
  }

  propose({ extras }: DocumentOptions): unknown {
    this.#extras = extras;
    this.#fuel = 400;
    return this.#of(this.#root, 0);
  }

  #of(schema: unknown, depth: number): unknown {
    const random = this.#random;
    this.#fuel -= 1;
    if (schema === false || this.#fuel < 0 || depth > 40) return none;
    if (!isNode(schema)) return this.#anything(depth);
    const node = this.#flat(schema, 0);
    if (node === undefined) return none;
    if ("const" in node) return node.const;
    if (Array.isArray(node.enum)) return node.enum.length > 0 ? random.pick(node.enum) : none;
    const types = typesOf(node);
    if (types.length === 0 && node.type !== undefined) return none;
    const type = types.length === 0 ? this.#typeOf(node) : depth > 4 && types.includes("null") ? "null" : random.pick(types);
    switch (type) {
      case "object":
        return this.#object(node, depth);
      case "array":
        return this.#array(node, depth);
      case "string":
        return this.#string(node);
      case "integer":
      case "number":
        return this.#number(node, type === "integer");
      case "boolean":
        return random.chance(0.5);
      default:
        return null;
    }
  }

  #typeOf(node: Node): string {
    const random = this.#random;
    if (random.chance(0.2)) return random.pick(["null", "boolean", "number", "string"]);
    if (["properties", "required", "additionalProperties", "if"].some((keyword) => keyword in node)) return "object";
    if (["items", "prefixItems", "contains"].some((keyword) => keyword in node)) return "array";
    return random.pick(["null", "boolean", "number", "string", "array", "object"]);
  }

  #anything(depth: number): unknown {
    const values: unknown[] = [null, true, 0, -1.5, ...texts];
    return this.#random.pick(depth > 4 ? values : [...values, [], [1, "a"], {}, { a: null }, JSON.parse('{"__proto__":{"x":1}}')]);
  }

  /** One node with the references, all of `allOf` and one branch of each choice worked in. */
  #flat(schema: unknown, level: number): Node | undefined {
    if (schema === false || level > 24) return undefined;
    if (!isNode(schema)) return {};
    const { $ref, allOf, anyOf, oneOf, if: test, then, else: otherwise, ...own } = schema;
    const random = this.#random;
    const parts: unknown[] = [];
    if (typeof $ref === "string") parts.push(this.#target($ref));
    if (Array.isArray(allOf)) parts.push(...allOf);
    for (const choice of [anyOf, oneOf]) if (Array.isArray(choice) && choice.length > 0) parts.push(random.pick(choice));
    if (test !== undefined) parts.push(...(random.chance(0.5) ? [test, then ?? true] : [otherwise ?? true]));
    let node: Node = own;
    for (const part of parts) {
      const flat = this.#flat(part, level + 1);
      if (flat === undefined) return undefined;
      node = merged(node, flat);
    }
    return node;
  }

  #target(reference: string): unknown {
    let at = this.#root;
    for (const step of reference.split("/").slice(1)) {
      const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
      at = typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, name)?.value : undefined;
    }
    return at;
  }

  #object(node: Node, depth: number): unknown {
    const random = this.#random;
    const properties = entries(node.properties);
    const required = new Set(list(node.required).map(String));
    for (const [name, needs] of entries(node.dependentRequired))
      if (required.has(name)) for (const each of list(needs)) required.add(String(each));
    const made: Record<string, unknown> = {};
    const declared = new Map(properties);
    const rest = node.additionalProperties ?? !!(declared.size === 0 || this.#extras);
    for (const name of new Set([...required, ...declared.keys()])) {
      if (!required.has(name) && (depth > 4 || random.chance(0.4))) continue;
      const value = this.#of(declared.has(name) ? declared.get(name) : (this.#byPattern(node, name) ?? rest), depth + 1);
      if (value !== none) put(made, name, value);
      else if (required.has(name)) return none;
    }
    const isMap = declared.size + required.size === 0;
    const isTyped = says(node.additionalProperties) || isMap;
    // TypeScript refuses what shares no name with a type whose members are all optional.
    const isKnown = this.#extras || isMap || Object.keys(made).length > 0;
    if (depth < 4 && isKnown && rest !== false && (this.#extras || isTyped)) {
      for (const name of random.some(["other", random.pick(names)], 0.4)) {
        if (declared.has(name)) continue;
        const value = this.#of(this.#byPattern(node, name) ?? rest, depth + 1);
        if (value !== none) put(made, name, value);
      }
    }
    if (!isKnown) return made;
    if (this.#extras || node.additionalProperties === false || says(node.additionalProperties) || isMap)
      for (const [pattern, schema] of entries(node.patternProperties)) {
        const [name] = patterns.get(pattern) ?? [];
        const value = name === undefined || declared.has(name) || random.chance(0.4) ? none : this.#of(schema, depth + 1);
        if (name !== undefined && value !== none) put(made, name, value);
      }
    return made;
  }

  #byPattern(node: Node, name: string): unknown {
    return entries(node.patternProperties).find(([pattern]) => new RegExp(pattern, "u").test(name))?.[1];
  }

  #array(node: Node, depth: number): unknown {
    const random = this.#random;
    const prefix = list(node.prefixItems);
    const least = numberOr(node.minItems, 0);
    const most = Math.min(numberOr(node.maxItems, least + 3), node.items === false ? prefix.length : 50);
    const length =
      depth > 4 ? least : random.pick([least, most, Math.max(least, Math.min(most, prefix.length)), Math.min(most, least + 1)]);
    const made: unknown[] = [];
    for (let index = 0; index < length; index += 1) {
      const value = this.#of(prefix[index] ?? (index < prefix.length ? true : (node.items ?? true)), depth + 1);
      if (value === none) break;
      made.push(value);
    }
    if (node.contains !== undefined && random.chance(0.8)) {
      const value = this.#of(node.contains, depth + 1);
      if (value !== none) made.splice(random.below(made.length + 1), made.length >= most ? 1 : 0, value);
    }
    if (node.uniqueItems !== true) return made;
    const seen = new Set<string>();
    return made.filter((value) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)));
  }

  #string(node: Node): unknown {
    const random = this.#random;
    if (typeof node.format === "string") return random.pick(formats.get(node.format) ?? ["anything"]);
    if (typeof node.pattern === "string") return random.pick(patterns.get(node.pattern) ?? ["anything"]);
    const least = numberOr(node.minLength, 0);
    const most = numberOr(node.maxLength, Math.max(least, 60));
    const fitting = texts.filter((text) => [...text].length >= least && [...text].length <= most);
    return random.pick([...fitting, "x".repeat(least), "😀".repeat(Math.min(most, 300))]);
  }

  #number(node: Node, isInteger: boolean): unknown {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = node;
    const step = numberOr(multipleOf, 1);
    const edges = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter((each) => typeof each === "number");
    const near = edges.flatMap((edge) => [edge, edge - 1, edge + 1, Math.ceil(edge / step) * step, Math.floor(edge / step) * step]);
    const far = [
      0,
      1,
      -1,
      7,
      2 ** 31,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      ...(isInteger ? [] : [0.1, -1.5, 1e21, 5e-324, 1.7976931348623157e308]),
    ];
    const fits = (value: number) =>
      (!isInteger || Number.isInteger(value)) &&
      value >= numberOr(minimum, -Infinity) &&
      value <= numberOr(maximum, Infinity) &&
      value > numberOr(exclusiveMinimum, -Infinity) &&
      value < numberOr(exclusiveMaximum, Infinity) &&
      (multipleOf === undefined || Number.isInteger(value / step));
    const candidates = [...near, ...near, ...far].filter(fits);
    // JSON has one zero.
    return candidates.length === 0 ? none : this.#random.pick(candidates) + 0;
  }
}

/** Whether a schema narrows anything down for certain. */
function says(schema: unknown): boolean {
  return isNode(schema) && ("type" in schema || "const" in schema || "enum" in schema);
}

function merged(one: Node, other: Node): Node {
  const node: Record<string, unknown> = { ...one, ...other };
  const properties = new Map(entries(one.properties));
  for (const [name, schema] of entries(other.properties))
    properties.set(name, properties.has(name) ? { allOf: [properties.get(name), schema] } : schema);
  if (properties.size > 0) {
    node.properties = {};
    for (const [name, schema] of properties) put(node.properties as object, name, schema);
  }
  if (one.required !== undefined) node.required = [...list(one.required), ...list(other.required)];
  if (one.type !== undefined && other.type !== undefined) {
    const types = typesOf(other);
    node.type = typesOf(one).filter((type) => types.includes(type) || (type === "integer" && types.includes("number")));
    if (list(node.type).length === 0 && types.includes("integer") && typesOf(one).includes("number")) node.type = "integer";
  }
  for (const keyword of ["minimum", "minLength", "minItems", "exclusiveMinimum"])
    if (one[keyword] !== undefined && other[keyword] !== undefined) node[keyword] = Math.max(Number(one[keyword]), Number(other[keyword]));
  for (const keyword of ["maximum", "maxLength", "maxItems", "exclusiveMaximum"])
    if (one[keyword] !== undefined && other[keyword] !== undefined) node[keyword] = Math.min(Number(one[keyword]), Number(other[keyword]));
  return node;
}

/** A document with one thing changed, which may make it wrong. */
export function mutated(document: unknown, random: Random): unknown {
  const other = () =>
    random.pick<unknown>([
      null,
      true,
      0,
      0.5,
      -1,
      1e6,
      "",
      "abc",
      "x".repeat(60),
      [],
      {},
      [null, null],
      { a: 1 },
      JSON.parse('{"__proto__":1}'),
    ]);
  if (typeof document === "object" && document !== null && random.chance(0.8)) {
    if (Array.isArray(document)) {
      const copy: unknown[] = [...document];
      if (copy.length === 0 || random.chance(0.3)) return random.chance(0.5) && copy.length > 0 ? [...copy, copy[0]] : [...copy, other()];
      if (random.chance(0.2)) return copy.slice(0, -1);
      const at = random.below(copy.length);
      copy[at] = mutated(copy[at], random);
      return copy;
    }
    const members = Object.entries(document);
    const copy: Record<string, unknown> = {};
    const at = members.length === 0 ? -1 : random.below(members.length);
    const drop = random.chance(0.25);
    for (const [index, [name, value]] of members.entries())
      if (index !== at) put(copy, name, value);
      else if (!drop) put(copy, name, mutated(value, random));
    if (at < 0 || random.chance(0.2)) put(copy, random.pick(names), other());
    return copy;
  }
  if (typeof document === "number" && random.chance(0.5)) return document + random.pick([1, -1, 0.5]);
  if (typeof document === "string" && random.chance(0.5)) return random.chance(0.5) ? `${document}x` : document.slice(0, -1);
  return other();
}

function put(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return isNode(value) ? Object.entries(value) : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function typesOf(node: Node): readonly string[] {
  return typeof node.type === "string" ? [node.type] : list(node.type).map(String);
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

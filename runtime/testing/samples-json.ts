import { put } from "../codec/avro/internals.js";
import { compileJson } from "../codec/json-validator.js";
import { type Draw, drawFor } from "./draw.js";
import { textFor } from "./samples-text.js";

/** Gives the sample of a seed and an index; undefined where none was found that the schema accepts. @throws Error on a schema that is none. */
export function jsonSampler(schema: string): (seed: number, index: number) => unknown {
  const root: unknown = JSON.parse(schema);
  const accepts = compileJson(schema);
  return (seed, index) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const event = new Sampling(root, drawFor(seed + attempt, attempt === 0 ? index : index + 1_000)).of(root, 0);
      if (event !== undefined && accepts(event) === undefined) return event;
    }
    return undefined;
  };
}

const attempts = 30;
const deep = 6;

type Node = Readonly<Record<string, unknown>>;

class Sampling {
  readonly #root: unknown;
  readonly #draw: Draw;

  constructor(root: unknown, draw: Draw) {
    this.#root = root;
    this.#draw = draw;
  }

  of(schema: unknown, depth: number): unknown {
    if (!isNode(schema)) return schema === false ? undefined : "anything";
    const node = this.#merged(schema, 0);
    if ("const" in node) return node.const;
    const [first, ...rest] = listOf(node.enum);
    if (first !== undefined) return this.#draw.of([first, ...rest]);
    for (const keyword of ["oneOf", "anyOf"]) {
      const [one, ...others] = listOf(node[keyword]);
      if (one !== undefined)
        return this.of({ ...without(node, keyword), allOf: [...listOf(node.allOf), this.#draw.of([one, ...others])] }, depth);
    }
    return this.#typed(node, depth);
  }

  #typed(node: Node, depth: number): unknown {
    const [type = inferred(node), ...types] = Array.isArray(node.type) ? node.type : [node.type ?? inferred(node)];
    const chosen: unknown = depth > deep && types.includes("null") ? "null" : this.#draw.of([type, ...types]);
    if (chosen === "null") return null;
    if (chosen === "boolean") return this.#draw.of([false, true]);
    if (chosen === "integer" || chosen === "number") return this.#number(node, chosen === "integer");
    if (chosen === "array") return this.#array(node, depth);
    if (chosen === "object") return this.#object(node, depth);
    return textFor(node, this.#draw);
  }

  #number(node: Node, whole: boolean): number {
    const step = numberOf(node.multipleOf) ?? (whole ? 1 : undefined);
    const nudge = step ?? 0.001;
    const exclusiveLow = numberOf(node.exclusiveMinimum);
    const exclusiveHigh = numberOf(node.exclusiveMaximum);
    const low = numberOf(node.minimum) ?? (exclusiveLow === undefined ? undefined : exclusiveLow + nudge);
    const high = numberOf(node.maximum) ?? (exclusiveHigh === undefined ? undefined : exclusiveHigh - nudge);
    const edges = [0, 1, -1, whole ? 2 ** 31 : 0.1, low ?? -(2 ** 40), high ?? 2 ** 40]
      .map((value) => (step === undefined ? value : Math.round(value / step) * step))
      .filter((value) => value >= (low ?? value) && value <= (high ?? value));
    return this.#draw.of([edges[0] ?? low ?? high ?? 0, ...edges.slice(1)]);
  }

  #array(node: Node, depth: number): unknown[] {
    const least = Math.min(numberOf(node.minItems) ?? 0, 1_000);
    const most = Math.min(numberOf(node.maxItems) ?? least + 3, least + 10);
    const length = depth > deep ? least : least + this.#draw.below(most - least + 1);
    const fixed = listOf(node.prefixItems);
    const items = Array.from({ length }, (_, index) => this.of(fixed[index] ?? node.items ?? true, depth + 1)).filter(
      (item) => item !== undefined,
    );
    return node.uniqueItems === true ? [...new Map(items.map((item) => [JSON.stringify(item), item])).values()] : items;
  }

  #object(node: Node, depth: number): object {
    const properties = isNode(node.properties) ? node.properties : {};
    const required = new Set(listOf(node.required).map(String));
    const object = {};
    const all = this.#draw.below(3);
    for (const [name, schema] of Object.entries(properties)) {
      // None of the optional ones, all of them, or some.
      const wanted = required.has(name) || (depth <= deep && (all === 1 || (all === 2 && this.#draw.below(2) === 1)));
      const value = wanted ? this.of(schema, depth + 1) : undefined;
      if (value !== undefined) put(object, name, value);
    }
    for (const name of required) if (!Object.hasOwn(properties, name)) put(object, name, "anything");
    if (isNode(node.additionalProperties)) {
      for (const name of ["extra", "Schlüssel"].slice(0, this.#draw.below(3)))
        put(object, name, this.of(node.additionalProperties, depth + 1));
    }
    return object;
  }

  /** With `$ref` and `allOf` taken in. */
  #merged(schema: Node, hops: number): Node {
    if (hops > 20) return {};
    const { $ref, allOf, ...own } = schema;
    const parts = [...(typeof $ref === "string" ? [this.#target($ref)] : []), ...listOf(allOf)].filter(isNode);
    return parts.map((part) => this.#merged(part, hops + 1)).reduce<Node>(both, own);
  }

  #target($ref: string): unknown {
    const steps = decodeURIComponent($ref.replace(/^#/, "")).split("/").slice(1);
    return steps.reduce<unknown>((at, step) => {
      const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
      return typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
    }, this.#root);
  }
}

function both(one: Node, other: Node): Node {
  const merged: Record<string, unknown> = { ...one, ...other };
  if (isNode(one.properties) && isNode(other.properties)) merged.properties = { ...one.properties, ...other.properties };
  if (one.required !== undefined && other.required !== undefined) merged.required = [...listOf(one.required), ...listOf(other.required)];
  return merged;
}

function inferred(node: Node): string {
  if (node.properties || node.required || node.additionalProperties) return "object";
  if (node.items || node.prefixItems) return "array";
  return "minimum" in node || "maximum" in node ? "number" : "string";
}

function without(node: Node, keyword: string): Node {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== keyword));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

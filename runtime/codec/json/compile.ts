import { type Addresses, addressesIn } from "./addresses.js";
import * as arrays from "./arrays.js";
import { addSeen, type Check, type Draft, failure, type Keyword, nothingSeen, type SchemaObject, type Site } from "./check.js";
import * as logic from "./logic.js";
import * as objects from "./objects.js";
import * as scalars from "./scalars.js";

/** In the order in which a value is judged: what it is, what it holds, how it combines. */
const keywords: ReadonlyMap<string, Keyword> = new Map([
  ["type", scalars.type],
  ["const", scalars.constant],
  ["enum", scalars.choice],
  ["minimum", scalars.minimum],
  ["maximum", scalars.maximum],
  ["exclusiveMinimum", scalars.exclusiveMinimum],
  ["exclusiveMaximum", scalars.exclusiveMaximum],
  ["multipleOf", scalars.multipleOf],
  ["minLength", scalars.minLength],
  ["maxLength", scalars.maxLength],
  ["pattern", scalars.pattern],
  ["format", scalars.format],
  ["minItems", arrays.minItems],
  ["maxItems", arrays.maxItems],
  ["minProperties", objects.minProperties],
  ["maxProperties", objects.maxProperties],
  ["required", objects.required],
  ["propertyNames", objects.propertyNames],
  ["prefixItems", arrays.prefixItems],
  ["items", arrays.items],
  ["additionalItems", arrays.additionalItems],
  ["contains", arrays.contains],
  ["uniqueItems", arrays.uniqueItems],
  ["members", objects.members],
  ["dependentRequired", objects.dependentRequired],
  ["dependentSchemas", objects.dependentSchemas],
  ["dependencies", objects.dependencies],
  ["$ref", logic.reference],
  ["$dynamicRef", logic.reference],
  ["$recursiveRef", logic.reference],
  ["not", logic.not],
  ["if", logic.condition],
  ["allOf", logic.allOf],
  ["anyOf", logic.anyOf],
  ["oneOf", logic.oneOf],
]);

const dynamic = new Set(["$dynamicRef", "$recursiveRef"]);
const newer = new Set([...dynamic, "unevaluatedItems", "unevaluatedProperties"]);

/** Turns a schema into functions: no text of it is ever run. @throws Error on what is no schema */
export function compileSchema(root: unknown, draft: Draft): Check {
  const addresses = isSchemaObject(root) ? addressesIn(root, draft) : { isOneResource: true, find: () => root };
  return new Compiler(draft, addresses).compile(root);
}

class Compiler {
  readonly #draft: Draft;
  readonly #addresses: Addresses;
  readonly #known = new Map<object, Check>();

  constructor(draft: Draft, addresses: Addresses) {
    this.#draft = draft;
    this.#addresses = addresses;
  }

  compile(schema: unknown): Check {
    if (typeof schema === "boolean") return schema ? () => undefined : () => failure("boolean schema is false");
    if (!isSchemaObject(schema)) throw new Error("a JSON Schema is an object or a boolean");
    const known = this.#known.get(schema);
    if (known) return known;
    let check: Check | undefined;
    // A schema may refer to itself: whoever asks meanwhile gets a way to the check that is being made.
    this.#known.set(schema, (value, seen) => check?.(value, seen));
    check = this.#build(schema);
    this.#known.set(schema, check);
    return check;
  }

  #build(node: SchemaObject): Check {
    const site: Site = {
      node,
      draft: this.#draft,
      part: (schema) => this.compile(schema),
      target: (reference) => this.compile(this.#addresses.find(reference, node)),
    };
    if (this.#draft === "draft-07" && node.$ref !== undefined) return logic.reference(node.$ref, site) ?? (() => undefined);
    const checks: Check[] = [];
    for (const [name, keyword] of keywords) {
      if (dynamic.has(name) && isUsed(name, node) && !this.#addresses.isOneResource)
        throw new Error(`"${name}" is read beside one $id only`);
      if (!isUsed(name, node) || (newer.has(name) && this.#draft === "draft-07")) continue;
      const check = keyword(node[name], site);
      if (check) checks.push(check);
    }
    return this.#closed(site, sequence(checks));
  }

  /** The unevaluated ones come last, and ask what all others have looked at. */
  #closed(site: Site, open: Check): Check {
    const { unevaluatedItems: items, unevaluatedProperties: properties } = site.node;
    if (this.#draft === "draft-07" || (items === undefined && properties === undefined)) return open;
    const rest = [
      items === undefined ? undefined : arrays.unevaluatedItems(items, site),
      properties === undefined ? undefined : objects.unevaluatedProperties(properties, site),
    ];
    const closing = sequence(rest.filter((check) => check !== undefined));
    return (value, seen) => {
      const own = nothingSeen();
      const wrong = open(value, own) ?? closing(value, own);
      if (!wrong && seen) addSeen(seen, own);
      return wrong;
    };
  }
}

function isUsed(name: string, node: SchemaObject): boolean {
  if (name !== "members") return Object.hasOwn(node, name);
  return ["properties", "patternProperties", "additionalProperties"].some((each) => Object.hasOwn(node, each));
}

function isSchemaObject(schema: unknown): schema is SchemaObject {
  return typeof schema === "object" && schema !== null && !Array.isArray(schema);
}

function sequence(checks: readonly Check[]): Check {
  const [first, second, third, ...others] = checks;
  if (!first) return () => undefined;
  if (!second) return first;
  if (!third) return (value, seen) => first(value, seen) ?? second(value, seen);
  const rest = sequence([third, ...others]);
  return (value, seen) => first(value, seen) ?? second(value, seen) ?? rest(value, seen);
}

/** What a producer that keeps to its schema writes: objects that carry declared properties only. */

type Schema = { readonly [keyword: string]: unknown };

/** Keywords whose schemas judge values inside the value. */
const children = {
  map: ["properties", "patternProperties"],
  list: ["prefixItems"],
  one: ["additionalProperties", "unevaluatedProperties", "items", "additionalItems", "unevaluatedItems"],
} as const;
/** Keywords whose schemas judge the same value once more. */
const inPlace = { map: ["dependentSchemas", "dependencies"], list: ["allOf", "anyOf", "oneOf"], one: ["then", "else"] } as const;
/** Under these a narrower schema takes more, or counts differently. */
const opaque = ["not", "if", "contains", "propertyNames"] as const;
const definitions = ["$defs", "definitions"] as const;

type Use = "child" | "in place" | "opaque";

/**
 * The schema with each object closed that declares properties and does not say itself what may stand beside them; free maps stay
 * free. What can't be closed without saying more than that stays open, as does a schema of dynamic
 * references or embedded resources. @throws SyntaxError on a text that is no JSON.
 */
export function closedForm(text: string): string {
  const root: unknown = JSON.parse(text);
  if (!isSchema(root)) return text;
  const uses = usesIn(root);
  if (!isFollowed(root) || isUsedTwice(root, uses)) return text;
  return JSON.stringify(new Closer(root, uses).child(root));
}

class Closer {
  readonly #root: Schema;
  readonly #uses: ReadonlyMap<Schema, ReadonlySet<Use>>;
  readonly #isNewer: boolean;

  constructor(root: Schema, uses: ReadonlyMap<Schema, ReadonlySet<Use>>) {
    this.#root = root;
    this.#uses = uses;
    this.#isNewer = !/draft-0[4-7]/.test(String(root.$schema ?? ""));
  }

  child(schema: unknown): unknown {
    if (!isSchema(schema)) return schema;
    const inner = this.#inside(schema);
    if (this.#isExplicit(schema, new Set()) || !this.#declares(schema, new Set())) return inner;
    const isPlain = schema.$ref === undefined && !appliesInPlace(schema);
    if (isPlain) return { ...inner, additionalProperties: false };
    return this.#isNewer ? { ...inner, unevaluatedProperties: false } : inner;
  }

  /** The same schema with what is in it closed; itself it stays open. */
  #inside(schema: Schema): Schema {
    const closed: Record<string, unknown> = Object.assign(Object.create(null), schema);
    each(schema, children, (keyword, change) => {
      closed[keyword] = change((part) => this.child(part));
    });
    each(schema, inPlace, (keyword, change) => {
      closed[keyword] = change((part) => (isSchema(part) ? this.#inside(part) : part));
    });
    for (const keyword of definitions) {
      const known = schema[keyword];
      if (isSchema(known)) closed[keyword] = mapped(known, (part) => this.#definition(part));
    }
    return closed;
  }

  #definition(schema: unknown): unknown {
    if (!isSchema(schema)) return schema;
    const uses = this.#uses.get(schema);
    if (uses?.has("opaque")) return schema;
    return uses?.has("in place") ? this.#inside(schema) : this.child(schema);
  }

  #declares(schema: Schema, seen: Set<Schema>): boolean {
    return this.#some(schema, seen, (one) =>
      [one.properties, one.patternProperties].some((part) => isSchema(part) && Object.keys(part).length > 0),
    );
  }

  #isExplicit(schema: Schema, seen: Set<Schema>): boolean {
    return this.#some(schema, seen, (one) => one.additionalProperties !== undefined || one.unevaluatedProperties !== undefined);
  }

  /** Whether a schema, or one that judges the same value, is such. */
  #some(schema: Schema, seen: Set<Schema>, is: (schema: Schema) => boolean): boolean {
    if (seen.has(schema)) return false;
    seen.add(schema);
    if (is(schema)) return true;
    const parts: unknown[] = [pointed(this.#root, schema.$ref)];
    each(schema, inPlace, (_, change) => {
      change((part) => parts.push(part));
    });
    return parts.some((part) => isSchema(part) && this.#some(part, seen, is));
  }
}

/** How each schema that a reference leads to is used. */
function usesIn(root: Schema): ReadonlyMap<Schema, ReadonlySet<Use>> {
  const uses = new Map<Schema, Set<Use>>();
  const seen = new Map<Schema, Set<Use>>();
  const visit = (schema: unknown, use: Use): void => {
    if (!isSchema(schema) || seen.get(schema)?.has(use)) return;
    seen.set(schema, (seen.get(schema) ?? new Set()).add(use));
    const target = pointed(root, schema.$ref);
    if (target !== undefined) {
      uses.set(target, (uses.get(target) ?? new Set()).add(use));
      visit(target, use);
    }
    const inner = (kind: Use) => (part: unknown) => visit(part, use === "opaque" ? use : kind);
    each(schema, children, (_, change) => {
      change(inner("child"));
    });
    each(schema, inPlace, (_, change) => {
      change(inner("in place"));
    });
    for (const keyword of opaque) visit(schema[keyword], "opaque");
  };
  visit(root, "child");
  return uses;
}

/** Whether every reference of the schema is one that leads to a place of it by its way from the root. */
function isFollowed(part: unknown, isRoot = true): boolean {
  if (Array.isArray(part)) return part.every((item) => isFollowed(item, false));
  if (!isSchema(part)) return true;
  return Object.entries(part).every(([keyword, value]) => {
    if (keyword === "$dynamicRef" || keyword === "$recursiveRef" || (keyword === "$id" && !isRoot)) return typeof value !== "string";
    if (keyword === "$ref" && typeof value === "string") return value === "#" || value.startsWith("#/");
    return isFollowed(value, false);
  });
}

/** Whether what stands at a place of its own is also taken as a part of what stands at another: closed, it would refuse the rest of that. */
function isUsedTwice(root: Schema, uses: ReadonlyMap<Schema, ReadonlySet<Use>>): boolean {
  const defined = new Set(definitions.flatMap((keyword) => Object.values(Object(root[keyword]))));
  return [...uses].some(([schema, kinds]) => !defined.has(schema) && (kinds.has("in place") || kinds.has("opaque")));
}

type Change = (to: (part: unknown) => unknown) => unknown;

/** Offers each keyword of the groups that a schema has, with the way to change its schemas. */
function each(schema: Schema, groups: typeof children | typeof inPlace, offer: (keyword: string, change: Change) => void): void {
  for (const keyword of groups.map) {
    const part = schema[keyword];
    if (isSchema(part)) offer(keyword, (to) => mapped(part, to));
  }
  for (const keyword of [...groups.list, ...groups.one]) {
    const part = schema[keyword];
    if (part !== undefined) offer(keyword, (to) => (Array.isArray(part) ? part.map(to) : to(part)));
  }
}

function mapped(schemas: Schema, to: (part: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, part]) => [name, to(part)]));
}

function appliesInPlace(schema: Schema): boolean {
  return [...inPlace.map, ...inPlace.list, ...inPlace.one].some((keyword) => schema[keyword] !== undefined);
}

/** What a local reference leads to; others are not followed. */
function pointed(root: Schema, reference: unknown): Schema | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  const steps = decodeURIComponent(reference.slice(1)).split("/").slice(1);
  const found = steps.reduce<unknown>((at, step) => {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return (isSchema(at) || Array.isArray(at)) && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
  }, root);
  return isSchema(found) ? found : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON Schema text as the inclusion check walks it: references resolved, equal meanings known by one key. */
import { type Addresses, addressesIn } from "./addresses.js";
import { type Dialect, dialectOf, keywords } from "./dialect.js";
import { Undecided } from "./undecided.js";
import { isList, isObject, type Json, type JsonObject, stable } from "./value.js";

interface Meaning {
  readonly text: string;
  /** Full addresses of what is referred to, directly. */
  readonly refs: readonly string[];
}

/** One document; schemas inside it are plain values that only it can read. */
export class Document {
  readonly root: Json;
  readonly dialect: Dialect;
  readonly #numbers: Map<string, number>;
  readonly #meanings = new WeakMap<JsonObject, Meaning>();
  #addresses: Addresses | undefined;

  /** `numbers` is shared by all documents whose schemas are to be compared. */
  constructor(root: Json, numbers: Map<string, number>) {
    this.root = root;
    this.dialect = dialectOf(root);
    this.#numbers = numbers;
  }

  /** What a reference at a schema means. @throws Undecided when nothing of this text does. */
  target(keyword: string, reference: Json, from: JsonObject): Json {
    const found = typeof reference === "string" ? this.#found.find(this.#found.full(reference, from)) : undefined;
    if (found === undefined) throw new Undecided(`the reference ${stable(reference)} leads out of the schema`);
    if (keyword !== "$ref" && !this.#found.isOneResource) throw new Undecided(`"${keyword}" is decided beside one $id only`);
    return found;
  }

  /** Equal for schemas that mean the same, here or in another document of the same numbers. */
  keyOf(schema: Json): string {
    const { text, refs } = this.#meaning(schema);
    const head = `${this.dialect.name} ${text}`;
    return refs.length === 0 ? head : `${head}${this.#closure(refs)}`;
  }

  get #found(): Addresses {
    this.#addresses ??= addressesIn(this.root);
    return this.#addresses;
  }

  #closure(refs: readonly string[]): string {
    const known = new Map<string, string>();
    const pending = [...refs];
    for (let ref = pending.pop(); ref !== undefined; ref = pending.pop()) {
      if (known.has(ref)) continue;
      const target = this.#found.find(ref);
      // What can't be looked up may mean something else in each document.
      const { text, refs: more } =
        target === undefined ? { text: `? ${this.#number(stable(this.root))}`, refs: [] } : this.#meaning(target);
      known.set(ref, text);
      pending.push(...more);
    }
    return [...known]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([ref, text]) => ` ${JSON.stringify(ref)}=${text}`)
      .join("");
  }

  #meaning(schema: Json): Meaning {
    if (!isObject(schema)) return { text: stable(schema), refs: [] };
    const known = this.#meanings.get(schema);
    if (known !== undefined) return known;
    const refs = new Set<string>();
    const parts = Object.keys(schema)
      .filter((key) => keywords.has(key))
      .sort()
      .map((key) => `${key}:${this.#argument(key, schema, refs)}`);
    const meaning = { text: String(this.#number(parts.join())), refs: [...refs] };
    this.#meanings.set(schema, meaning);
    return meaning;
  }

  #argument(key: string, schema: JsonObject, refs: Set<string>): string {
    const value = schema[key] ?? null;
    const inner = (sub: Json) => {
      const meaning = this.#meaning(sub);
      for (const ref of meaning.refs) refs.add(ref);
      return meaning.text;
    };
    const holds = keywords.get(key);
    if (holds === "map" && isObject(value)) {
      const names = Object.keys(value).sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${isList(value[name]) ? stable(value[name]) : inner(value[name] ?? null)}`)}}`;
    }
    if (holds === "schemas" || (holds === "schema" && isList(value))) return `[${isList(value) ? value.map(inner) : stable(value)}]`;
    if (holds === "schema") return inner(value);
    if (key.endsWith("ef") && typeof value === "string") {
      const full = this.#found.full(value, schema);
      refs.add(full);
      return JSON.stringify(full);
    }
    if (key === "required" && isList(value)) return stable([...value].sort());
    return stable(value);
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

import { type Exact, exactNumber, isExactList, isExactObject, sortedExact } from "../../evolution/exact-json.js";

const primitives = new Set(["null", "boolean", "int", "long", "float", "double", "bytes", "string"]);
const namePart = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Checks a schema and brings it into one form: full names, other attributes sorted. Names that others define are looked up in `foreign` and, where `inline` says so, replaced by their definition at first use. @throws Error with what is wrong. */
export function avroForm(schema: Exact, foreign: ReadonlyMap<string, Exact>, inline: boolean): Exact {
  return new Walk(foreign, inline).schema(schema, "");
}

/** Every named type that a schema in this form defines, by full name. */
export function definitionsOf(form: Exact, into = new Map<string, Exact>()): Map<string, Exact> {
  if (isExactList(form)) for (const inner of form) definitionsOf(inner, into);
  if (!isExactObject(form)) return into;
  if (typeof form.name === "string" && typeof form.type === "string") into.set(form.name, form);
  for (const inner of [form.type, form.items, form.values]) if (inner !== undefined) definitionsOf(inner, into);
  if (isExactList(form.fields))
    for (const field of form.fields) if (isExactObject(field) && field.type !== undefined) definitionsOf(field.type, into);
  return into;
}

class Walk {
  readonly #foreign: ReadonlyMap<string, Exact>;
  readonly #inline: boolean;
  readonly #defined = new Set<string>();

  constructor(foreign: ReadonlyMap<string, Exact>, inline: boolean) {
    this.#foreign = foreign;
    this.#inline = inline;
  }

  schema(node: Exact | undefined, namespace: string): Exact {
    if (typeof node === "string") return this.#named(node, namespace);
    if (isExactList(node)) return this.#union(node, namespace);
    if (!isExactObject(node)) throw new Error(`no schema: ${JSON.stringify(node)}`);
    const { type } = node;
    if (type === "record" || type === "error") return this.#record(node, namespace);
    if (type === "enum") return this.#enum(node, namespace);
    if (type === "fixed") return this.#fixed(node, namespace);
    if (type === "array") return { type, items: this.schema(node.items, namespace), ...rest(node, ["type", "items"]) };
    if (type === "map") return { type, values: this.schema(node.values, namespace), ...rest(node, ["type", "values"]) };
    if (type === undefined) throw new Error(`no type: ${JSON.stringify(node).slice(0, 200)}`);
    const inner = this.schema(type, namespace);
    const others = rest(node, ["type"]);
    return Object.keys(others).length === 0 ? inner : { type: inner, ...others };
  }

  #named(name: string, namespace: string): Exact {
    if (primitives.has(name)) return name;
    const full = name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
    for (const candidate of [full, name]) {
      if (this.#defined.has(candidate)) return candidate;
      const definition = this.#foreign.get(candidate);
      if (definition === undefined) continue;
      if (!this.#inline) return candidate;
      return this.schema(definition, "");
    }
    throw new Error(`"${full}" is not a defined name`);
  }

  #union(branches: readonly Exact[], namespace: string): Exact {
    const formed = branches.map((branch) => {
      if (isExactList(branch)) throw new Error("a union directly inside a union");
      return this.schema(branch, namespace);
    });
    const names = formed.map(branchName);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`duplicate in union: ${twice}`);
    return formed;
  }

  #define(node: { readonly [key: string]: Exact }, namespace: string): string {
    const { name } = node;
    if (typeof name !== "string") throw new Error(`no name in schema: ${JSON.stringify(node).slice(0, 200)}`);
    const own = typeof node.namespace === "string" ? node.namespace : namespace;
    const full = name.includes(".") || own === "" ? name : `${own}.${name}`;
    if (!full.split(".").every((part) => namePart.test(part))) throw new Error(`illegal name: ${full}`);
    if (primitives.has(full)) throw new Error(`a type can't be named ${full}`);
    if (this.#defined.has(full)) throw new Error(`can't redefine: ${full}`);
    this.#defined.add(full);
    return full;
  }

  #record(node: { readonly [key: string]: Exact }, namespace: string): Exact {
    const name = this.#define(node, namespace);
    if (!isExactList(node.fields)) throw new Error(`record ${name} has no fields`);
    const inside = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
    const seen = new Set<string>();
    const fields = node.fields.map((field) => {
      if (!isExactObject(field) || typeof field.name !== "string") throw new Error(`a field of ${name} has no name`);
      if (!namePart.test(field.name)) throw new Error(`illegal field name in ${name}: ${field.name}`);
      if (seen.has(field.name)) throw new Error(`duplicate field ${field.name} in record ${name}`);
      seen.add(field.name);
      if (field.type === undefined) throw new Error(`no type for field ${field.name} of ${name}`);
      const ascending = field.order === "ascending" ? ["order"] : [];
      return { name: field.name, type: this.schema(field.type, inside), ...rest(field, ["name", "type", ...ascending]) };
    });
    return { type: node.type ?? "record", name, fields, ...rest(node, ["type", "name", "namespace", "fields"]) };
  }

  #enum(node: { readonly [key: string]: Exact }, namespace: string): Exact {
    const name = this.#define(node, namespace);
    const { symbols } = node;
    if (!isExactList(symbols) || !symbols.every((symbol) => typeof symbol === "string" && namePart.test(symbol))) {
      throw new Error(`enum ${name} has no legal symbols`);
    }
    if (new Set(symbols).size !== symbols.length) throw new Error(`duplicate symbol in enum ${name}`);
    if (node.default !== undefined && !symbols.includes(node.default))
      throw new Error(`the default of enum ${name} is none of its symbols`);
    return { type: "enum", name, symbols, ...rest(node, ["type", "name", "namespace", "symbols"]) };
  }

  #fixed(node: { readonly [key: string]: Exact }, namespace: string): Exact {
    const name = this.#define(node, namespace);
    const size = exactNumber(node.size);
    if (size === undefined || !Number.isInteger(size) || size < 0) throw new Error(`fixed ${name} has no legal size`);
    return { type: "fixed", name, size: node.size ?? null, ...rest(node, ["type", "name", "namespace", "size"]) };
  }
}

function branchName(branch: Exact): string {
  if (typeof branch === "string") return branch;
  if (!isExactObject(branch)) return "union";
  return typeof branch.name === "string" ? branch.name : branchName(branch.type ?? "");
}

function rest(node: { readonly [key: string]: Exact }, without: readonly string[]): { readonly [key: string]: Exact } {
  const others = Object.entries(node).filter(([key]) => !without.includes(key));
  const sorted = sortedExact(Object.fromEntries(others));
  return isExactObject(sorted) ? sorted : {};
}

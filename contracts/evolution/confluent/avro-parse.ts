import { EventwrightError } from "../../../runtime/errors.js";
import { type Exact, exactNumber, isExactList, isExactObject, parseExact } from "../exact-json.js";
import { isValidDefault } from "./avro-default.js";
import { type AvroField, type AvroNode, type NamedNode, primitives, type UnionNode } from "./avro-node.js";

/** Reads a schema text as Java's parser does, its refusals included. @throws EventwrightError USAGE. */
export function parseAvroNode(text: string): AvroNode {
  try {
    return node({ types: new Map(), namespace: "" }, parseExact(text));
  } catch (cause) {
    const detail = `no Avro schema: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new EventwrightError("USAGE", { detail, cause });
  }
}

interface Scope {
  readonly types: Map<string, NamedNode>;
  readonly namespace: string;
}

function node(scope: Scope, schema: Exact | undefined): AvroNode {
  if (typeof schema === "string") return byName(scope, schema);
  if (isExactList(schema)) return union(scope, schema);
  if (!isExactObject(schema)) throw new Error("a type is missing");
  const { type } = schema;
  switch (type) {
    case "record":
    case "error":
      return record(scope, schema);
    case "enum":
    case "fixed":
      return named(scope, schema, type).node;
    case "array":
      return { kind: "array", inner: node(scope, schema.items) };
    case "map":
      return { kind: "map", inner: node(scope, schema.values) };
    default:
      return node(scope, type);
  }
}

function byName({ types, namespace }: Scope, name: string): AvroNode {
  const primitive = primitives.find((each) => each === name);
  if (primitive !== undefined) return { kind: primitive };
  const found = types.get(name.includes(".") || namespace === "" ? name : `${namespace}.${name}`) ?? types.get(name);
  if (found === undefined) throw new Error(`"${name}" is not defined`);
  return found;
}

function union(scope: Scope, list: readonly Exact[]): UnionNode {
  const branches = list.map((each) => node(scope, each));
  const names = branches.map((branch) => ("fullName" in branch ? branch.fullName : branch.kind));
  if (names.includes("union")) throw new Error("a union stands directly in a union");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${twice} stands twice in a union`);
  return { kind: "union", branches };
}

function record(scope: Scope, schema: { readonly [key: string]: Exact }): NamedNode {
  const { node: own, inner } = named(scope, schema, "record");
  if (!isExactList(schema.fields)) throw new Error(`record ${own.fullName} has no fields`);
  for (const field of schema.fields) {
    if (!isExactObject(field) || typeof field.name !== "string") throw new Error(`a field of ${own.fullName} has no name`);
    const { name } = field;
    if (own.fields.some((other) => other.name === name)) throw new Error(`field ${name} stands twice in ${own.fullName}`);
    const type = node(inner, field.type);
    const read: AvroField = {
      name,
      aliases: strings(field.aliases),
      type,
      ...(field.default === undefined ? {} : { default: field.default }),
    };
    if (read.default !== undefined && !isValidDefault(type, read.default))
      throw new Error(`field ${name} of ${own.fullName} has a default of another type`);
    own.fields.push(read);
  }
  return own;
}

function named(
  scope: Scope,
  schema: { readonly [key: string]: Exact },
  kind: NamedNode["kind"],
): { readonly node: NamedNode; readonly inner: Scope } {
  const { name, namespace, symbols, default: enumDefault, size } = schema;
  if (typeof name !== "string" || name === "") throw new Error(`a ${kind} has no name`);
  const own = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : typeof namespace === "string" ? namespace : scope.namespace;
  const short = name.slice(name.lastIndexOf(".") + 1);
  const full = (word: string) => (word.includes(".") || own === "" ? word : `${own}.${word}`);
  const read: NamedNode = {
    kind,
    name: short,
    fullName: full(short),
    aliases: strings(schema.aliases).map(full),
    fields: [],
    symbols: strings(symbols),
    size: exactNumber(size) ?? 0,
    ...(kind === "enum" && typeof enumDefault === "string" ? { enumDefault } : {}),
  };
  if (read.enumDefault !== undefined && !read.symbols.includes(read.enumDefault))
    throw new Error(`the default of enum ${full(short)} is none of its symbols`);
  if (scope.types.has(read.fullName)) throw new Error(`${read.fullName} is defined twice`);
  scope.types.set(read.fullName, read);
  return { node: read, inner: { types: scope.types, namespace: own } };
}

function strings(value: Exact | undefined): readonly string[] {
  return isExactList(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

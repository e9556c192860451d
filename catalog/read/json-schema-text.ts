import { type Dialect, holds, isWordOf, membersOf } from "./json-schema-keywords.js";
import type { JsonScope, NamedSchema } from "./json-schema-names.js";
import type { JsonFile } from "./json-schema-scope.js";
import { findMember, type JsonMember, type JsonNode, type JsonObject, memberOf, renderJson } from "./json-text.js";

/**
 * The schema as one text that needs no other file, in the words of draft 2020-12: whatever it refers to stands in its
 * `$defs`, in the order of first use. Addresses (`$id`) are left out, so that several versions can live in one validator.
 */
export function jsonSchemaText(file: JsonFile, scope: JsonScope): string {
  return new JsonWriter(file, scope).write();
}

const draft = "https://json-schema.org/draft/2020-12/schema";
const order = ["title", "description", "deprecated", "type", "const", "enum", "format", "default", "required", "properties"];
const ranks = new Map(order.map((key, rank) => [key, rank]));
const dropped = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$recursiveAnchor",
  "$defs",
  "definitions",
  "$vocabulary",
  "nullable",
]);
const besideOldReference = new Set(["$ref", "title", "description", "default", "examples", "$comment"]);

class JsonWriter {
  readonly #root: JsonFile;
  readonly #scope: JsonScope;
  readonly #queue: NamedSchema[] = [];
  readonly #keys = new Map<NamedSchema, string>();
  readonly #taken = new Set<string>();

  constructor(root: JsonFile, scope: JsonScope) {
    this.#root = root;
    this.#scope = scope;
    for (const keyword of ["$defs", "definitions"])
      for (const member of membersOf(memberOf(root.root, keyword))) this.#taken.add(member.key);
  }

  write(): string {
    const { root, dialect } = this.#root;
    const own = this.#schema(root, dialect);
    if (!own.startsWith("{")) return own;
    const definitions: string[] = [];
    for (const named of this.#queue) {
      definitions.push(`${JSON.stringify(this.#keys.get(named))}:${this.#schema(named.node, named.file.dialect)}`);
    }
    const parts = [`"$schema":"${draft}"`, own.slice(1, -1), definitions.length > 0 ? `"$defs":{${definitions.join(",")}}` : ""];
    return `{${parts.filter((part) => part !== "").join(",")}}`;
  }

  #schema(node: JsonNode, dialect: Dialect): string {
    if (node.kind !== "object") return renderJson(node);
    const alone = dialect === "draft-07" && findMember(node, "$ref") !== undefined;
    const parts: [string, string][] = [];
    for (const member of node.members) {
      if (dropped.has(member.key) || !isWordOf(dialect, member.key) || (alone && !besideOldReference.has(member.key))) continue;
      for (const part of this.#keyword(member, node, dialect)) parts.push(part);
    }
    const rank = (key: string) => ranks.get(key) ?? order.length;
    parts.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
    return `{${parts.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;
  }

  *#keyword(member: JsonMember, node: JsonObject, dialect: Dialect): Generator<[string, string]> {
    const { key, value } = member;
    if (key === "$ref" || key === "$dynamicRef" || key === "$recursiveRef") {
      const meaning = this.#scope.meanings.get(value);
      // With a pointer a `$dynamicRef` is a second `$ref`.
      const word = key === "$ref" || findMember(node, "$ref") === undefined ? "$ref" : "$dynamicRef";
      yield [word, meaning === undefined ? renderJson(value) : JSON.stringify(this.#reference(meaning))];
    } else if (key === "dependencies") yield* this.#dependencies(value, dialect);
    else if (dialect !== "2020-12" && key === "items" && value.kind === "array") yield ["prefixItems", this.#list(value.items, dialect)];
    else if (dialect !== "2020-12" && key === "additionalItems") {
      if (memberOf(node, "items")?.kind === "array") yield ["items", this.#schema(value, dialect)];
    } else yield [key, this.#value(key, value, dialect)];
  }

  #value(key: string, value: JsonNode, dialect: Dialect): string {
    const how = holds(key, value);
    if (how === "single") return this.#schema(value, dialect);
    if (how === "list" && value.kind === "array") return this.#list(value.items, dialect);
    if (how !== "map" || value.kind !== "object") return renderJson(value);
    return `{${membersOf(value)
      .map((member) => `${JSON.stringify(member.key)}:${this.#schema(member.value, dialect)}`)
      .join(",")}}`;
  }

  #list(items: readonly JsonNode[], dialect: Dialect): string {
    return `[${items.map((item) => this.#schema(item, dialect)).join(",")}]`;
  }

  /** Draft-07 has one word for what became two. */
  *#dependencies(value: JsonNode, dialect: Dialect): Generator<[string, string]> {
    const members = membersOf(value);
    const entry = ({ key, value: of }: JsonMember) =>
      `${JSON.stringify(key)}:${of.kind === "array" ? renderJson(of) : this.#schema(of, dialect)}`;
    const names = members.filter((member) => member.value.kind === "array");
    const schemas = members.filter((member) => member.value.kind !== "array");
    if (names.length > 0) yield ["dependentRequired", `{${names.map(entry).join(",")}}`];
    if (schemas.length > 0) yield ["dependentSchemas", `{${schemas.map(entry).join(",")}}`];
  }

  #reference(named: NamedSchema): string {
    if (named.node === this.#root.root) return "#";
    let key = this.#keys.get(named);
    if (key === undefined) {
      key = named.file === this.#root && named.key !== undefined ? named.key : this.#free(named.name);
      this.#keys.set(named, key);
      this.#taken.add(key);
      this.#queue.push(named);
    }
    return `#/$defs/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
  }

  #free(name: string): string {
    return this.#taken.has(name) ? this.#free(`external.${name}`) : name;
  }
}

import { isPrimitive, qualify, splitName } from "./avro-names.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { type JsonNode, type JsonObject, maxDepth, memberOf, renderJson } from "./json-text.js";
import { reporter, type SchemaSource } from "./source.js";

/** The schema as one text that needs no other file: each named type is written out where it is first used. */
export function avroText(root: JsonNode, source: SchemaSource, scope: AvroScope): string {
  const writer = new AvroWriter(scope, "everywhere");
  const text = writer.schema(root, "", 0);
  if (writer.tooDeep) {
    reporter(source, scope.diagnostics)("SCHEMA_UNSUPPORTED", { at: root.at, length: 1 }, `with every type inlined the schema nests deeper than ${maxDepth} levels`, {
      hint: "Let one of the types in the chain be used earlier, or flatten it",
    });
  }
  return text;
}

/** A definition without docs and with its inner types by name only: equal texts define one and the same type. */
export function definitionText(definition: Definition, scope: AvroScope): string {
  return new AvroWriter(scope, "nowhere").definition(definition, "", 0);
}

const order = ["type", "name", "namespace", "doc", "aliases", "fields", "symbols", "size", "items", "values", "default", "order"];
const ranks = new Map(order.map((key, rank) => [key, rank]));

class AvroWriter {
  tooDeep = false;
  readonly #written = new Set<string>();
  readonly #scope: AvroScope;
  readonly #inline: "everywhere" | "nowhere";

  constructor(scope: AvroScope, inline: "everywhere" | "nowhere") {
    this.#scope = scope;
    this.#inline = inline;
  }

  schema(node: JsonNode, namespace: string, depth: number): string {
    if (depth > maxDepth) this.tooDeep = true;
    if (this.tooDeep) return "null";
    const named = this.#scope.byNode.get(node) ?? this.#scope.references.get(node);
    if (named !== undefined) return this.#named(named, namespace, depth);
    if (node.kind === "array") return `[${node.items.map((item) => this.schema(item, namespace, depth + 1)).join(",")}]`;
    if (node.kind !== "object") return renderJson(node);
    const type = memberOf(node, "type");
    if (type === undefined) return renderJson(node);
    if (type.kind !== "string" || this.#scope.references.has(type)) return this.schema(type, namespace, depth);
    if (isPrimitive(type.value) && node.members.size === 1) return renderJson(type);
    return this.#members(node, (key, value) => {
      return key === "items" || key === "values" ? this.schema(value, namespace, depth + 1) : renderJson(value);
    });
  }

  definition({ name, node }: Definition, outer: string, depth: number): string {
    const { namespace } = splitName(name);
    const text = this.#members(node, (key, value) => {
      if (key === "name") return JSON.stringify(name);
      if (key === "namespace") return undefined;
      if (key === "aliases" && value.kind === "array") return this.#aliases(value.items, namespace);
      if (key === "fields" && value.kind === "array") return `[${value.items.map((it) => this.#field(it, namespace, depth + 2)).join(",")}]`;
      return renderJson(value);
    });
    // Without this a type of the null namespace would join that of the type around it.
    return namespace === "" && outer !== "" ? `${text.slice(0, -1)},"namespace":""}` : text;
  }

  #named(named: Definition, outer: string, depth: number): string {
    const { name } = named;
    if (this.#inline === "nowhere" || this.#written.has(name)) return JSON.stringify(!name.includes(".") && outer !== "" ? `.${name}` : name);
    this.#written.add(name);
    return this.definition(this.#scope.types.get(name) ?? named, outer, depth);
  }

  #field(node: JsonNode, namespace: string, depth: number): string {
    if (node.kind !== "object") return renderJson(node);
    return this.#members(
      node,
      (key, value) => (key === "type" ? this.schema(value, namespace, depth + 1) : renderJson(value)),
      ["name", "type"],
    );
  }

  #aliases(items: readonly JsonNode[], namespace: string): string {
    return `[${items.map((it) => (it.kind === "string" ? JSON.stringify(qualify(it.value, namespace)) : renderJson(it))).join(",")}]`;
  }

  #members(node: JsonObject, render: (key: string, value: JsonNode) => string | undefined, first: readonly string[] = []): string {
    const rank = (key: string) => (first.includes(key) ? first.indexOf(key) - first.length : (ranks.get(key) ?? order.length));
    const keys = [...node.members.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    const parts: string[] = [];
    for (const key of keys) {
      const value = memberOf(node, key);
      if (value === undefined || (key === "doc" && this.#inline === "nowhere")) continue;
      const text = render(key, value);
      if (text !== undefined) parts.push(`${JSON.stringify(key)}:${text}`);
    }
    return `{${parts.join(",")}}`;
  }
}

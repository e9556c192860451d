import { isPrimitive, qualify, splitName } from "./avro-names.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { type JsonMember, type JsonNode, type JsonObject, maxDepth, memberOf, renderJson } from "./json-text.js";
import { reporter, type SchemaSource } from "./source.js";

/** The schema as one text that needs no other file: each named type is written out where it is first used. */
export function avroText(root: JsonNode, source: SchemaSource, scope: AvroScope): string {
  if (scope.found.tooDeep) return "null";
  const writer = new AvroWriter(scope, "everywhere");
  const text = writer.schema(root, "", 0);
  if (writer.tooDeep) {
    scope.found.tooDeep = true;
    reporter(source, scope.diagnostics)(
      "SCHEMA_UNSUPPORTED",
      { at: root.at, length: 1 },
      `with every type inlined the schema nests deeper than ${maxDepth} levels`,
      {
        hint: "Let one of the types in the chain be used earlier, or flatten it",
      },
    );
  }
  return text;
}

/** A definition without docs and with its inner types by name only: equal texts define one and the same type. */
export function definitionText(definition: Definition, scope: AvroScope): string {
  return new AvroWriter(scope, "nowhere").definition(definition, "", 0);
}

type Ranks = ReadonlyMap<string, number>;

const schemaRanks = ranksOf("type", "name", "namespace", "doc", "aliases", "fields", "symbols", "size", "items", "values", "default");
const fieldRanks = ranksOf("name", "type", "doc", "default", "order", "aliases");

function ranksOf(...keys: readonly string[]): Ranks {
  return new Map(keys.map((key, rank) => [key, rank]));
}

class AvroWriter {
  tooDeep = false;
  /** How many named types were met so far. */
  #names = 0;
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
    if (isPrimitive(type.value) && node.members.length === 1) return renderJson(type);
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
      if (key === "fields" && value.kind === "array")
        return `[${value.items.map((it) => this.#field(it, namespace, depth + 2)).join(",")}]`;
      return renderJson(value);
    });
    // Without this a type of the null namespace would join that of the type around it.
    return namespace === "" && outer !== "" ? `${text.slice(0, -1)},"namespace":""}` : text;
  }

  #named(named: Definition, outer: string, depth: number): string {
    const { name } = named;
    this.#names++;
    if (this.#inline === "nowhere" || this.#written.has(name))
      return JSON.stringify(!name.includes(".") && outer !== "" ? `.${name}` : name);
    this.#written.add(name);
    return this.definition(this.#scope.types.get(name) ?? named, outer, depth);
  }

  #field(node: JsonNode, namespace: string, depth: number): string {
    if (node.kind !== "object") return renderJson(node);
    const known = this.#scope.fieldTexts.get(node);
    if (known !== undefined && this.#inline === "everywhere") return known;
    const before = this.#names;
    const text = this.#members(
      node,
      (key, value) => (key === "type" ? this.schema(value, namespace, depth + 1) : renderJson(value)),
      fieldRanks,
    );
    // Without a named type in it, a field reads the same wherever its record is inlined.
    if (this.#names === before && this.#inline === "everywhere" && !this.tooDeep) this.#scope.fieldTexts.set(node, text);
    return text;
  }

  #aliases(items: readonly JsonNode[], namespace: string): string {
    return `[${items.map((it) => (it.kind === "string" ? JSON.stringify(qualify(it.value, namespace)) : renderJson(it))).join(",")}]`;
  }

  #members(node: JsonObject, render: (key: string, value: JsonNode) => string | undefined, ranks: Ranks = schemaRanks): string {
    const parts: string[] = [];
    for (const { key, value } of sorted(node.members, ranks)) {
      if (key === "doc" && this.#inline === "nowhere") continue;
      const text = render(key, value);
      if (text !== undefined) parts.push(`${ranks.has(key) ? `"${key}"` : JSON.stringify(key)}:${text}`);
    }
    return `{${parts.join(",")}}`;
  }
}

function sorted(members: readonly JsonMember[], ranks: Ranks): readonly JsonMember[] {
  const last = ranks.size;
  const compare = (a: JsonMember, b: JsonMember) => (ranks.get(a.key) ?? last) - (ranks.get(b.key) ?? last) || (a.key < b.key ? -1 : 1);
  // Most are written in this very order.
  return isSorted(members, compare) ? members : [...members].sort(compare);
}

function isSorted<T>(items: readonly T[], compare: (a: T, b: T) => number): boolean {
  return items.every((item, at) => {
    const last = items[at - 1];
    return last === undefined || compare(last, item) < 0;
  });
}

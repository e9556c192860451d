import { posix } from "node:path";
import type { Diagnostic } from "../diagnostic.js";
import { checkKeywords } from "./json-schema-check.js";
import { type Dialect, dialectOf, isWordOf, subschemas } from "./json-schema-keywords.js";
import { findMember, type JsonNode, type JsonObject, type JsonString, memberOf, stringOf } from "./json-text.js";
import { placeOf, reporter, type SchemaSource } from "./source.js";

/** A parsed JSON Schema file. */
export interface JsonFile {
  readonly source: SchemaSource;
  readonly root: JsonNode;
  readonly dialect: Dialect;
}

/** What relative references start from: a file's root, or a schema inside it that has an `$id`. */
export interface Resource {
  readonly file: JsonFile;
  readonly node: JsonNode;
  readonly id?: string;
  /** The one that it stands in. */
  readonly outer?: Resource;
  readonly anchors: Map<string, JsonNode>;
}

const referenceWords = ["$ref", "$dynamicRef", "$recursiveRef"] as const;

/** One reference, before it is known what it means. */
export interface Reference {
  readonly keyword: (typeof referenceWords)[number];
  readonly holder: JsonObject;
  readonly ref: JsonString;
  readonly resource: Resource;
}

/** Everything in the files that a reference can mean, and all references. */
export interface JsonIndex {
  readonly files: readonly JsonFile[];
  readonly byPath: ReadonlyMap<string, Resource>;
  readonly byId: ReadonlyMap<string, Resource>;
  /** Grows while schemas are added. */
  readonly references: readonly Reference[];
  readonly diagnostics: Diagnostic[];
  /** Adds a schema that stands where no keyword expects one, once a reference says that it is one. */
  readonly add: (node: JsonNode, resource: Resource) => void;
}

/** Walks every schema of every file once. */
export function indexFiles(
  parsed: readonly { readonly source: SchemaSource; readonly root: JsonNode }[],
  diagnostics: Diagnostic[],
): JsonIndex {
  const files = parsed.map(({ source, root }) => ({ source, root, dialect: dialectAt(source, root, diagnostics) }));
  const indexer = new Indexer(diagnostics);
  for (const file of files) indexer.addFile(file);
  const { byPath, byId, references } = indexer;
  return { files, byPath, byId, references, diagnostics, add: (node, resource) => indexer.walk(node, resource) };
}

class Indexer {
  readonly byPath = new Map<string, Resource>();
  readonly byId = new Map<string, Resource>();
  readonly references: Reference[] = [];
  readonly #seen = new Set<JsonNode>();
  readonly #diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    this.#diagnostics = diagnostics;
  }

  addFile(file: JsonFile): void {
    const resource = this.#enter(file, file.root);
    this.byPath.set(file.source.path, resource);
    this.walk(file.root, resource);
  }

  walk(node: JsonNode, outer: Resource): void {
    if (this.#seen.has(node) || node.kind === "boolean") return;
    this.#seen.add(node);
    const { file } = outer;
    if (node.kind !== "object") {
      reporter(file.source, this.#diagnostics)("SCHEMA_INVALID", node, "a schema is an object, true or false");
      return;
    }
    checkKeywords(node, file.dialect, { source: file.source, diagnostics: this.#diagnostics });
    const alone = file.dialect === "draft-07" && findMember(node, "$ref") !== undefined;
    const id = alone ? undefined : stringOf(node, "$id");
    const resource = id !== undefined && !id.startsWith("#") && node !== outer.node ? this.#enter(file, node, outer) : outer;
    this.#addAnchors(node, resource, id);
    for (const keyword of referenceWords) {
      const ref = isWordOf(file.dialect, keyword) ? memberOf(node, keyword) : undefined;
      if (ref?.kind === "string") this.references.push({ keyword, holder: node, ref, resource });
    }
    for (const inner of subschemas(node)) this.walk(inner.node, resource);
  }

  #enter(file: JsonFile, node: JsonNode, outer?: Resource): Resource {
    const id = resolved(stringOf(node, "$id"), outer?.id);
    const resource: Resource = { file, node, anchors: new Map(), ...(id !== undefined && { id }), ...(outer !== undefined && { outer }) };
    if (outer !== undefined) this.#checkDialect(file, node);
    if (id === undefined) return resource;
    // An address that is no URL starts from the file's own place.
    const known = URL.canParse(id) ? this.byId : this.byPath;
    const key = URL.canParse(id) ? id : posix.join(posix.dirname(file.source.path), id);
    const first = known.get(key);
    if (first === undefined) known.set(key, resource);
    else if (first.node !== outer?.node && known === this.byId) this.#reportTwice(`two schemas have the $id ${id}`, resource, first);
    return resource;
  }

  #addAnchors(node: JsonObject, resource: Resource, id: string | undefined): void {
    const named = new Set([stringOf(node, "$anchor"), stringOf(node, "$dynamicAnchor"), id?.startsWith("#") ? id.slice(1) : undefined]);
    for (const anchor of named) {
      if (anchor === undefined) continue;
      const first = resource.anchors.get(anchor);
      if (first === undefined) resource.anchors.set(anchor, node);
      else this.#reportTwice(`two schemas have the anchor ${anchor}`, { file: resource.file, node }, { file: resource.file, node: first });
    }
  }

  #reportTwice(message: string, one: Pick<Resource, "file" | "node">, first: Pick<Resource, "file" | "node">): void {
    const words = ["$id", "$anchor", "$dynamicAnchor"];
    const spanOf = ({ node }: Pick<Resource, "node">) => words.map((word) => memberOf(node, word)).find((it) => it !== undefined) ?? node;
    reporter(one.file.source, this.#diagnostics)("SCHEMA_DUPLICATE_NAME", spanOf(one), message, {
      hint: "Give one of them another",
      related: placeOf(first.file.source, spanOf(first)),
    });
  }

  #checkDialect(file: JsonFile, node: JsonNode): void {
    const word = memberOf(node, "$schema");
    if (word === undefined || dialectOf(stringOf(node, "$schema")) === file.dialect) return;
    reporter(file.source, this.#diagnostics)("SCHEMA_UNSUPPORTED", word, "a schema inside a file follows the file's draft", {
      hint: "Put this schema into a file of its own",
    });
  }
}

/** An `$id` or the address part of a `$ref` against the address it stands in; as it is when there is none. */
export function resolved(address: string | undefined, base: string | undefined): string | undefined {
  if (address === undefined || address.startsWith("#")) return base;
  const bare = address.replace(/#.*$/s, "");
  return base !== undefined && URL.canParse(bare, base) ? new URL(bare, base).href : bare;
}

function dialectAt(source: SchemaSource, root: JsonNode, diagnostics: Diagnostic[]): Dialect {
  const dialect = dialectOf(stringOf(root, "$schema"));
  if (dialect !== undefined) return dialect;
  reporter(source, diagnostics)("SCHEMA_UNSUPPORTED", memberOf(root, "$schema") ?? root, "this draft of JSON Schema is not read", {
    hint: "Take https://json-schema.org/draft/2020-12/schema, 2019-09 or draft-07",
  });
  return "2020-12";
}

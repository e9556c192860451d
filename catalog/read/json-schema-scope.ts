import type { Diagnostic } from "../diagnostic.js";
import { type Dialect, dialectOf, subschemas } from "./json-schema-keywords.js";
import { findMember, type JsonNode, type JsonObject, type JsonString, memberOf, stringOf } from "./json-text.js";
import { reporter, type SchemaSource } from "./source.js";

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
  readonly anchors: Map<string, JsonNode>;
}

/** One `$ref`, before it is known what it means. */
export interface Reference {
  readonly holder: JsonObject;
  readonly ref: JsonString;
  readonly resource: Resource;
}

/** Everything in the files that a reference can mean, and all references. */
export interface JsonIndex {
  readonly files: readonly JsonFile[];
  readonly byPath: ReadonlyMap<string, Resource>;
  readonly byId: ReadonlyMap<string, Resource>;
  readonly references: readonly Reference[];
  readonly diagnostics: Diagnostic[];
}

/** Walks every schema of every file once. */
export function indexFiles(
  parsed: readonly { readonly source: SchemaSource; readonly root: JsonNode }[],
  diagnostics: Diagnostic[],
): JsonIndex {
  const files = parsed.map(({ source, root }) => ({ source, root, dialect: dialectAt(source, root, diagnostics) }));
  const byPath = new Map<string, Resource>();
  const byId = new Map<string, Resource>();
  const references: Reference[] = [];
  const enter = (file: JsonFile, node: JsonNode, base: string | undefined): Resource => {
    const id = resolved(stringOf(node, "$id"), base);
    const resource: Resource = { file, node, anchors: new Map(), ...(id !== undefined && { id }) };
    if (id !== undefined && !byId.has(id)) byId.set(id, resource);
    return resource;
  };
  const walk = (node: JsonNode, outer: Resource): void => {
    if (node.kind !== "object") return;
    const id = stringOf(node, "$id");
    const resource = id !== undefined && !id.startsWith("#") && node !== outer.node ? enter(outer.file, node, outer.id) : outer;
    for (const anchor of [stringOf(node, "$anchor"), stringOf(node, "$dynamicAnchor"), id?.startsWith("#") ? id.slice(1) : undefined]) {
      if (anchor !== undefined) resource.anchors.set(anchor, node);
    }
    const ref = memberOf(node, "$ref");
    if (ref?.kind === "string") references.push({ holder: node, ref, resource });
    refuseDynamic(node, outer.file.source, diagnostics);
    for (const inner of subschemas(node)) walk(inner.node, resource);
  };
  for (const file of files) {
    const resource = enter(file, file.root, undefined);
    byPath.set(file.source.path, resource);
    walk(file.root, resource);
  }
  return { files, byPath, byId, references, diagnostics };
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

function refuseDynamic(node: JsonObject, source: SchemaSource, diagnostics: Diagnostic[]): void {
  for (const keyword of ["$dynamicRef", "$recursiveRef"]) {
    const member = findMember(node, keyword);
    if (member !== undefined)
      reporter(source, diagnostics)("SCHEMA_UNSUPPORTED", member, `${keyword} has no fixed type`, { hint: "Take $ref" });
  }
}

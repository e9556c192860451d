/** A JSON Schema as the inclusion check walks it: references resolved inside one document, equal texts known as equal. */
import { isObject, type Json, type JsonObject, stable } from "./value.js";

/** A schema together with the document that its references mean. */
export interface Handle {
  readonly schema: Json;
  readonly doc: Document;
}

export interface Document {
  readonly root: Json;
  /** 2020-12 and 2019-09 read keywords beside `$ref`; draft-07 does not. */
  readonly siblingsOfRef: boolean;
  /** 2020-12: `prefixItems` and `items`; before: `items` as a list and `additionalItems`. */
  readonly prefixItems: boolean;
  /** Texts of schemas with all that they refer to, by schema object. */
  readonly texts: Map<JsonObject, string>;
}

/** Opens a schema text's document. */
export function openDocument(root: Json): Handle {
  const draft = isObject(root) && typeof root.$schema === "string" ? root.$schema : "2020-12";
  const modern = /20(19-09|20-12)/.test(draft);
  const schema = draft.includes("draft-04") ? modernised(root) : root;
  return { schema, doc: { root: schema, siblingsOfRef: modern, prefixItems: draft.includes("2020-12"), texts: new Map() } };
}

/** The schema that a `$ref` of this document means; undefined for one that leads out of it. */
export function lookUp(doc: Document, ref: string): Json | undefined {
  if (ref === "#") return doc.root;
  if (!ref.startsWith("#/")) return ref.startsWith("#") ? anchored(doc.root, ref) : undefined;
  let at: Json | undefined = doc.root;
  for (const part of ref.slice(2).split("/")) {
    const name = unescapePointer(part);
    if (Array.isArray(at)) at = at[Number(name)];
    else at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** Text that is equal only for schemas that mean the same: annotations dropped, keys sorted, everything referred to included. */
export function meaningText({ schema, doc }: Handle): string {
  if (!isObject(schema)) return stable(schema);
  const known = doc.texts.get(schema);
  if (known !== undefined) return known;
  const refs = new Map<string, string>();
  const own = withoutNotes(schema);
  collect(own, doc, refs);
  const dialect = `${doc.siblingsOfRef}${doc.prefixItems}`;
  const text =
    `${dialect} ${stable(own)}` +
    [...refs]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([ref, target]) => `\n${ref} = ${target}`)
      .join("");
  doc.texts.set(schema, text);
  return text;
}

/** Draft-04's boolean exclusiveMinimum and exclusiveMaximum, in today's words. */
function modernised(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(modernised);
  if (!isObject(schema)) return schema;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === "enum" || key === "const" ? value : modernised(value)]),
  );
  return { ...inner, ...edge("inimum", minimum, exclusiveMinimum), ...edge("aximum", maximum, exclusiveMaximum) };
}

function edge(name: "inimum" | "aximum", value: Json | undefined, exclusive: Json | undefined): JsonObject {
  const open = exclusive === undefined || typeof exclusive === "boolean" ? {} : { [`exclusiveM${name}`]: exclusive };
  if (value === undefined) return open;
  return exclusive === true ? { [`exclusiveM${name}`]: value } : { ...open, [`m${name}`]: value };
}

function anchored(root: Json, ref: string): Json | undefined {
  if (Array.isArray(root)) return root.map((item) => anchored(item, ref)).find((found) => found !== undefined);
  if (!isObject(root)) return undefined;
  if (root.$id === ref || (typeof root.$anchor === "string" && `#${root.$anchor}` === ref)) return root;
  return Object.values(root)
    .map((value) => anchored(value, ref))
    .find((found) => found !== undefined);
}

function unescapePointer(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return part;
  }
}

function collect(schema: Json, doc: Document, refs: Map<string, string>): void {
  if (Array.isArray(schema)) for (const item of schema) collect(item, doc, refs);
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key !== "$ref" || typeof value !== "string") collect(value, doc, refs);
    else if (!refs.has(value)) {
      refs.set(value, "");
      // What can't be looked up may mean something else in each document.
      const target = withoutNotes(lookUp(doc, value) ?? { $ref: value, in: doc.root });
      refs.set(value, stable(target));
      collect(target, doc, refs);
    }
  }
}

const notes = new Set([
  "title",
  "description",
  "$comment",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "default",
  "$schema",
  "$id",
  "$defs",
  "definitions",
]);

function withoutNotes(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => !notes.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, inside(key, value)]));
}

function inside(key: string, value: Json): Json {
  if (key === "const") return value;
  if (unordered.has(key) && Array.isArray(value)) {
    const parts = key === "enum" || key === "required" ? value : value.map(withoutNotes);
    return [...parts].sort((a, b) => (stable(a) < stable(b) ? -1 : 1));
  }
  if (mapsOfSchemas.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withoutNotes(schema)]));
  }
  return Array.isArray(value) ? value.map(withoutNotes) : withoutNotes(value);
}

const unordered = new Set(["enum", "required", "allOf", "anyOf", "oneOf"]);
const mapsOfSchemas = new Set(["properties", "patternProperties", "dependentSchemas", "dependencies"]);

import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Diagnostic } from "../diagnostic.js";
import type { NamedType, SchemaFormat, Shape } from "../event-model.js";
import { readAvro } from "./avro.js";
import { parseJson } from "./json-parse.js";
import { readJsonSchema } from "./json-schema.js";
import type { ReadSchema } from "./read-result.js";
import type { SchemaSource } from "./source.js";

/** One schema text that needs no other, understood. */
export interface SchemaText {
  readonly name: string;
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
  /** Canonical, as in a model's schema. */
  readonly text: string;
  readonly fingerprint: string;
}

/** A bare schema, and what it refers to. */
export interface BareSchema {
  readonly format: SchemaFormat;
  readonly text: string;
  readonly path?: string;
  /** Schemas that it needs; of JSON Schema, `name` is what a `$ref` calls it. */
  readonly references?: readonly { readonly name: string; readonly text: string }[];
}

/** Reads a bare schema text; `schema` is there unless the text is no JSON, and is to be trusted only without errors. */
export function readSchemaText(options: BareSchema): { readonly schema?: SchemaText; readonly diagnostics: readonly Diagnostic[] } {
  const { format, text, references = [] } = options;
  const path = options.path ?? (format === "avro" ? "schema.avsc" : "schema.schema.json");
  const diagnostics: Diagnostic[] = [];
  const folder = posix.dirname(path);
  const others = references.map((one) => ({ ...one, path: posix.join(folder, one.name), format, context: "", stem: one.name }));
  const read = readOne({ path, text, format, context: "", stem: "schema" }, diagnostics, others);
  if (read === undefined) return { diagnostics };
  const { name, shape, types } = read;
  return { schema: { name, shape, types, text: read.text, fingerprint: fingerprintOf(read.text) }, diagnostics };
}

/** Reads one schema in a universe of its own, or of those that it needs. */
export function readOne(
  source: SchemaSource,
  diagnostics: Diagnostic[],
  others: readonly SchemaSource[] = [],
): (ReadSchema & Pick<SchemaText, "types">) | undefined {
  const files = [source, ...others].flatMap((file) => {
    const root = parseJson(file, diagnostics);
    return root === undefined ? [] : [{ source: file, root }];
  });
  if (files[0]?.source !== source) return undefined;
  const { schemas, types } = (source.format === "avro" ? readAvro : readJsonSchema)(files, diagnostics);
  const [schema] = schemas;
  return schema && { ...schema, types };
}

/** SHA-256, hex. */
export function fingerprintOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

import { createHash } from "node:crypto";
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

/** Reads a bare schema text; `schema` is there unless the text is no JSON, and is to be trusted only without errors. */
export function readSchemaText(options: { readonly format: SchemaFormat; readonly text: string; readonly path?: string }): {
  readonly schema?: SchemaText;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { format, text } = options;
  const path = options.path ?? (format === "avro" ? "schema.avsc" : "schema.schema.json");
  const diagnostics: Diagnostic[] = [];
  const read = readOne({ path, text, format, context: "", stem: "schema" }, diagnostics);
  if (read === undefined) return { diagnostics };
  const { name, shape, types } = read;
  return { schema: { name, shape, types, text: read.text, fingerprint: fingerprintOf(read.text) }, diagnostics };
}

/** Reads one schema in a universe of its own. */
export function readOne(source: SchemaSource, diagnostics: Diagnostic[]): (ReadSchema & Pick<SchemaText, "types">) | undefined {
  const root = parseJson(source, diagnostics);
  if (root === undefined) return undefined;
  const { schemas, types } = (source.format === "avro" ? readAvro : readJsonSchema)([{ source, root }], diagnostics);
  const [schema] = schemas;
  return schema && { ...schema, types };
}

/** SHA-256, hex. */
export function fingerprintOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

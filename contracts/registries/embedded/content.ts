import { type Exact, isExactObject, parseExact, printExact, sortedExact } from "../../evolution/exact-json.js";
import { avroForm, definitionsOf } from "./avro-text.js";
import { checkJsonSchema } from "./json-text.js";
import { refuse } from "./refusal.js";
import {
  type RegistryState,
  type SchemaReference,
  type SchemaType,
  type StoredSchema,
  schemaOf,
  schemaTypes,
  versionsOf,
} from "./state.js";

/** A schema as a request brings it: checked, its references found. */
export type Content = Omit<StoredSchema, "id">;

/** Reads and checks the schema of a request. @throws Refusal 42201. */
export function readContent(state: RegistryState, body: Readonly<Record<string, unknown>>): Content {
  const { schema: text } = body;
  if (typeof text !== "string" || text.trim() === "") throw refuse.invalidSchema("Empty schema");
  const type = typeOf(body.schemaType);
  const references = referencesOf(body.references);
  try {
    return type === "AVRO" ? avroContent(state, text, references) : jsonContent(state, text, references);
  } catch (error) {
    throw refuse.invalidSchema(error instanceof Error ? error.message.slice(0, 1_000) : String(error));
  }
}

/** The schema's text with all that it references inside it. */
export function selfContained(state: RegistryState, content: Content): string {
  if (content.references.length === 0) return content.text;
  if (content.type === "AVRO") return printExact(avroForm(parseExact(content.text), foreignTypes(state, content.references), true));
  const root = parseExact(content.text);
  if (!isExactObject(root)) return content.text;
  const bundled = [...documents(state, content.references)].map(([name, text]): [string, Exact] => {
    const document = parseExact(text);
    return [name, isExactObject(document) ? { ...document, $id: name } : document];
  });
  const own = isExactObject(root.$defs) ? root.$defs : {};
  return printExact({ ...root, $defs: { ...own, ...Object.fromEntries(bundled) } });
}

function avroContent(state: RegistryState, text: string, references: readonly SchemaReference[]): Content {
  const form = avroForm(parseExact(text), foreignTypes(state, references), false);
  const identity = printExact([form, referenceList(references)]);
  return { type: "AVRO", text, references, identity, normalized: identity };
}

function jsonContent(state: RegistryState, text: string, references: readonly SchemaReference[]): Content {
  const parsed = parseExact(text);
  checkJsonSchema(text);
  documents(state, references);
  const list = referenceList(references);
  return { type: "JSON", text, references, identity: printExact([parsed, list]), normalized: printExact([sortedExact(parsed), list]) };
}

function referenceList(references: readonly SchemaReference[]): Exact {
  return references.map((reference) => [reference.name, reference.subject, String(reference.version)]);
}

function foreignTypes(state: RegistryState, references: readonly SchemaReference[]): Map<string, Exact> {
  const types = new Map<string, Exact>();
  for (const reference of references) {
    const schema = referred(state, reference);
    const inner = foreignTypes(state, schema.references);
    for (const [name, definition] of inner) types.set(name, definition);
    definitionsOf(avroForm(parseExact(schema.text), inner, false), types);
  }
  return types;
}

function documents(state: RegistryState, references: readonly SchemaReference[], into = new Map<string, string>()): Map<string, string> {
  for (const reference of references) {
    if (into.has(reference.name)) continue;
    const schema = referred(state, reference);
    into.set(reference.name, schema.text);
    documents(state, schema.references, into);
  }
  return into;
}

function referred(state: RegistryState, reference: SchemaReference): StoredSchema {
  const found = versionsOf(state, reference.subject).find((entry) => reference.version === -1 || entry.version === reference.version);
  if (found === undefined) throw new Error(`no schema is registered as version ${reference.version} of subject "${reference.subject}"`);
  return schemaOf(state, found.id);
}

function typeOf(value: unknown): SchemaType {
  if (value === undefined || value === null) return "AVRO";
  const type = schemaTypes.find((known) => known === value);
  if (type === undefined)
    throw refuse.invalidSchema(`no schema type ${JSON.stringify(value)} here; there are ${schemaTypes.join(" and ")}`);
  return type;
}

function referencesOf(value: unknown): SchemaReference[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw refuse.invalidSchema("references is not a list");
  return value.map((entry: unknown) => {
    if (typeof entry === "object" && entry !== null && "name" in entry && "subject" in entry && "version" in entry) {
      const { name, subject, version } = entry;
      if (typeof name === "string" && typeof subject === "string" && typeof version === "number") return { name, subject, version };
    }
    throw refuse.invalidSchema("a reference is { name, subject, version }");
  });
}

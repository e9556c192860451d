import { checkDuplicateTopics, checkTopic } from "./check-topic.js";
import type { Diagnostic } from "./diagnostic.js";
import type { EventModel, NamedType } from "./event-model.js";
import { freeze } from "./freeze.js";
import { link, type Parts } from "./link.js";
import { readAvro } from "./read/avro.js";
import { type FoundFiles, findFiles } from "./read/find.js";
import { parseJson } from "./read/json-parse.js";
import { readJsonSchema } from "./read/json-schema.js";
import type { JsonNode } from "./read/json-text.js";
import type { ReadResult } from "./read/read-result.js";
import { readReleased } from "./read/released.js";
import { type SchemaSource, startOf } from "./read/source.js";
import type { TopicFile } from "./read/topic.js";

/** What a schema folder is, and everything that is wrong with it; the model is there unless a diagnostic is an error. */
export interface Catalog {
  readonly model: EventModel | undefined;
  /** In the order of places. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  readonly schemas: string;
  readonly cwd?: string;
  /** True: released versions that are as listed are understood when asked for, and fields don't know since when they are. */
  readonly lazy?: boolean;
}

/** Reads a whole schema folder; places are relative to `cwd`. Nothing outside the folder is read, nothing is fetched. */
export async function loadCatalog({ schemas, cwd = process.cwd(), lazy = false }: LoadOptions): Promise<Catalog> {
  const diagnostics: Diagnostic[] = [];
  const found = findFiles(schemas, cwd, diagnostics);
  const loaded = await loadFound(found, diagnostics, { isLazy: lazy });
  remember(loaded, found);
  return loaded.catalog;
}

/** A catalog with what it was made of. */
export interface Loaded {
  readonly catalog: Catalog;
  readonly parts: Parts;
}

/** The same of one that is right, with its files. */
export interface Known extends Loaded {
  readonly found: FoundFiles;
  readonly model: EventModel;
}

const known = new WeakMap<EventModel, Known>();

/** Keeps what a model was made of for as long as the model is kept. */
export function remember(loaded: Loaded, found: FoundFiles): void {
  const { model } = loaded.catalog;
  if (model !== undefined) known.set(model, { ...loaded, found, model });
}

/** What a model was made of; undefined for one that `loadCatalog` did not give. */
export function knownOf(model: EventModel): Known | undefined {
  return known.get(model);
}

/** How files are understood that are not the whole of a folder, or not for everybody. */
export interface Understanding {
  readonly isLazy?: boolean;
  /** Says which events' releases count; absent: all. */
  readonly isWanted?: (context: string, shortName: string) => boolean;
  readonly mayBeEmpty?: boolean;
}

/** Understands what was found; adds to the diagnostics of finding it. */
export async function loadFound(found: FoundFiles, diagnostics: Diagnostic[], how: Understanding = {}): Promise<Loaded> {
  const { isLazy = false, isWanted = () => true, mayBeEmpty = false } = how;
  if (found.schemas.length === 0 && diagnostics.length === 0 && !mayBeEmpty) diagnostics.push(empty(found.root));
  const avro = readAvro(parseAll(found, "avro", diagnostics), diagnostics);
  const json = readJsonSchema(parseAll(found, "json", diagnostics), diagnostics);
  const all = found.released.flatMap((folder) => readReleased(folder, diagnostics, isLazy));
  const released = all.filter(({ context, shortName }) => isWanted(context, shortName));
  const topics = await readTopics(found, diagnostics);
  const types = joinTypes(avro, json, diagnostics);
  const parts = { root: found.root, schemas: [...avro.schemas, ...json.schemas], types, released, topics, isLazy };
  const model = link(parts);
  for (const [index, topic] of topics.entries()) diagnostics.push(...checkTopic(topic, model.topics[index]?.events ?? [], model.types));
  diagnostics.push(...checkDuplicateTopics(topics));
  const isWrong = diagnostics.some((it) => it.severity === "error");
  return { catalog: { model: isWrong ? undefined : freeze(model), diagnostics: diagnostics.sort(byPlace) }, parts };
}

function parseAll(found: FoundFiles, format: "avro" | "json", diagnostics: Diagnostic[]): { source: SchemaSource; root: JsonNode }[] {
  const sources = found.schemas.filter((source) => source.format === format);
  return sources.flatMap((source) => {
    const root = parseJson(source, diagnostics);
    return root === undefined ? [] : [{ source, root }];
  });
}

async function readTopics(found: FoundFiles, diagnostics: Diagnostic[]): Promise<readonly TopicFile[]> {
  if (found.topics.length === 0) return [];
  // A bare folder of schemas needs no YAML, and loading its parser is a good part of a short run.
  const { readTopic } = await import("./read/topic.js");
  return found.topics.flatMap((source) => readTopic(source, diagnostics) ?? []);
}

function joinTypes(avro: ReadResult, json: ReadResult, diagnostics: Diagnostic[]): ReadonlyMap<string, NamedType> {
  const types = new Map(avro.types);
  for (const [name, type] of json.types) {
    const known = types.get(name);
    if (known === undefined) types.set(name, type);
    else {
      diagnostics.push({
        code: "SCHEMA_DUPLICATE_NAME",
        severity: "error",
        message: `${name} is defined twice, in Avro and in JSON Schema`,
        place: type.place,
        hint: "Give the JSON Schema another title",
        related: known.place,
      });
    }
  }
  return types;
}

function empty(root: string): Diagnostic {
  return {
    code: "CATALOG_EMPTY",
    severity: "error",
    message: `${root} holds no schema`,
    place: startOf(root),
    hint: "Schema files end in .avsc or .schema.json",
  };
}

/** The order of diagnostics. */
export function byPlace({ place: a, code: x }: Diagnostic, { place: b, code: y }: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column || (x < y ? -1 : x > y ? 1 : 0);
}

/** A schema folder that is read again and again: after a small edit only what the edit can reach is understood anew. */
import { checkTopic } from "./check-topic.js";
import type { Diagnostic } from "./diagnostic.js";
import type { EventModel, SchemaFormat, SchemaModel } from "./event-model.js";
import { freeze } from "./freeze.js";
import { link, type Parts } from "./link.js";
import { byPlace, type Catalog, type Known, type Loaded, loadFound } from "./load.js";
import { dependantsOf, referencesByFile, withDependencies } from "./reach.js";
import { readAvro } from "./read/avro.js";
import { rememberingReader } from "./read/file-memory.js";
import { type FoundFiles, findFiles, readText } from "./read/find.js";
import { parseJson } from "./read/json-parse.js";
import { readJsonSchema } from "./read/json-schema.js";
import type { ReadResult } from "./read/read-result.js";
import type { SchemaSource } from "./read/source.js";

/** A catalog, and what is new in it since the last that was right. */
export interface Reloaded extends Catalog {
  /** Paths of the schema files whose models may differ from those of the last catalog that had a model; undefined: everything may. */
  readonly changed?: ReadonlySet<string>;
}

/** Opens a schema folder; each call of the answer reads it as it is then. The catalogs are those of `loadCatalog`. */
export function openCatalog(options: { readonly schemas: string; readonly cwd?: string }): () => Promise<Reloaded> {
  const cwd = options.cwd ?? process.cwd();
  const read = rememberingReader(readText);
  let last: Known | undefined;
  return async () => {
    const diagnostics: Diagnostic[] = [];
    const found = findFiles(options.schemas, cwd, diagnostics, read);
    const quick = last && diagnostics.length === 0 ? reload(found, last) : undefined;
    const next = quick ?? (await loadFound(found, diagnostics));
    const { model } = next.catalog;
    if (model !== undefined) last = { ...next, found, model };
    return { ...next.catalog, ...(quick && { changed: quick.changed }) };
  };
}

type Quick = Loaded & { readonly changed: ReadonlySet<string> };

/** What is right now, gone on from what was right before; undefined where the whole must be looked at: files came or went, names changed, or something is wrong. */
export function reload(found: FoundFiles, last: Known): Quick | undefined {
  const edited = editedFiles(found, last.found);
  if (edited === undefined) return undefined;
  if (edited.size === 0) return { ...last, changed: edited };
  const references = referencesByFile(last.parts.types, last.parts.schemas);
  const linked = dependantsOf(edited, references);
  const wanted = withDependencies(linked, references);
  const paths = found.schemas.filter(({ path }) => wanted.has(path));
  // Reading most of it in part is no quicker than reading all of it.
  if (paths.length * 2 > found.schemas.length + 8) return undefined;
  const diagnostics: Diagnostic[] = [];
  const fresh = readFiles(paths, diagnostics);
  if (isWrong(diagnostics) || !hasSameNames(fresh, last)) return undefined;
  const isFile = new Set(paths.map(({ path }) => path));
  const reached = new Set([...linked].filter((each) => isFile.has(each)));
  return merged({ fresh, diagnostics, reached }, last);
}

function readFiles(sources: readonly SchemaSource[], diagnostics: Diagnostic[]): ReadResult {
  const parsed = sources.flatMap((source) => {
    const root = parseJson(source, diagnostics);
    return root === undefined ? [] : [{ source, root }];
  });
  const of = (format: SchemaFormat) => parsed.filter(({ source }) => source.format === format);
  const [avro, json] = [readAvro(of("avro"), diagnostics), readJsonSchema(of("json"), diagnostics)];
  return { types: new Map([...avro.types, ...json.types]), schemas: [...avro.schemas, ...json.schemas] };
}

/** The schemas whose text is another; undefined where anything else is another. */
function editedFiles(found: FoundFiles, last: FoundFiles): ReadonlySet<string> | undefined {
  const texts = (files: FoundFiles) => [
    ...files.topics,
    ...files.released.flatMap((folder) => [...folder.files, ...(folder.list ? [folder.list] : [])]),
  ];
  const [now, before] = [texts(found), texts(last)];
  const same = now.length === before.length && now.every(({ path, text }, at) => path === before[at]?.path && text === before[at]?.text);
  if (!same || found.schemas.length !== last.schemas.length) return undefined;
  const edited = new Set<string>();
  for (const [at, source] of found.schemas.entries()) {
    const old = last.schemas[at];
    if (old?.path !== source.path) return undefined;
    if (old.text === source.text) continue;
    edited.add(source.path);
  }
  return edited;
}

/** Which name is defined where decides what other files mean, so it must be as it was. */
function hasSameNames(fresh: ReadResult, { parts }: Known): boolean {
  const known = new Map(parts.schemas.map((schema) => [schema.source.path, schema]));
  const same = (now: readonly string[] = [], old: readonly string[] = []) =>
    now.length === old.length && now.every((each, at) => each === old[at]);
  return fresh.schemas.every(({ source, name, defines, claims }) => {
    const old = known.get(source.path);
    return old?.name === name && same(defines, old.defines) && same(claims, old.claims);
  });
}

interface Part {
  readonly fresh: ReadResult;
  readonly diagnostics: readonly Diagnostic[];
  readonly reached: ReadonlySet<string>;
}

function merged({ fresh, diagnostics, reached }: Part, { parts, model, catalog }: Known): Quick | undefined {
  const types = new Map(parts.types);
  for (const [name, type] of fresh.types) if (reached.has(type.file)) types.set(name, type);
  const schemas = fresh.schemas.filter(({ source }) => reached.has(source.path));
  const linked = link({ ...parts, schemas, types });
  const byPath = new Map(linked.schemas.map((schema) => [schema.place.path, schema]));
  const sameEvents = model.schemas.every((old) => old.isEvent === (byPath.get(old.place.path) ?? old).isEvent);
  if (!sameEvents) return undefined;
  const marked = new Map(model.types);
  for (const [name, type] of linked.types) if (reached.has(type.file)) marked.set(name, type);
  const renewed = (old: SchemaModel) => byPath.get(old.place.path) ?? old;
  const next: EventModel = {
    ...model,
    schemas: model.schemas.map(renewed),
    types: marked,
    topics: model.topics.map((topic) => {
      const events = topic.events.map(renewed);
      return events.every((event, at) => event === topic.events[at]) ? topic : { ...topic, events };
    }),
  };
  const found = [...diagnostics, ...topicFaults(parts, next, reached)];
  if (isWrong(found)) return undefined;
  const left = catalog.diagnostics.filter((it) => !reached.has(it.place.path));
  const all = [...left, ...found.filter((it) => reached.has(it.place.path))].sort(byPlace);
  const reads = parts.schemas.map((old) => schemas.find((it) => it.source.path === old.source.path) ?? old);
  return { catalog: { model: freeze(next), diagnostics: all }, parts: { ...parts, types, schemas: reads }, changed: reached };
}

function topicFaults(parts: Parts, model: EventModel, reached: ReadonlySet<string>): readonly Diagnostic[] {
  return parts.topics.flatMap((topic, at) => {
    const events = model.topics[at]?.events.filter((event) => reached.has(event.place.path)) ?? [];
    return checkTopic(topic, events, model.types);
  });
}

function isWrong(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((it) => it.severity === "error");
}

/** A schema folder that is read again and again: after a small edit only what the edit can reach is understood anew. */
import { checkTopic } from "./check-topic.js";
import type { Diagnostic } from "./diagnostic.js";
import type { EventModel, SchemaModel } from "./event-model.js";
import { freeze } from "./freeze.js";
import { link, type Parts } from "./link.js";
import { byPlace, type Catalog, type Loaded, loadFound } from "./load.js";
import { dependantsOf, referencesByFile, withDependencies } from "./reach.js";
import { readAvro } from "./read/avro.js";
import { rememberingReader } from "./read/file-memory.js";
import { type FoundFiles, findFiles } from "./read/find.js";
import { parseJson } from "./read/json-parse.js";
import type { ReadResult } from "./read/read-result.js";

/** A catalog, and what is new in it since the one before. */
export interface Reloaded extends Catalog {
  /** Paths of the schema files whose models may differ from before; undefined: everything may. */
  readonly changed?: ReadonlySet<string>;
}

/** Opens a schema folder; each call of the answer reads it as it is then. The catalogs are those of `loadCatalog`. */
export function openCatalog(options: { readonly schemas: string; readonly cwd?: string }): () => Promise<Reloaded> {
  const cwd = options.cwd ?? process.cwd();
  const read = rememberingReader();
  let last: Known | undefined;
  return async () => {
    const diagnostics: Diagnostic[] = [];
    const found = findFiles(options.schemas, cwd, diagnostics, read);
    const quick = last && diagnostics.length === 0 ? reload(found, last) : undefined;
    const next = quick ?? (await loadFound(found, diagnostics));
    const { model } = next.catalog;
    last = model && { ...next, found, model };
    return { ...next.catalog, ...(quick && { changed: quick.changed }) };
  };
}

interface Known extends Loaded {
  readonly found: FoundFiles;
  readonly model: EventModel;
}

type Quick = Loaded & { readonly changed: ReadonlySet<string> };

/** Undefined where the whole must be looked at: files came or went, names changed, or something is wrong. */
function reload(found: FoundFiles, last: Known): Quick | undefined {
  const edited = editedFiles(found, last.found);
  if (edited === undefined) return undefined;
  if (edited.size === 0) return { ...last, changed: edited };
  const references = referencesByFile(last.parts.types);
  const reached = dependantsOf(edited, references);
  const wanted = withDependencies(reached, references);
  // Reading most of it in part is no quicker than reading all of it.
  if (wanted.size * 2 > last.found.schemas.length + 8) return undefined;
  const diagnostics: Diagnostic[] = [];
  const files = found.schemas
    .filter((source) => wanted.has(source.path))
    .flatMap((source) => {
      const root = parseJson(source, diagnostics);
      return root === undefined ? [] : [{ source, root }];
    });
  const fresh = readAvro(files, diagnostics);
  if (isWrong(diagnostics) || !hasSameNames(fresh, last.model)) return undefined;
  return merged({ fresh, diagnostics, reached }, last);
}

/** The Avro schemas whose text is another; undefined where anything else is another. */
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
    // A name in a JSON Schema may depend on what other files call by the same name.
    if (source.format !== "avro") return undefined;
    edited.add(source.path);
  }
  return edited;
}

/** Which name is defined where decides what other files mean, so it must be as it was. */
function hasSameNames(fresh: ReadResult, model: EventModel): boolean {
  const known = new Map(model.schemas.map((schema) => [schema.place.path, schema]));
  return fresh.schemas.every(({ source, name, defines }) => {
    const old = known.get(source.path);
    return old?.name === name && old.defines.length === defines.length && defines.every((each, at) => each === old.defines[at]);
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
    topics: model.topics.map((topic) => ({ ...topic, events: topic.events.map(renewed) })),
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

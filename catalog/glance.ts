/** A schema folder at a glance, and a closer look at a part of it. */
import type { Diagnostic } from "./diagnostic.js";
import type { EventModel } from "./event-model.js";
import { type Catalog, loadFound, remember } from "./load.js";
import { type FoundFiles, findFiles } from "./read/find.js";
import type { SchemaSource } from "./read/source.js";
import { type Skimmed, skim } from "./skim.js";
import { bytesByPath, foundIn } from "./variant.js";

/** One schema file of a folder. */
export interface Glimpse extends Skimmed {
  readonly path: string;
  readonly context: string;
  readonly bytes: Uint8Array;
}

/** What is seen of a folder without understanding it. */
export interface Glance {
  readonly root: string;
  readonly found: FoundFiles;
  /** By path. */
  readonly schemas: ReadonlyMap<string, Glimpse>;
}

/** Looks at a folder; undefined where something is wrong with it, or too strange for a glance. */
export function glanceAt(options: { readonly schemas: string; readonly cwd: string }): Glance | undefined {
  const diagnostics: Diagnostic[] = [];
  const found = findFiles(options.schemas, options.cwd, diagnostics);
  return diagnostics.length > 0 ? undefined : glanceOf(found);
}

/** The folder with these files instead; `undefined` stands for the bytes that it has now. */
export function glanceFrom(glance: Glance, files: ReadonlyMap<string, Uint8Array | undefined>): Glance | undefined {
  const diagnostics: Diagnostic[] = [];
  const found = foundIn(files, glance.found, diagnostics);
  return diagnostics.length > 0 ? undefined : glanceOf(found, glance);
}

/** The bytes of every file, by path. */
export function filesIn({ found }: Glance): ReadonlyMap<string, Uint8Array> {
  return bytesByPath(found);
}

function glanceOf(found: FoundFiles, other?: Glance): Glance | undefined {
  const schemas = new Map<string, Glimpse>();
  const texts = new Map(other?.found.schemas.map((source) => [source.path, source.text]));
  for (const source of found.schemas) {
    const known = texts.get(source.path) === source.text ? other?.schemas.get(source.path) : undefined;
    const seen = known ?? glimpse(source);
    if (seen === undefined) return undefined;
    schemas.set(source.path, seen);
  }
  return { root: found.root, found, schemas };
}

function glimpse({ format, path, text, context }: SchemaSource): Glimpse | undefined {
  const skimmed = skim(format, path, text);
  // Without a name nobody could say what was left out.
  return skimmed === undefined || skimmed.name === "" ? undefined : { ...skimmed, path, context, bytes: Buffer.from(text) };
}

/** Finds files, and those that their words may lead to, over any number of steps. */
export type Reach = (paths: Iterable<string>) => Set<string>;

/** A {@link Reach} `up` to whom refers to them, else to what they refer to. */
export function reachIn(glances: readonly Glance[], up: boolean): Reach {
  const [from, to] = up ? (["defines", "refers"] as const) : (["refers", "defines"] as const);
  const index = new Map<string, string[]>();
  for (const { schemas } of glances) {
    for (const seen of schemas.values()) {
      for (const word of seen[to]) {
        const known = index.get(word);
        if (known === undefined) index.set(word, [seen.path]);
        else known.push(seen.path);
      }
    }
  }
  const next = (path: string) =>
    glances.flatMap(({ schemas }) => (schemas.get(path)?.[from] ?? []).flatMap((word) => index.get(word) ?? []));
  return (paths) => {
    const all = new Set(paths);
    for (const path of all) for (const other of next(path)) all.add(other);
    return all;
  };
}

/** What of a folder is looked at closely. */
export interface Wanted {
  readonly schemas: ReadonlySet<string>;
  /** Whose topic.yaml and released versions count. */
  readonly contexts: ReadonlySet<string>;
}

/** Understands a part of a folder, of which the rest is as if it were not there, though what is released of it is no orphan. */
export async function loadPart(glance: Glance, { schemas, contexts }: Wanted): Promise<Catalog> {
  const { root, found } = glance;
  const part: FoundFiles = {
    root,
    schemas: found.schemas.filter((source) => schemas.has(source.path)),
    topics: found.topics.filter((source) => contexts.has(source.context)),
    released: found.released.filter((folder) => contexts.has(folder.context)),
  };
  const diagnostics: Diagnostic[] = [];
  if (part.schemas.length === 0 && part.topics.length === 0 && part.released.length === 0) return { model: emptyModel(root), diagnostics };
  const left = new Set<string>();
  for (const seen of glance.schemas.values()) {
    if (schemas.has(seen.path)) continue;
    for (const short of [seen.name.slice(seen.name.lastIndexOf(".") + 1), ...seen.aliases]) left.add(`${seen.context}\n${short}`);
  }
  const isWanted = (context: string, short: string) => !left.has(`${context}\n${short}`);
  const loaded = await loadFound(part, diagnostics, { isLazy: true, isWanted, mayBeEmpty: true });
  remember(loaded, part);
  return loaded.catalog;
}

function emptyModel(root: string): EventModel {
  return { root, topics: [], schemas: [], types: new Map(), removed: [] };
}

/** Every released file of a folder's events, by context and short name. */
export function releasedFiles({ found }: Glance): ReadonlyMap<string, readonly { readonly version: number; readonly bytes: Uint8Array }[]> {
  const files = new Map<string, { version: number; bytes: Uint8Array }[]>();
  for (const { context, files: own } of found.released) {
    for (const { fileName, bytes } of own) {
      const [, short, version] = /^(.+)\.v([1-9]\d{0,5})\.(?:avsc|schema\.json)$/.exec(fileName) ?? [];
      if (short === undefined) continue;
      const key = `${context}\n${short}`;
      files.set(key, [...(files.get(key) ?? []), { version: Number(version), bytes }]);
    }
  }
  return files;
}

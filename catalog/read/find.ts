import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../diagnostic.js";
import type { SchemaFormat } from "../event-model.js";
import { type SchemaSource, type Source, startOf } from "./source.js";

/** What a schema folder holds, read but not yet understood; everything in the order of paths. */
export interface FoundFiles {
  readonly root: string;
  readonly schemas: readonly SchemaSource[];
  readonly topics: readonly (Source & { readonly context: string })[];
  readonly released: readonly ReleasedFolder[];
}

/** One `released/` folder. */
export interface ReleasedFolder {
  /** Of the folder above it. */
  readonly context: string;
  readonly path: string;
  readonly list?: Source;
  readonly files: readonly ReleasedFile[];
}

/** One file of a `released/` folder. Most are never looked into, so its bytes become text when that is asked for. */
export class ReleasedFile implements Source {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  #sum: string | undefined;

  constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.fileName = path.slice(path.lastIndexOf("/") + 1);
    this.bytes = bytes;
  }

  get text(): string {
    return utf8.decode(this.bytes);
  }

  /** SHA-256 of the bytes, in hex. */
  get sum(): string {
    this.#sum ??= createHash("sha256").update(this.bytes).digest("hex");
    return this.#sum;
  }
}

const endings: readonly (readonly [string, SchemaFormat])[] = [
  [".avsc", "avro"],
  [".schema.json", "json"],
];

/** The format that a file name's ending stands for, and the name without it. */
export function formatOf(fileName: string): { readonly format: SchemaFormat; readonly stem: string } | undefined {
  for (const [ending, format] of endings) {
    if (fileName.endsWith(ending) && fileName.length > ending.length) return { format, stem: fileName.slice(0, -ending.length) };
  }
  return undefined;
}

/** A file's bytes and what they say. */
export interface FileText {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Reads a file. @throws what the system throws, or TypeError where it is not UTF-8. */
export function readText(path: string): FileText {
  return textOf(readFileSync(path));
}

/** What bytes say. @throws TypeError where they are not UTF-8. */
export function textOf(bytes: Uint8Array): FileText {
  if (!isUtf8(bytes)) throw new TypeError("it is not UTF-8");
  return new LazyText(bytes);
}

class LazyText implements FileText {
  readonly bytes: Uint8Array;
  #text: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get text(): string {
    this.#text ??= utf8.decode(this.bytes);
    return this.#text;
  }
}

/** Walks the folder; symbolic links are never followed, so nothing outside of it is read. */
export function findFiles(schemas: string, cwd: string, diagnostics: Diagnostic[], read = readText): FoundFiles {
  const root = resolve(cwd, schemas);
  const walker = new Walker(cwd, diagnostics, read);
  walker.folder(root, "");
  return { root: shown(root, cwd), schemas: walker.schemas, topics: walker.topics, released: walker.released };
}

class Walker {
  readonly schemas: SchemaSource[] = [];
  readonly topics: (Source & { context: string })[] = [];
  readonly released: ReleasedFolder[] = [];
  readonly #cwd: string;
  readonly #diagnostics: Diagnostic[];
  readonly #readText: typeof readText;

  constructor(cwd: string, diagnostics: Diagnostic[], read: typeof readText) {
    this.#cwd = cwd;
    this.#diagnostics = diagnostics;
    this.#readText = read;
  }

  folder(folder: string, context: string): void {
    for (const entry of this.#entries(folder)) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) this.#warnOfLink(path);
      else if (entry.isDirectory() && entry.name === "released") this.#releasedFolder(path, context);
      else if (entry.isDirectory() && entry.name !== "node_modules")
        this.folder(path, context === "" ? entry.name : `${context}/${entry.name}`);
      else if (entry.isFile()) this.#file(path, context);
    }
  }

  #file(path: string, context: string): void {
    const name = basename(path);
    const kind = formatOf(name);
    if (kind === undefined && name !== "topic.yaml" && name !== "topic.yml") return;
    const source = this.#read(path);
    if (source === undefined) return;
    const { text } = source.file;
    if (kind !== undefined) this.schemas.push({ path: source.path, text, context, ...kind });
    else this.topics.push({ path: source.path, text, context });
  }

  #releasedFolder(folder: string, context: string): void {
    const files: ReleasedFile[] = [];
    let list: Source | undefined;
    for (const entry of this.#entries(folder)) {
      if (!entry.isFile()) continue;
      const source = this.#read(join(folder, entry.name));
      if (source === undefined) continue;
      if (entry.name === "released.json") list = { path: source.path, text: source.file.text };
      else files.push(new ReleasedFile(source.path, source.file.bytes));
    }
    this.released.push({ context, path: shown(folder, this.#cwd), files, ...(list && { list }) });
  }

  #entries(folder: string): Dirent[] {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.filter((entry) => !entry.name.startsWith(".")).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#unreadable(folder, error);
      return [];
    }
  }

  #read(path: string): { readonly path: string; readonly file: FileText } | undefined {
    try {
      return { path: shown(path, this.#cwd), file: this.#readText(path) };
    } catch (error) {
      this.#unreadable(path, error);
      return undefined;
    }
  }

  #unreadable(path: string, error: unknown): void {
    const why = error instanceof TypeError ? "it is not UTF-8" : codeOf(error);
    this.#diagnostics.push({
      code: "SCHEMA_UNREADABLE",
      severity: "error",
      message: `${shown(path, this.#cwd)} could not be read: ${why}`,
      place: startOf(shown(path, this.#cwd)),
    });
  }

  #warnOfLink(path: string): void {
    this.#diagnostics.push({
      code: "SCHEMA_UNREADABLE",
      severity: "warning",
      message: "a symbolic link is not followed",
      place: startOf(shown(path, this.#cwd)),
      hint: "Put the file itself into the schema folder",
    });
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "it does not exist";
  if (code === "ENOTDIR") return "it is no folder";
  return typeof code === "string" ? code : "unknown reason";
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" ? "." : short.split(sep).join("/");
}

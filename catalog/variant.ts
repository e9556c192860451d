/** A schema folder as it was or could be, told by what is different from one that is known. */
import type { Diagnostic } from "./diagnostic.js";
import type { EventModel } from "./event-model.js";
import { type Catalog, knownOf, loadFound } from "./load.js";
import { type FileText, type FoundFiles, formatOf, ReleasedFile, type ReleasedFolder, textOf } from "./read/find.js";
import type { SchemaSource, Source } from "./read/source.js";
import { reload } from "./reload.js";

/** The bytes of every file that a model was made of, by path. */
export function filesOf(model: EventModel): ReadonlyMap<string, Uint8Array> {
  const found = knownOf(model)?.found;
  return found === undefined ? new Map() : bytesByPath(found);
}

/** The same of files that nobody has understood yet. */
export function bytesByPath(found: FoundFiles): ReadonlyMap<string, Uint8Array> {
  const released = found.released.flatMap(({ files, list }) => [...files, ...(list === undefined ? [] : [list])]);
  return new Map([...found.schemas, ...found.topics, ...released].map((file) => [file.path, bytesOf(file)]));
}

/**
 * The catalog of a folder with these files, as `loadCatalog` would give it; `undefined` stands for the bytes that the model's own file has.
 * What both have in common is understood once where that can be.
 */
export async function loadVariant(model: EventModel, files: ReadonlyMap<string, Uint8Array | undefined>): Promise<Catalog> {
  const last = knownOf(model);
  const diagnostics: Diagnostic[] = [];
  const found = foundIn(files, last?.found ?? { root: model.root, schemas: [], topics: [], released: [] }, diagnostics);
  const quick = last && diagnostics.length === 0 ? reload(found, last) : undefined;
  return (quick ?? (await loadFound(found, diagnostics, { isLazy: true }))).catalog;
}

/** Sorts files as the walk of a folder would; `undefined` stands for the bytes that the other folder's own file has. */
export function foundIn(files: ReadonlyMap<string, Uint8Array | undefined>, other: FoundFiles, diagnostics: Diagnostic[]): FoundFiles {
  const sorter = new Sorter(other, diagnostics);
  for (const [path, bytes] of [...files].sort(([a], [b]) => byFolder(a, b))) sorter.add(path, bytes);
  return sorter.found();
}

/** As the walk of a folder meets them: name by name. */
function byFolder(a: string, b: string): number {
  const [x, y] = [a.split("/"), b.split("/")];
  const at = x.findIndex((part, index) => part !== y[index]);
  return (x[at] ?? "") < (y[at] ?? "") ? -1 : 1;
}

function bytesOf(file: Source): Uint8Array {
  return "bytes" in file && file.bytes instanceof Uint8Array ? file.bytes : Buffer.from(file.text);
}

/** Puts files where the walk of a folder would. */
class Sorter {
  readonly #root: string;
  readonly #known: ReadonlyMap<string, Source>;
  readonly #diagnostics: Diagnostic[];
  readonly #schemas: SchemaSource[] = [];
  readonly #topics: (Source & { readonly context: string })[] = [];
  readonly #released = new Map<string, { context: string; path: string; files: ReleasedFile[]; list?: Source }>();

  constructor(other: FoundFiles, diagnostics: Diagnostic[]) {
    this.#root = other.root;
    this.#diagnostics = diagnostics;
    const released = other.released.flatMap(({ files, list }) => [...files, ...(list === undefined ? [] : [list])]);
    this.#known = new Map([...other.schemas, ...other.topics, ...released].map((file) => [file.path, file]));
  }

  add(path: string, bytes: Uint8Array | undefined): void {
    const inside = this.#root === "." ? path : path.slice(this.#root.length + 1);
    const parts = inside.split("/");
    const name = parts.pop() ?? "";
    if ([...parts, name].some((part) => part.startsWith(".") || part === "node_modules")) return;
    const cut = parts.indexOf("released");
    if (cut >= 0 && cut < parts.length - 1) return;
    const context = (cut < 0 ? parts : parts.slice(0, cut)).join("/");
    const kind = formatOf(name);
    if (cut < 0 && kind === undefined && name !== "topic.yaml" && name !== "topic.yml") return;
    const read = this.#read(path, bytes);
    if (read === undefined) return;
    if (cut >= 0) this.#addReleased(path, context, read);
    else if (kind === undefined) this.#topics.push({ path, text: read.text, context });
    else this.#schemas.push({ path, text: read.text, context, ...kind });
  }

  found(): FoundFiles {
    const released: readonly ReleasedFolder[] = [...this.#released.values()];
    return { root: this.#root, schemas: this.#schemas, topics: this.#topics, released };
  }

  #addReleased(path: string, context: string, read: FileText): void {
    const cut = path.lastIndexOf("/");
    const folder = path.slice(0, cut);
    const known = this.#released.get(folder) ?? { context, path: folder, files: [] };
    this.#released.set(folder, known);
    if (path.slice(cut + 1) === "released.json") known.list = { path, text: read.text };
    else known.files.push(new ReleasedFile(path, read.bytes));
  }

  #read(path: string, bytes: Uint8Array | undefined): FileText | undefined {
    const known = bytes === undefined ? this.#known.get(path) : undefined;
    try {
      return textOf(known === undefined ? (bytes ?? new Uint8Array()) : bytesOf(known));
    } catch {
      const place = { path, line: 1, column: 1, length: 0 };
      this.#diagnostics.push({
        code: "SCHEMA_UNREADABLE",
        severity: "error",
        message: `${path} could not be read: it is not UTF-8`,
        place,
      });
      return undefined;
    }
  }
}

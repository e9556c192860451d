/** What happens in the schema folder, gathered until it is quiet. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { FSWatcher } from "chokidar";

/** Files that changed together. */
export interface Batch {
  readonly paths: readonly string[];
  /** When the first was seen, on the clock of `performance`. */
  readonly since: number;
}

export interface Changes {
  /** These files, and those directly in these folders, are looked at as well; in the place of those before. */
  lookAt(sources: readonly string[]): void;
  /** The next batch; undefined once the signal is aborted. */
  next(): Promise<Batch | undefined>;
  /** Waits until nothing has changed for so long; false as soon as something does. */
  isQuiet(ms: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly schemas: string;
  /** Absolute; never looked at where it lies in the schema folder. */
  readonly out: string;
  readonly signal: AbortSignal;
}

// A save is one to three events within a few milliseconds.
const settleMs = 15;
// Some editors save by moving the old file away: it comes back, or it is really gone.
const vanishedMs = 120;
// A checkout of another branch never seems to end; its parts are generated as they come.
const patienceMs = 500;
// A folder that is gone can't say that it is back.
const lookMs = 300;

/** Sees every schema, topic.yaml and released version come, change and go; resolves once it watches. */
export async function watchChanges(options: WatchOptions): Promise<Changes> {
  const { watch } = await import("chokidar");
  const gathered = new Gathered(options.signal);
  const watcher = watch(options.schemas, {
    ignoreInitial: true,
    // Links are not followed by the reader either, and the delay for files that vanish is our own.
    followSymlinks: false,
    atomic: false,
    ignored: (path, stats) => isIgnored(path, stats?.isFile() === true, options),
  });
  const closed = new AbortController();
  await new Promise<void>((done) => {
    watcher.on("ready", done);
    options.signal.addEventListener("abort", () => done(), { once: true });
  });
  watcher.on("all", (event, path) => gathered.add(event, path));
  // What can't be watched can't be read either, and the next run says so with the file's name.
  watcher.on("error", () => gathered.add("change", options.schemas));
  lookForReturn(watcher, { folder: options.schemas, gathered, closed: closed.signal });
  return {
    lookAt: (sources) => gathered.lookAt(sources),
    next: () => gathered.next(),
    isQuiet: (ms) => gathered.isQuiet(ms),
    async close() {
      closed.abort();
      await watcher.close();
    },
  };
}

/** Whatever the reader of schemas passes over as well. */
function isIgnored(path: string, isFile: boolean, { schemas, out }: WatchOptions): boolean {
  const below = relative(schemas, resolve(path));
  if (below === "") return false;
  const parts = below.split(sep);
  if (parts.some((part) => part.startsWith(".") || part === "node_modules")) return true;
  if (out !== schemas && (path === out || path.startsWith(`${out}${sep}`)) && !schemas.startsWith(`${out}${sep}`)) return true;
  return isFile && !/(\.avsc|\.schema\.json)$|^(topic\.ya?ml|released\.json)$/.test(basename(path));
}

/** Watches the folder anew when it was deleted and made again. */
function lookForReturn(
  watcher: FSWatcher,
  { folder, gathered, closed }: { folder: string; gathered: Gathered; closed: AbortSignal },
): void {
  let there = existsSync(folder);
  const timer = setInterval(() => {
    const now = existsSync(folder);
    if (now && !there) {
      watcher.add(folder);
      gathered.add("addDir", folder);
    }
    there = now;
    gathered.look();
  }, lookMs);
  closed.addEventListener("abort", () => clearInterval(timer), { once: true });
}

class Gathered {
  readonly #paths = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #vanished = new Set<string>();
  /** The last batch, as its files were before anybody read them. */
  #seen: ReadonlyMap<string, string> = new Map();
  #sources: readonly string[] = [];
  #stamps: ReadonlyMap<string, string> = new Map();
  #since = 0;
  #last = 0;
  #wake: () => void = () => {};
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wake(), { once: true });
  }

  add(event: string, path: string): void {
    this.#last = performance.now();
    if (this.#isEmpty()) this.#since = this.#last;
    // A folder comes with its files, which say more.
    if (event === "addDir" || event === "unlinkDir") this.#folders.add(path);
    else this.#paths.add(path);
    if (event.startsWith("unlink")) this.#vanished.add(path);
    else this.#vanished.delete(path);
    this.#wake();
  }

  /** The system may miss a write that follows close on the heels of a replacement: what changed last is looked at again. */
  look(): void {
    for (const [path, stamp] of this.#seen) if (stampOf(path) !== stamp) this.add("change", path);
    const stamps = stampsOf(this.#sources);
    for (const path of new Set([...stamps.keys(), ...this.#stamps.keys()])) {
      if (stamps.get(path) !== this.#stamps.get(path)) this.add("change", path);
    }
    this.#stamps = stamps;
  }

  /** A handful of files that need not be there is not worth a watcher of its own. */
  lookAt(sources: readonly string[]): void {
    const before = this.#stamps;
    this.#sources = sources;
    // What was known stays known, so that what was saved while it was read is seen.
    this.#stamps = new Map([...stampsOf(sources)].map(([path, stamp]) => [path, before.get(path) ?? stamp]));
  }

  async next(): Promise<Batch | undefined> {
    while (!this.#signal.aborted) {
      const wait = this.#isEmpty() ? undefined : this.#left();
      if (wait !== undefined && wait <= 0) return this.#take();
      await this.#sleep(wait);
    }
    return undefined;
  }

  async isQuiet(ms: number): Promise<boolean> {
    await this.#sleep(ms);
    return this.#isEmpty();
  }

  #isEmpty(): boolean {
    return this.#paths.size + this.#folders.size === 0;
  }

  #left(): number {
    const now = performance.now();
    const settled = this.#last + (this.#vanished.size > 0 ? vanishedMs : settleMs);
    return Math.min(settled, this.#since + patienceMs) - now;
  }

  #take(): Batch {
    const batch = { paths: [...(this.#paths.size > 0 ? this.#paths : this.#folders)], since: this.#since };
    this.#seen = new Map([...this.#paths].map((path) => [path, stampOf(path)]));
    this.#paths.clear();
    this.#folders.clear();
    this.#vanished.clear();
    return batch;
  }

  /** Until something happens, at most so long. */
  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((done) => {
      const timer = ms === undefined ? undefined : setTimeout(() => this.#wake(), Math.ceil(ms));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        done();
      };
      if (this.#signal.aborted) this.#wake();
    });
  }
}

function stampsOf(sources: readonly string[]): ReadonlyMap<string, string> {
  const files = sources.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    return readdirSync(path).map((name) => join(path, name));
  });
  return new Map(files.map((path) => [path, stampOf(path)]));
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
}

/** What a run that had nothing to do was told, so that the next one with the same files can say it without looking into them. */
import { createHash, type Hash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "./build.js";
import type { CodegenReport } from "./facts.js";

/** Smaller folders are generated in less time than a file is worth. */
const fewest = 200;

/** What the run has read and written, by absolute path. */
type Contents = ReadonlyMap<string, string | Uint8Array>;

export interface Settled {
  /** What the last run said of these very files; undefined when it has to be found out. */
  readonly known: CodegenReport | undefined;
  /** Keeps what was said, where nothing is left to do, of these contents; a file that has another by now will tell the next run. */
  learn(report: CodegenReport, contents: Contents): void;
}

/**
 * Compares every byte that goes in and every byte that should come out. The file may be deleted at any time; damaged, or of another
 * build, it counts as absent. Undefined where a configuration, whose code may ask for anything, has a say, or where it is not worth it.
 */
export function settledRun(options: BuildOptions, cwd: string, least = fewest): Settled | undefined {
  if (Object.keys(options.generate).length > 0) return undefined;
  const file = join(cwd, ".eventwright", `codegen-${nameOf(options)}`);
  return {
    known: existsSync(file) ? readKept(file, keyOf(options, cwd, least)) : undefined,
    learn(report, contents) {
      if (report.exitCode !== 0 || report.failed) return;
      const key = keyOf(options, cwd, least, contents);
      const done = { ...report, missing: [], stale: [], removed: [], stubs: [] };
      if (key !== undefined) writeKept(file, { key, report: done });
    },
  };
}

function nameOf({ schemas, out, stubs }: BuildOptions): string {
  return createHash("sha256").update([schemas, out, stubs].join("\n")).digest("hex").slice(0, 12);
}

/** Undefined where it would not be worth it, or can't be said. */
function keyOf({ schemas, out, stubs }: BuildOptions, cwd: string, least: number, contents?: Contents): string | undefined {
  const inputs = sumOfTree(resolve(cwd, schemas), contents);
  if (inputs === undefined || inputs.files < least) return undefined;
  const sums = [inputs, ...[out, stubs].map((folder) => sumOfTree(resolve(cwd, folder), contents))].map((found) => found?.sum);
  return sums.includes(undefined) ? undefined : [buildStamp(), cwd, ...sums].join("\n");
}

interface Kept {
  readonly key: string;
  readonly report: CodegenReport;
}

function readKept(file: string, key: string | undefined): CodegenReport | undefined {
  try {
    const [sum = "", body = ""] = readFileSync(file, "utf8").split("\n", 2);
    if (sum !== createHash("sha256").update(body).digest("hex")) return undefined;
    const kept: Kept = JSON.parse(body);
    return kept.key === key ? kept.report : undefined;
  } catch {
    return undefined;
  }
}

function writeKept(file: string, kept: Kept): void {
  const temporary = `${file}.${randomUUID()}`;
  try {
    const folder = resolve(file, "..");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const body = JSON.stringify(kept);
    writeFileSync(temporary, `${createHash("sha256").update(body).digest("hex")}\n${body}\n`);
    renameSync(temporary, file);
  } catch {
    // A folder that can't be written to costs time, not truth.
    rmSync(temporary, { force: true });
  }
}

/** Names and bytes of all that is below; an absent folder is empty, and one with links is not followed: undefined. */
function sumOfTree(root: string, contents?: Contents): { readonly sum: string; readonly files: number } | undefined {
  const hash = createHash("sha256");
  try {
    const files = addTree({ hash, root, contents }, "");
    return files === undefined ? undefined : { sum: hash.digest("hex"), files };
  } catch {
    return undefined;
  }
}

interface Tree {
  readonly hash: Hash;
  readonly root: string;
  readonly contents: Contents | undefined;
}

function addTree(tree: Tree, below: string): number | undefined {
  const { hash, root, contents } = tree;
  let files = 0;
  for (const entry of entriesOf(join(root, below))) {
    const path = join(below, entry.name);
    if (entry.isFile()) {
      const content = contents?.get(join(root, path)) ?? readFileSync(join(root, path));
      hash.update(`${path}\0${Buffer.byteLength(content)}\0`).update(content);
      files += 1;
    } else {
      const inner = entry.isDirectory() ? addTree(tree, path) : undefined;
      if (inner === undefined) return undefined;
      hash.update(`${path}/\0`);
      files += inner;
    }
  }
  return files;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Another build may generate otherwise, whatever its version says. */
function buildStamp(): string {
  const hash = createHash("sha256");
  for (const folder of [".", "../../catalog", "../../generator", "../../templates", "../../../templates"])
    addStats(hash, fileURLToPath(new URL(folder, import.meta.url)));
  return hash.digest("hex");
}

function addStats(hash: Hash, folder: string): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addStats(hash, path);
    else hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
  }
}

import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { EventwrightError } from "../runtime/errors.js";
import type { EmittedFile } from "./artifacts/artifact.js";
import { attempt, isConfined, readManifest } from "./manifest.js";
import { isGenerated, saysItself } from "./render/header.js";
import { errno, unwritable } from "./unwritable.js";

/** The output folder against what was rendered for it. */
export interface Comparison {
  readonly folder: string;
  readonly files: readonly EmittedFile[];
  readonly kept: readonly EmittedFile[];
  readonly missing: readonly EmittedFile[];
  readonly stale: readonly StaleFile[];
  /** Files of ours that no schema asks for any more. */
  readonly orphans: readonly string[];
  /** The manifest as it is on the disk. */
  readonly manifest: string | undefined;
}

interface StaleFile extends EmittedFile {
  /** The first line that differs, counted from 1. */
  readonly line: number;
  /** What is on the disk. */
  readonly present: string;
}

/** The text of a file in an output folder. @throws what the system throws. */
export function readOutput(path: string): string {
  return readFileSync(path, "utf8");
}

/** Synchronous, since a thousand small files take a tenth of the time that way. Reads the folder, by `read` where it is given, and changes nothing. @throws EventwrightError OUTPUT_UNWRITABLE where a file of ours would replace one that is not. */
export function compareOutput(folder: string, files: readonly EmittedFile[], read = readOutput): Comparison {
  const { text: manifest, paths } = readManifest(folder);
  const owned = new Set(paths);
  const kept: EmittedFile[] = [];
  const missing: EmittedFile[] = [];
  const stale: StaleFile[] = [];
  checkFolders(folder, files);
  const absent = absentFolders(folder, files);
  for (const file of files) {
    const present = absent.has(dirname(file.path)) ? undefined : presentText(join(folder, file.path), read);
    if (present === undefined) missing.push(file);
    else if (present === file.text) kept.push(file);
    else if (owned.has(file.path) || isGenerated(present)) stale.push({ ...file, present, line: firstDifference(present, file.text) });
    else throw foreign(join(folder, file.path));
  }
  const wanted = new Set(files.map((file) => file.path));
  const orphans: string[] = [];
  for (const path of paths) if (!wanted.has(path) && isInside(folder, dirname(path)) && isOurs(join(folder, path))) orphans.push(path);
  return { folder, files, kept, missing, stale, orphans, manifest };
}

/** No path of ours may leave the output folder: not by its name, and not through a link that lies in its way. */
function checkFolders(folder: string, files: readonly EmittedFile[]): void {
  const present = attempt(() => statSync(folder));
  if (present === undefined ? attempt(() => lstatSync(folder)) !== undefined : !present.isDirectory()) throw notFolder(folder);
  for (const parent of new Set(files.map((file) => dirname(file.path)))) if (!isInside(folder, parent)) throw outside(join(folder, parent));
  for (const file of files) if (!isConfined(file.path)) throw outside(file.path);
}

/** Asking for each file of a folder that is not there takes longer than rendering it. */
function absentFolders(folder: string, files: readonly EmittedFile[]): ReadonlySet<string> {
  const parents = new Set(files.map((file) => dirname(file.path)));
  for (const parent of parents) if (!isAbsent(join(folder, parent))) parents.delete(parent);
  return parents;
}

function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** False where a link leads out of the folder, which may be a link itself. */
function isInside(folder: string, below: string): boolean {
  const root = attempt(() => realpathSync(folder));
  const real = root === undefined ? undefined : attempt(() => realpathSync(join(folder, below)));
  const way = root === undefined || real === undefined ? "" : relative(root, real);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** What is there now; only what does not exist is missing, and everything else that can't be read is an error. */
function presentText(path: string, read: typeof readOutput): string | undefined {
  try {
    return read(path);
  } catch (cause) {
    if (errno(cause) === "ENOENT") return undefined;
    throw unwritable(cause, path);
  }
}

/** A file that somebody made their own by removing its first line is not removed. */
function isOurs(path: string): boolean {
  const isFile = attempt(() => lstatSync(path).isFile()) ?? false;
  return isFile && (!saysItself(path) || isGenerated(readFileSync(path, "utf8")));
}

function firstDifference(before: string, after: string): number {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  const at = fresh.findIndex((line, index) => line !== old[index]);
  return (at === -1 ? fresh.length : at) + 1;
}

function foreign(path: string): EventwrightError {
  return new EventwrightError("OUTPUT_UNWRITABLE", {
    detail: `${path} exists and was not generated`,
    hint: "Move it, or choose another folder with --out",
  });
}

function outside(path: string): EventwrightError {
  return new EventwrightError("OUTPUT_UNWRITABLE", { detail: `${path} is outside of the output folder` });
}

function notFolder(path: string): EventwrightError {
  return new EventwrightError("OUTPUT_UNWRITABLE", {
    detail: `${path} is there, but it is no folder`,
    hint: "Choose another folder with --out",
  });
}

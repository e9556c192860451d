/** Many files change as one: all of them, or none. */
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { attempt } from "./manifest.js";
import { unwritable } from "./unwritable.js";

/** What is to become of files below one folder. */
export interface ChangeSet {
  readonly folder: string;
  /** In the order in which they happen; a file without a text goes. */
  readonly changes: readonly { readonly path: string; readonly text: string | undefined }[];
}

/** Where new texts wait and old files stay until all is done; it lies on the file system of its targets, so that a rename is enough. */
export const stagingFolder = ".eventwright.tmp";

/** Every text is on the disk before the first name changes, and a failure after that is undone. @throws EventwrightError OUTPUT_UNWRITABLE. */
export function replaceAll(sets: readonly ChangeSet[]): void {
  const undo: (() => void)[] = [];
  try {
    const staged = sets.filter((set) => set.changes.length > 0).map((set) => stage(set, undo));
    const made = new Set<string>();
    for (const { moves } of staged) for (const move of moves) apply(move, made, undo);
    for (const { folder } of staged) attempt(() => rmSync(join(folder, stagingFolder), { recursive: true, force: true }));
    for (const { folder, changes } of sets) for (const { path, text } of changes) if (text === undefined) removeEmpty(folder, path);
  } catch (cause) {
    for (const step of undo.reverse()) attempt(step);
    throw unwritable(cause, sets[0]?.folder ?? "");
  }
}

interface Move {
  readonly to: string;
  /** Where the old file waits. */
  readonly old: string;
  /** Where the new text waits; undefined for a file that goes. */
  readonly fresh: string | undefined;
}

function stage({ folder, changes }: ChangeSet, undo: (() => void)[]): { readonly folder: string; readonly moves: readonly Move[] } {
  const staging = join(folder, stagingFolder);
  makeFolder(folder, undo);
  rmSync(staging, { recursive: true, force: true });
  undo.push(() => rmSync(staging, { recursive: true, force: true }));
  mkdirSync(staging);
  const moves = changes.map(({ path, text }, index): Move => {
    const fresh = text === undefined ? undefined : join(staging, `${index}.new`);
    if (fresh !== undefined && text !== undefined) writeFileSync(fresh, text, { flag: "wx" });
    return { to: join(folder, path), old: join(staging, `${index}.old`), fresh };
  });
  return { folder, moves };
}

function apply({ to, old, fresh }: Move, made: Set<string>, undo: (() => void)[]): void {
  const present = attempt(() => lstatSync(to, { throwIfNoEntry: false }));
  if (fresh === undefined) {
    if (present === undefined) return;
    renameSync(to, old);
    undo.push(() => renameSync(old, to));
    return;
  }
  const parent = dirname(to);
  if (present !== undefined) keep(to, old);
  else if (!made.has(parent)) makeFolder(parent, undo);
  made.add(parent);
  renameSync(fresh, to);
  undo.push(() => (present === undefined ? rmSync(to, { force: true }) : renameSync(old, to)));
}

/** A second name costs no space; where the file system has no such thing, a copy serves. */
function keep(path: string, as: string): void {
  if (attempt(() => linkSync(path, as) ?? true) === true) return;
  const { atime, mtime } = lstatSync(path);
  copyFileSync(path, as);
  utimesSync(as, atime, mtime);
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  undo.push(() => {
    for (let each = folder; each.length >= first.length; each = dirname(each)) rmdirSync(each);
  });
}

/** The folders that a file's going leaves empty. */
function removeEmpty(folder: string, path: string): void {
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const left = attempt(() => readdirSync(join(folder, parent)));
    if (left === undefined || left.length > 0) return;
    attempt(() => rmdirSync(join(folder, parent)));
  }
}

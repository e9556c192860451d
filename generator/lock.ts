/** One writer at a time for a folder, over processes. */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EventwrightError } from "../runtime/errors.js";
import { attempt } from "./manifest.js";
import { stagingFolder } from "./replace.js";
import { errno, unwritable } from "./unwritable.js";

/** Held until `release`. */
export interface FolderLock {
  release(): void;
  /** @throws EventwrightError OUTPUT_BUSY where somebody took the lock away, because this process seemed dead. */
  assertHeld(): void;
}

export interface LockOptions {
  /** How long to wait for another writer. Default ten seconds. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** Called once when there is something to wait for. */
  onWait?(holder: string): void;
}

const lockFile = ".eventwright.lock";
// A lock without a readable holder is one that is being written, for this long.
const unreadableForMs = 2_000;
// Whether a process on another machine lives can't be seen; none writes for that long.
const foreignForMs = 60_000;

/** Waits until it is the only writer of the folders. @throws EventwrightError OUTPUT_BUSY, OUTPUT_UNWRITABLE. */
export async function lockFolders(folders: readonly string[], options: LockOptions = {}): Promise<FolderLock> {
  const held: FolderLock[] = [];
  const release = () => {
    for (const lock of held.reverse()) lock.release();
  };
  try {
    // In one order everywhere, so that no two wait for each other.
    for (const folder of [...new Set(folders.map((each) => attempt(() => realpathSync(each)) ?? each))].sort())
      held.push(await lockFolder(folder, options));
  } catch (error) {
    release();
    throw error;
  }
  return {
    release,
    assertHeld() {
      for (const lock of held) lock.assertHeld();
    },
  };
}

/** Whether a run is under way in the folder, or was killed in it. */
export function isDisturbed(folder: string): boolean {
  return existsSync(join(folder, lockFile)) || existsSync(join(folder, stagingFolder));
}

async function lockFolder(folder: string, { waitMs = 10_000, signal, onWait }: LockOptions): Promise<FolderLock> {
  const path = join(folder, lockFile);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), host: hostname() });
  const until = performance.now() + waitMs;
  const made = attempt(() => statSync(folder)) === undefined;
  let waited = false;
  while (!create(folder, path, mine)) {
    const holder = describe(path);
    if (performance.now() > until) throw busy(folder, holder);
    if (takeAway(path)) continue;
    if (!waited) onWait?.(holder);
    waited = true;
    await sleep(25 + Math.random() * 50, undefined, signal === undefined ? {} : { signal });
  }
  // What a killed run left; only the holder of the lock may clear it.
  attempt(() => rmSync(join(folder, stagingFolder), { recursive: true, force: true }));
  const isHeld = () => attempt(() => readFileSync(path, "utf8")) === mine;
  return {
    release() {
      if (isHeld()) rmSync(path, { force: true });
      if (made) attempt(() => rmdirSync(folder));
    },
    assertHeld() {
      if (!isHeld()) throw busy(folder, describe(path));
    },
  };
}

/** False where there is a lock already. */
function create(folder: string, path: string, text: string): boolean {
  let open: number | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    open = openSync(path, "wx");
    writeSync(open, text);
    return true;
  } catch (cause) {
    if (open === undefined && errno(cause) === "EEXIST" && attempt(() => statSync(folder))?.isDirectory()) return false;
    // Another run removed the folder that it had made.
    if (open === undefined && errno(cause) === "ENOENT") return false;
    if (open !== undefined) rmSync(path, { force: true });
    throw unwritable(cause, folder);
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
}

/** Removes the lock of a process that is dead; true where it is worth trying again at once. */
function takeAway(path: string): boolean {
  const text = attempt(() => readFileSync(path, "utf8"));
  const age = attempt(() => Date.now() - statSync(path).mtimeMs);
  if (text === undefined || age === undefined) return true;
  const holder = parse(text);
  if (holder === undefined ? age < unreadableForMs : isAlive(holder, age)) return false;
  // Whoever was quicker has made it his own lock by now.
  if (attempt(() => readFileSync(path, "utf8")) === text) attempt(() => rmSync(path));
  return true;
}

function isAlive({ pid, started, host }: Holder, age: number): boolean {
  if (host !== hostname()) return age < foreignForMs;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (errno(cause) === "ESRCH") return false;
  }
  // The number may belong to another process by now.
  return started === "" || startOf(pid) === started;
}

/** When a process began, in the system's own count; "" where it does not say. */
function startOf(pid: number): string {
  const line = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return line?.slice(line.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function parse(text: string): Holder | undefined {
  const value: unknown = attempt(() => JSON.parse(text));
  if (typeof value !== "object" || value === null) return undefined;
  if (!("pid" in value && typeof value.pid === "number" && "started" in value && typeof value.started === "string")) return undefined;
  return "host" in value && typeof value.host === "string" ? { pid: value.pid, started: value.started, host: value.host } : undefined;
}

function describe(path: string): string {
  const holder = parse(attempt(() => readFileSync(path, "utf8")) ?? "");
  if (holder === undefined) return "another run";
  return `process ${holder.pid}${holder.host === hostname() ? "" : ` on ${holder.host}`}`;
}

function busy(folder: string, holder: string): EventwrightError {
  return new EventwrightError("OUTPUT_BUSY", {
    detail: `${holder} has been writing to ${folder} for too long; nothing was changed`,
    hint: `Wait for it to end; if nothing runs any more, remove ${join(folder, lockFile)}`,
  });
}

import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A held lock. */
export interface PidLock {
  release(): Promise<void>;
}

const prefix = "held-by-";
let count = 0;

/**
 * Locks `folder` for this process, or answers undefined if a live process holds it; the lock of a dead one is removed.
 *
 * Announce, then look around: the lock is a file whose name alone says who holds it, so it appears at once and whole, and of two
 * that come together at least one sees the other. Process numbers are used again, so a holder is known by number *and* start.
 * Works among the processes of one machine; not for a folder that several machines share.
 */
export async function acquirePidLock(folder: string): Promise<PidLock | undefined> {
  await mkdir(folder, { recursive: true });
  count += 1;
  const mine = `${prefix}${process.pid}-${startOf(process.pid)}-${Date.now()}${count}`;
  await writeFile(join(folder, mine), "", { flag: "wx" });
  const release = () => rm(join(folder, mine), { force: true });
  try {
    if (!(await othersAlive(folder, mine))) return { release };
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}

/** As {@link acquirePidLock}, but waits for the holder up to `timeoutMs`. */
export async function awaitPidLock(folder: string, timeoutMs: number): Promise<PidLock | undefined> {
  const end = performance.now() + timeoutMs;
  while (true) {
    const lock = await acquirePidLock(folder);
    if (lock !== undefined || performance.now() > end) return lock;
    // Two that keep meeting would keep refusing each other: uneven waits part them.
    await wait(20 + Math.random() * 60);
  }
}

async function othersAlive(folder: string, mine: string): Promise<boolean> {
  let alive = false;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || name === mine) continue;
    const [pid, start] = name.slice(prefix.length).split("-");
    if (isAlive(Number(pid), start)) alive = true;
    else await rm(join(folder, name), { force: true });
  }
  return alive;
}

function isAlive(pid: number, start: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return start === startOf(pid);
}

// Ticks since the machine started; where the system does not tell, the number alone must do.
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}

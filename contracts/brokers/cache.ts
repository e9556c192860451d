import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The folder for what is costly to get and the same for everybody: EVENTWRIGHT_CACHE, else below XDG_CACHE_HOME or ~/.cache. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.EVENTWRIGHT_CACHE) return env.EVENTWRIGHT_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "eventwright");
}

/** Makes `path` once: `make` fills a folder or file of another name beside it, which then takes its name in one step. */
export async function cached(path: string, make: (temporary: string) => Promise<void>): Promise<string> {
  if (await exists(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  return withLock(`${path}.lock`, async () => {
    if (await exists(path)) return path;
    const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
    try {
      await make(temporary);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return path;
  });
}

/** Runs `work` while no other process runs it under the same lock file; a lock whose owner is gone is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>, withinMs = 300_000): Promise<T> {
  const end = Date.now() + withinMs;
  while (!(await take(path))) {
    if (Date.now() > end) throw new Error(`another process holds ${path}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  if (await abandoned(path)) {
    // Renamed first: of two that see the same dead owner only one can, so neither removes the other's new lock.
    const aside = `${path}.${randomBytes(4).toString("hex")}.dead`;
    await rename(path, aside).catch(() => {});
    await rm(aside, { force: true });
  }
  return false;
}

async function abandoned(path: string): Promise<boolean> {
  const owner = Number(await readFile(path, "utf8").catch(() => ""));
  if (!Number.isInteger(owner) || owner <= 0) return isOld(path);
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** An empty lock is one just being written, or one whose writer died in that moment. */
async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > 5_000;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

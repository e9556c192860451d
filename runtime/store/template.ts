import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { migrations } from "./migrations.js";
import { awaitPidLock } from "./pid-lock.js";

/** A migrated database, ready to be copied or loaded: a fresh one costs seconds and twice the memory. */
export interface Template {
  /** The data folder, for a database on disk: copying it was faster than loading the dump. */
  readonly folder: string;
  /** The same as a tar archive, for one in memory. */
  readonly dump: string;
}

/** Finds the template in `cache`, or makes it there by `create`, which gives a migrated database in the folder it is told. */
export async function templateIn(cache: string, create: (folder: string) => Promise<PGlite>): Promise<Template> {
  const home = join(cache, `pglite-${await pgliteVersion()}-${migrationHash()}`);
  const template = { folder: join(home, "data"), dump: join(home, "dump.tar") };
  if (await exists(home)) return template;
  const lock = await awaitPidLock(`${home}.lock`, 120_000);
  if (lock === undefined) throw new Error("another process has been making the template for too long");
  try {
    if (!(await exists(home))) await make(home, create);
  } finally {
    await lock.release();
  }
  return template;
}

/** Where templates are kept: EVENTWRIGHT_CACHE, or `eventwright` in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { EVENTWRIGHT_CACHE: own, XDG_CACHE_HOME: users } = env;
  return own || join(users || join(homedir(), ".cache"), "eventwright");
}

/** Puts a copy of the template where `folder` is to be; all of it or nothing, also if the process dies. */
export async function copyTemplate(template: Template, folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(template.folder, unfinished, { recursive: true });
  await rename(unfinished, folder);
}

/** Whether there is something at `path`. */
export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function make(home: string, create: (folder: string) => Promise<PGlite>): Promise<void> {
  const unfinished = `${home}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const db = await create(join(unfinished, "data"));
  try {
    const dump = await db.dumpDataDir("none");
    await writeFile(join(unfinished, "dump.tar"), new Uint8Array(await dump.arrayBuffer()));
  } finally {
    await db.close();
  }
  await rename(unfinished, home);
}

function migrationHash(): string {
  return createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 12);
}

async function pgliteVersion(): Promise<string> {
  // The package shows no door to its package.json, so it is found from its main file.
  let folder = dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));
  while (!(await exists(join(folder, "package.json")))) folder = dirname(folder);
  const { version }: { version?: unknown } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return String(version);
}

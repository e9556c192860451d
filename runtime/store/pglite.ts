import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PGlite, PGliteOptions, Transaction } from "@electric-sql/pglite";
import { EventwrightError } from "../errors.js";
import type { Engine, Run } from "./engine.js";
import { storeFailure } from "./failure.js";
import { guardedStore } from "./guard.js";
import { acquirePidLock, type PidLock } from "./pid-lock.js";
import type { Store } from "./store.js";
import { cacheFolder, copyTemplate, exists, type Template, templateIn } from "./template.js";
import { parsers, resultOf, sqlText } from "./values.js";

export interface PgliteOptions {
  /** Where the database lives; absent: in memory. One process at a time. */
  readonly directory?: string;
  /** Begin from a prepared copy, kept in the user's cache folder, or in the folder named here. Default true; false: make a fresh one, in 4 s. */
  readonly template?: boolean | string;
}

/** PostgreSQL inside this process, in memory or in a folder. It is one session: transactions wait for each other. */
export function pgliteStore(options: PgliteOptions = {}): Store {
  const directory = options.directory === undefined ? undefined : resolve(options.directory);
  const name = `pglite ${directory ?? "in memory"}`;
  return guardedStore({
    name,
    open: () => (directory === undefined ? openInMemory(options, name) : openLocked(directory, options, name)),
  });
}

async function openInMemory(options: PgliteOptions, name: string): Promise<Engine> {
  const template = await templateFor(options);
  const db = await create(template === undefined ? {} : { loadDataDir: new Blob([await readFile(template.dump)]) });
  return engineOf(db, name);
}

async function openLocked(directory: string, options: PgliteOptions, name: string): Promise<Engine> {
  const lock = await acquirePidLock(directory);
  if (lock === undefined) {
    throw new EventwrightError("STORE_LOCKED", {
      detail: directory,
      hint: "Close the other process, or use a PostgreSQL server for several.",
    });
  }
  try {
    const data = join(directory, "data");
    if (!(await exists(data))) {
      const template = await templateFor(options);
      if (template !== undefined) await copyTemplate(template, data);
    }
    return engineOf(await create({ dataDir: data }), name, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Undefined where none is wanted, or the cache can't be written: then a fresh database does as well, only later. */
async function templateFor(options: PgliteOptions): Promise<Template | undefined> {
  if (options.template === false) return undefined;
  const cache = typeof options.template === "string" ? options.template : cacheFolder();
  return await templateIn(cache, migrated).catch(() => undefined);
}

async function migrated(folder: string): Promise<PGlite> {
  const db = await create({ dataDir: folder });
  const store = guardedStore({ name: "pglite template", open: async () => engineOf(db, "pglite template") });
  await store.migrate();
  await db.exec("checkpoint");
  return db;
}

async function create(options: PGliteOptions): Promise<PGlite> {
  // Loaded here: who uses a PostgreSQL server never loads the WebAssembly.
  const { PGlite } = await import("@electric-sql/pglite");
  return await PGlite.create({ ...options, parsers });
}

function engineOf(db: PGlite, name: string, lock?: PidLock): Engine {
  const runOn =
    (session: Pick<Transaction, "query">): Run =>
    async (sql, params) => {
      try {
        const { rows, command, affectedRows } = await session.query(sql, params.map(sqlText), { serializers: asText });
        return resultOf(rows, command, affectedRows);
      } catch (error) {
        throw storeFailure(error, name);
      }
    };
  return {
    run: runOn(db),
    transaction: (work) => inTransaction(db, runOn, work),
    close: async () => {
      if (!db.closed) await db.close();
      await lock?.release();
    },
  };
}

async function inTransaction<T>(db: PGlite, runOn: (session: Transaction) => Run, work: (run: Run) => Promise<T>): Promise<T> {
  const { TransactionAbortedError } = await import("@electric-sql/pglite");
  try {
    return await db.transaction((tx) => work(runOn(tx)));
  } catch (error) {
    if (!(error instanceof TransactionAbortedError)) throw error;
    throw new EventwrightError("STORE_MISUSED", {
      detail: "a statement had failed in this transaction, so nothing of it was committed",
      hint: "Let errors of tx.query pass through.",
    });
  }
}

// Parameters arrive as PostgreSQL's own text already; PGlite would refuse it for types it wants to write itself.
const asText = Object.fromEntries(
  [
    16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1042, 1043, 1082, 1114, 1184, 1185, 1700,
    2950, 3802,
  ].map((oid) => [oid, (text: unknown) => String(text)]),
);

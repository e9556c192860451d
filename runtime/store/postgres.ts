import type { Pool, PoolClient, PoolConfig } from "pg";
import { EventwrightError } from "../errors.js";
import { type Log, silentLog } from "../log.js";
import type { Engine, Run } from "./engine.js";
import { storeFailure } from "./failure.js";
import { guardedStore } from "./guard.js";
import { quoted } from "./migrate.js";
import type { SqlValue, Store } from "./store.js";
import { parsers, resultOf } from "./values.js";

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Connections at most. Default 10. */
  readonly max?: number;
  /** Where the tables are; created by `migrate()`. Default: the connection's own search path. */
  readonly schema?: string;
  /** How long a statement waits for a row that another transaction holds. Default 5 000. */
  readonly lockTimeoutMs?: number;
  /** How long to wait for a connection. Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take in all. Default 60 000. */
  readonly queryTimeoutMs?: number;
  /** Hears of connections that were lost while idle. Default: silent. */
  readonly log?: Log;
}

/** A PostgreSQL server (13 or later) as the store. */
export function postgresStore(options: PostgresOptions): Store {
  const name = nameOf(options.url);
  return guardedStore({
    name,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    open: async () => {
      // Loaded here: who uses the embedded database never loads the driver.
      const { Pool, types } = await import("pg");
      const getTypeParser: typeof types.getTypeParser = (oid, format) => parsers[oid] ?? types.getTypeParser(oid, format);
      return engineOf(new Pool({ ...poolConfig(options), types: { getTypeParser } }), name, options.log ?? silentLog);
    },
  });
}

function poolConfig(options: PostgresOptions): PoolConfig {
  const path = options.schema === undefined ? "" : `; set search_path to ${quoted(options.schema)}`;
  return {
    connectionString: options.url,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    query_timeout: options.queryTimeoutMs ?? 60_000,
    keepAlive: true,
    onConnect: async (client) => {
      await client.query(`set lock_timeout = ${Math.trunc(options.lockTimeoutMs ?? 5_000)}${path}`);
    },
  };
}

function engineOf(pool: Pool, name: string, log: Log): Engine {
  // Without a listener a connection that dies in the pool would end the process.
  pool.on("error", (error) => log.warn("idle database connection lost", { store: name, error }));
  return {
    run: runOn(pool, name),
    transaction: async (work) => {
      const client = await failing(() => pool.connect(), name);
      return await inTransaction(client, name, work);
    },
    close: () => pool.end(),
  };
}

async function inTransaction<T>(client: PoolClient, name: string, work: (run: Run) => Promise<T>): Promise<T> {
  // A client that is checked out reports a lost connection here as well as at its next query.
  let lost = false;
  const onLost = () => {
    lost = true;
  };
  client.on("error", onLost);
  try {
    await failing(() => client.query("begin"), name);
    const result = await work(runOn(client, name));
    const { command } = await failing(() => client.query("commit"), name);
    if (command !== "COMMIT") throw gaveUp();
    return result;
  } catch (error) {
    lost ||= !(await rolledBack(client));
    throw error;
  } finally {
    client.off("error", onLost);
    // A session in doubt is closed, so that the server ends whatever it still held.
    client.release(lost);
  }
}

function runOn(session: Pick<PoolClient, "query">, name: string): Run {
  return async (sql, params) => {
    const { rows, rowCount, command } = await failing(() => session.query(sql, bound(params)), name);
    return resultOf(rows, command, rowCount);
  };
}

async function failing<T>(act: () => Promise<T>, name: string): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw storeFailure(error, name);
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query("rollback");
    return true;
  } catch {
    return false;
  }
}

/** What to throw when COMMIT answered with a rollback, because an error inside was caught and passed over. */
function gaveUp(): EventwrightError {
  return new EventwrightError("STORE_MISUSED", {
    detail: "a statement had failed in this transaction, so nothing of it was committed",
    hint: "Let errors of tx.query pass through.",
  });
}

function bound(params: readonly SqlValue[]): unknown[] {
  return params.map((value) => (value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value));
}

function nameOf(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new EventwrightError("STORE_UNAVAILABLE", {
      detail: "the database URL is not a URL",
      hint: "postgres://user@host:5432/database",
    });
  const { host, pathname } = new URL(url);
  return `postgres ${host}${pathname}`;
}

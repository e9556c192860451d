import { AsyncLocalStorage } from "node:async_hooks";
import { EventwrightError } from "../errors.js";
import type { Engine, Run } from "./engine.js";
import { storeFailure } from "./failure.js";
import { migrate } from "./migrate.js";
import type { SqlValue, Store, Tx } from "./store.js";

interface Scope {
  open: boolean;
  /** The statement that runs now; the next one waits for it, as a session runs one at a time. */
  last: Promise<unknown>;
}

/**
 * Makes a {@link Store} of a driver. Opens it at first use, keeps a caller inside a transaction from using the store
 * beside it (on one session that would wait for itself forever), and rolls back what was aborted.
 */
export function guardedStore(options: { readonly name: string; readonly schema?: string; readonly open: () => Promise<Engine> }): Store {
  const { name } = options;
  const scopes = new AsyncLocalStorage<Scope>();
  const engine = openedOnce(options.open, name);

  const outside = (what: string) => {
    if (!scopes.getStore()?.open) return;
    throw new EventwrightError("STORE_MISUSED", {
      detail: `${what} inside a transaction of the same store`,
      hint: "Use the tx that the transaction gives.",
    });
  };

  const store: Store = {
    name,
    migrate: async () => {
      outside("migrate()");
      await migrate(store, options.schema);
    },
    transaction: async (work, { signal } = {}) => {
      outside("transaction()");
      signal?.throwIfAborted();
      const opened = await engine.get();
      return await opened.transaction((run) => inScope(scopes, run, work, signal));
    },
    query: async (sql, params = []) => {
      outside("query()");
      const opened = await engine.get();
      return await opened.run(sql, params);
    },
    close: () => engine.close(),
  };
  return store;
}

async function inScope<T>(
  scopes: AsyncLocalStorage<Scope>,
  run: Run,
  work: (tx: Tx) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const scope: Scope = { open: true, last: Promise.resolve() };
  try {
    const result = await unlessAborted(
      scopes.run(scope, () => work(txOf(scope, run))),
      signal,
    );
    scope.open = false;
    // A statement nobody awaited still belongs to the transaction: its failure must not be committed over.
    await scope.last;
    signal?.throwIfAborted();
    return result;
  } finally {
    scope.open = false;
    await scope.last.catch(() => undefined);
  }
}

function txOf(scope: Scope, run: Run): Tx {
  const over = () => new EventwrightError("STORE_MISUSED", { detail: "the transaction is over" });
  return {
    query: async <R>(sql: string, params: readonly SqlValue[] = []) => {
      if (!scope.open) throw over();
      const turn = scope.last.catch(() => undefined);
      const mine = turn.then(() => {
        // Asked for before the end, but its turn came after an abort.
        if (!scope.open) throw over();
        return run<R>(sql, params);
      });
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      scope.last = settled;
      return await mine;
    },
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function openedOnce(open: () => Promise<Engine>, name: string) {
  let opening: Promise<Engine> | undefined;
  let closed = false;
  return {
    get: async (): Promise<Engine> => {
      if (closed) throw new EventwrightError("STORE_UNAVAILABLE", { detail: `${name}: the store is closed` });
      opening ??= open();
      try {
        return await opening;
      } catch (error) {
        // The next call tries again: the other process may be gone, the server may be up.
        opening = undefined;
        throw storeFailure(error, name);
      }
    },
    close: async () => {
      closed = true;
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.close();
    },
  };
}

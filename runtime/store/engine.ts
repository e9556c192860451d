import type { QueryResult, SqlValue } from "./store.js";

/** What a database driver must be able to do; `guardedStore` makes a Store of it. */
export interface Engine {
  /** One statement in a transaction of its own. */
  readonly run: Run;
  /** Commits when `work` resolves, rolls back when it rejects; a transaction that the database had given up never counts as committed. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Runs one statement; rows as {@link QueryResult} says, on every driver alike. */
export type Run = <R>(sql: string, params: readonly SqlValue[]) => Promise<QueryResult<R>>;

/** A PostgreSQL database as the runtime needs it: what PGlite and `pg` both are. SQL is written for PostgreSQL 13 and later. */
export interface Store {
  /** For messages, without credentials. */
  readonly name: string;
  /** Creates or upgrades the tables of the runtime; idempotent and safe to run from several processes at once. */
  migrate(): Promise<void>;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects or `signal` is aborted before the commit.
   * Inside it only `tx` may be used: calling the store again throws STORE_MISUSED. @throws EventwrightError STORE_UNAVAILABLE on a lost connection.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly signal?: AbortSignal }): Promise<T>;
  /** One statement in a transaction of its own. */
  query<R = Record<string, unknown>>(sql: string, params?: readonly SqlValue[]): Promise<QueryResult<R>>;
  close(): Promise<void>;
}

/** An open transaction. */
export interface Tx {
  query<R = Record<string, unknown>>(sql: string, params?: readonly SqlValue[]): Promise<QueryResult<R>>;
}

export interface QueryResult<R> {
  /** int8 comes as text when selected with `::text`; bytea as Uint8Array; timestamptz as Date; jsonb parsed. */
  readonly rows: readonly R[];
  /** Rows inserted, updated or deleted. */
  readonly affected: number;
}

/** Dates are passed as ISO text, JSON as text with `::jsonb` in the statement, bigint as text. */
export type SqlValue = string | number | boolean | null | Uint8Array | readonly string[];

/** What a handler gets as `context.tx` for a consumer with this `store` option. */
export type TxOf<S extends Store | "none"> = S extends Store ? Tx : undefined;

import { type Migration, migrations } from "./migrations.js";
import type { Store, Tx } from "./store.js";

// Any constant will do, as long as every version of the runtime takes the same one.
const lockKey = "7308886113405132901";

/** Applies the steps that are missing, in one transaction; processes that migrate at once wait for each other. */
export async function migrate(store: Store, schema?: string): Promise<void> {
  if (await isCurrent(store)) return;
  await store.transaction(async (tx) => {
    await tx.query("select set_config('lock_timeout', '60000', true)");
    await tx.query("select pg_advisory_xact_lock($1::bigint)", [lockKey]);
    if (schema !== undefined) await tx.query(`create schema if not exists ${quoted(schema)}`);
    await tx.query("create table if not exists eventwright_migration (id text primary key, applied_at timestamptz not null default now())");
    const applied = await appliedIds(tx);
    for (const step of migrations) {
      if (!applied.has(step.id)) await apply(tx, step);
    }
  });
}

/** A name as SQL takes it literally. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

// Asked first, so that a process without the right to create tables may run on tables that another one made.
async function isCurrent(store: Store): Promise<boolean> {
  const { rows } = await store.query<{ found: string | null }>("select to_regclass('eventwright_migration')::text as found");
  if (!rows[0]?.found) return false;
  const applied = await appliedIds(store);
  return migrations.every((step) => applied.has(step.id));
}

async function appliedIds(from: Pick<Tx, "query">): Promise<ReadonlySet<string>> {
  const { rows } = await from.query<{ id: string }>("select id from eventwright_migration");
  return new Set(rows.map((row) => row.id));
}

async function apply(tx: Tx, step: Migration): Promise<void> {
  for (const statement of step.statements) await tx.query(statement);
  await tx.query("insert into eventwright_migration (id) values ($1)", [step.id]);
}

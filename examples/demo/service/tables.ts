import type { Store, Tx } from "eventwright/runtime";
import type { Effect } from "./protocol.js";

const tables = [
  `create table if not exists demo_effect (
     n bigint generated always as identity primary key, service text not null, event_id text not null, event_name text not null,
     customer_id text not null, part int not null, log_offset bigint not null, fact text not null)`,
  `create table if not exists demo_customer (service text, customer_id text, city text not null, orders int not null, primary key (service, customer_id))`,
];

export async function createTables(store: Store): Promise<void> {
  for (const table of tables) await store.query(table);
}

/** Nothing here is idempotent: that an effect happens once is the work of the inbox row in the same transaction. */
export async function addEffect(tx: Tx, effect: Effect): Promise<void> {
  await tx.query(
    "insert into demo_effect (service, event_id, event_name, customer_id, part, log_offset, fact) values ($1, $2, $3, $4, $5, $6, $7)",
    [effect.service, effect.eventId, effect.eventName, effect.customerId, effect.partition, effect.offset.toString(), effect.fact],
  );
}

export async function effectsOf(store: Store, service: string): Promise<readonly Effect[]> {
  const { rows } = await store.query<Omit<Effect, "offset"> & { readonly offset: string }>(
    `select service, event_id as "eventId", event_name as "eventName", customer_id as "customerId", part as partition, log_offset::text as "offset", fact
     from demo_effect where service = $1 order by n`,
    [service],
  );
  return rows.map((row) => ({ ...row, offset: BigInt(row.offset) }));
}

/** The copy that billing keeps of what it needs to know about a customer. */
export async function copyCustomer(
  tx: Tx,
  copy: { readonly service: string; readonly customerId: string; readonly city: string },
): Promise<void> {
  await tx.query(
    `insert into demo_customer (service, customer_id, city, orders) values ($1, $2, $3, 1)
     on conflict (service, customer_id) do update set city = excluded.city, orders = demo_customer.orders + 1`,
    [copy.service, copy.customerId, copy.city],
  );
}

export async function cityOf(tx: Tx, service: string, customerId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ city: string }>("select city from demo_customer where service = $1 and customer_id = $2", [
    service,
    customerId,
  ]);
  return rows[0]?.city;
}

import type { Tx } from "../store/store.js";
import type { LogRecord } from "../transport/transport.js";
import type { Identity } from "./identity.js";

// A zombie's open transaction must not hold up the new owner: PostgreSQL answers 55P03, and the attempt is made again.
const lockTimeout = "5s";

/**
 * Claims an event for a consumer inside the transaction of its effect; false: it was handled before. The claim of another open transaction is
 * waited for, so of two owners of one partition only one comes through.
 */
export async function claim(tx: Tx, consumer: string, identity: Identity, record: LogRecord): Promise<boolean> {
  const { affected } = await tx.query(
    `insert into eventwright_inbox (consumer, source, event_id, topic, part, log_offset)
     select $1::text, $2::text, $3::text, $4::text, $5::int, $6::bigint where set_config('lock_timeout', $7::text, true) is not null
     on conflict do nothing`,
    [consumer, identity.source, identity.id, record.topic, record.partition, record.offset.toString(), lockTimeout],
  );
  return affected === 1;
}

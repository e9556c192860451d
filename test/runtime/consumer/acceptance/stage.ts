import { afterAll, afterEach, beforeAll } from "vitest";
import type { Consumer } from "../../../../runtime/consumer/consumer.js";
import { pgliteStore } from "../../../../runtime/store/pglite.js";
import type { Store } from "../../../../runtime/store/store.js";
import type { Handle } from "./world.js";

interface Effect {
  readonly event_id: string;
  readonly customer: string;
  readonly seq: number;
}

const store: Store = pgliteStore();
const running: Consumer[] = [];
let groups = 0;

/** The database of one test file, what was written to it, and the consumers that run. */
export const stage = {
  store,
  running,
  nextGroup: (): string => `group-${++groups}`,
  /** A handler that writes one row an event. */
  effectOf:
    (group: string): Handle =>
    async ({ data }, { tx }) => {
      const row = [group, data.eventId, data.customerId, data.seq];
      await tx.query("insert into effect (grp, event_id, customer, seq) values ($1, $2, $3, $4)", row);
    },
  effects: async (group: string): Promise<readonly Effect[]> => {
    const { rows } = await store.query<Effect>("select event_id, customer, seq from effect where grp = $1 order by n", [group]);
    return rows;
  },
  inboxRows: async (group: string): Promise<number> => {
    return (await store.query("select 1 from eventwright_inbox where consumer = $1", [group])).rows.length;
  },
  started: async (consumer: Consumer): Promise<Consumer> => {
    running.push(consumer);
    await consumer.start();
    return consumer;
  },
};

/** To be called once by each test file: opens the database, closes consumers after each test. */
export function setStage(): void {
  beforeAll(async () => {
    await store.migrate();
    await store.query("create table effect (grp text, event_id text, customer text, seq int, n bigint generated always as identity)");
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((consumer) => consumer.close({ drainMs: 0 })));
  });
  afterAll(() => store.close());
}

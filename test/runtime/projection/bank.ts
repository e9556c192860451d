import { createHash } from "node:crypto";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import type { EventCodec } from "../../../runtime/codec/codec.js";
import { frame } from "../../../runtime/codec/framing.js";
import { silentLog } from "../../../runtime/log.js";
import { partitionOf } from "../../../runtime/partition.js";
import { createProjector, type ProjectorOptions } from "../../../runtime/projection/create.js";
import { defineProjection, drop, type ReceivedOf } from "../../../runtime/projection/projection.js";
import { memoryRegistry } from "../../../runtime/registry/memory.js";
import type { Store } from "../../../runtime/store/store.js";
import { defineTopic, subjectOf } from "../../../runtime/topic.js";
import { type MemoryTransport, memoryTransport } from "../../../runtime/transport/memory.js";
import type { Transport } from "../../../runtime/transport/transport.js";

/** A topic small enough to read at a glance: accounts that get money and are closed. */
export interface BankEvents {
  readonly Deposited: { readonly eventId: string; readonly account: string; readonly amount: number; readonly at: Date };
  readonly Closed: { readonly eventId: string; readonly account: string; readonly at: Date };
}

export interface Balance {
  readonly total: number;
  readonly count: bigint;
  readonly last: Date | undefined;
}

const common = [
  { name: "eventId", type: "string" },
  { name: "account", type: "string" },
  { name: "at", type: { type: "long", logicalType: "timestamp-millis" } },
];

export const deposited = codec<BankEvents["Deposited"]>("Deposited", [...common, { name: "amount", type: "int" }]);
const closed = codec<BankEvents["Closed"]>("Closed", common);

export const bankTopic = defineTopic<BankEvents>({
  name: "bank",
  deadLetter: "bank-dlt",
  partitions: 3,
  subject: "topic-record",
  key: ["account"],
  id: { kind: "field", path: ["eventId"] },
  time: ["at"],
  retry: { attempts: 3, backoffMs: 1, maxMs: 5, jitter: "none", ordering: "park-key" },
  events: { Deposited: { codec: deposited }, Closed: { codec: closed } },
});

export function balances(version = 1) {
  return defineProjection<ReceivedOf<BankEvents>>()({
    name: "balances",
    version,
    initial: (): Balance => ({ total: 0, count: 0n, last: undefined }),
    id: { Deposited: ({ data }) => data.account, Closed: ({ data }) => data.account },
    evolve: {
      Deposited: (state, { data, time }) => ({ total: state.total + data.amount, count: state.count + 1n, last: time }),
      Closed: () => drop,
    },
  });
}

/** A topic on the memory transport with a registry, and hands that write to it. */
export async function bank(transport: MemoryTransport = memoryTransport()) {
  const registry = memoryRegistry();
  const ids = {
    Deposited: registry.register(subjectOf(bankTopic, deposited.name), { format: "avro", text: deposited.schema }),
    Closed: registry.register(subjectOf(bankTopic, closed.name), { format: "avro", text: closed.schema }),
  };
  await transport.createTopics([bankTopic.name, bankTopic.deadLetter].map((name) => ({ name, partitions: bankTopic.partitions })));
  const send = (account: string, value: Uint8Array, partition?: number) => {
    const key = Buffer.from(account);
    return transport.send([
      {
        topic: bankTopic.name,
        partition: partition ?? partitionOf(key, bankTopic.partitions, 0),
        key,
        value,
        headers: [["trace", Buffer.from("t\0x")]],
      },
    ]);
  };
  return {
    transport,
    registry,
    send,
    deposit: (eventId: string, account: string, amount: number, at = new Date(0)) =>
      send(account, frame(ids.Deposited, deposited.encode({ eventId, account, amount, at }))),
    close: (eventId: string, account: string, at = new Date(0)) =>
      send(account, frame(ids.Closed, closed.encode({ eventId, account, at }))),
    projector: (store: Store, options: Partial<ProjectorOptions> & { readonly version?: number } = {}) => {
      const { version, ...rest } = options;
      const on: { readonly transport: Transport } = { transport };
      return createProjector(bankTopic, balances(version), { ...on, registry, store, log: silentLog, ...rest });
    },
  };
}

/** Empties the projection tables and the inbox, so that tests may share one database. */
export async function emptied(store: Store): Promise<Store> {
  await store.migrate();
  for (const table of ["inbox", "projection", "projection_state", "projection_checkpoint", "projection_journal"]) {
    await store.query(`delete from eventwright_${table}`);
  }
  return store;
}

function codec<T>(name: string, fields: readonly object[]): EventCodec<T> {
  const schema = JSON.stringify({ type: "record", name, namespace: "acme.bank", fields });
  const fingerprint = createHash("sha256").update(schema).digest("hex");
  return defineAvroCodec<T>({ name: `acme.bank.${name}`, version: 1, fingerprint, schema, writers: [{ version: 1, fingerprint, schema }] });
}

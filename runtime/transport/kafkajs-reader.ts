import { within } from "./deadline.js";
import type { ClusterClient, FetchedMessage, FetchedPartition } from "./kafkajs-client.js";
import { causes, clientError } from "./kafkajs-errors.js";
import { ReadPatience } from "./kafkajs-patience.js";
import { toLogRecord } from "./kafkajs-records.js";
import { overtaken, type Stretch } from "./read-range.js";
import type { LogRecord, TopicPartition } from "./transport.js";

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long a read may go on without coming further. Default 30 000. */
  readonly quietMs?: number;
}

const readUncommitted = 0;
const readCommitted = 1;
const mostBytes = 2_097_152;
// Batches that compaction emptied leave no trace in the client's answer; with so much room the next record is in it too.
const mostBytesAfterNothing = 33_554_432;
const defaultQuietMs = 30_000;

/** Fetches from the leaders, without a group: no rebalance delay, and nothing is left behind on the broker. */
export async function* readStretches(
  cluster: ClusterClient,
  stretches: readonly Stretch[],
  { signal, quietMs = defaultQuietMs }: ReadOptions = {},
): AsyncGenerator<LogRecord> {
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([...new Set(stretches.map(({ topic }) => topic))]);
    for (const stretch of stretches) yield* readStretch(cluster, stretch, new ReadPatience(stretch, { signal, quietMs }));
  } catch (error) {
    signal?.throwIfAborted();
    throw clientError(error, "read");
  } finally {
    await within(
      2_000,
      cluster.disconnect().catch(() => {}),
    );
  }
}

/** Ends only where its end is reached, by the position or by a record beyond it: that nothing came proves nothing. */
async function* readStretch(cluster: ClusterClient, stretch: Stretch, patience: ReadPatience): AsyncGenerator<LogRecord> {
  let position = stretch.from;
  let { atFirst } = stretch;
  while (position < stretch.to) {
    patience.demand();
    const { fetched, first, error } = await ask(cluster, stretch, position, patience.tries > 0 ? mostBytesAfterNothing : mostBytes);
    if (first !== undefined) {
      if (!atFirst) throw overtaken(stretch, position, first);
      position = first;
      continue;
    }
    const ahead = fetched?.messages.filter(({ offset }) => BigInt(offset) >= position) ?? [];
    for (const message of committedOnly(ahead, fetched)) {
      if (BigInt(message.offset) >= stretch.to) return;
      atFirst = false;
      yield toLogRecord(stretch, message);
    }
    const next = nextOf(fetched, position);
    if (next > position) patience.moved();
    else if (fetched && (await isGap(cluster, stretch, position))) return;
    else await patience.wait(position, error);
    if (error !== undefined) await cluster.refreshMetadata().catch(() => {});
    position = next;
  }
}

interface Answer {
  /** Undefined: the broker answered without the partition, as one does that throttles its clients. */
  readonly fetched?: FetchedPartition | undefined;
  /** The log's first offset, where the position is before it. */
  readonly first?: bigint;
  readonly error?: unknown;
}

async function ask(cluster: ClusterClient, at: TopicPartition, position: bigint, maxBytes: number): Promise<Answer> {
  try {
    return { fetched: await fetch(cluster, at, { position, maxBytes, isolationLevel: readCommitted }) };
  } catch (error) {
    if (!causes(error).some(({ type }) => type === "OFFSET_OUT_OF_RANGE")) return { error };
    const first = await firstOf(cluster, at).catch(() => undefined);
    return first !== undefined && first > position ? { first } : { error };
  }
}

async function fetch(
  cluster: ClusterClient,
  { topic, partition }: TopicPartition,
  { position, maxBytes, isolationLevel }: { readonly position: bigint; readonly maxBytes: number; readonly isolationLevel: number },
): Promise<FetchedPartition | undefined> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw Object.assign(new Error(`${topic}/${partition} has no leader`), { retriable: true });
  const leader = await cluster.findBroker({ nodeId });
  const { responses } = await leader.fetch({
    isolationLevel,
    maxWaitTime: 100,
    minBytes: 1,
    maxBytes: Math.max(maxBytes, 10_485_760),
    topics: [{ topic, partitions: [{ partition, fetchOffset: position.toString(), maxBytes }] }],
  });
  return responses.flatMap(({ partitions }) => partitions).find((one) => one.partition === partition);
}

async function firstOf(cluster: ClusterClient, { topic, partition }: TopicPartition): Promise<bigint | undefined> {
  const answers = await cluster.fetchTopicsOffset([{ topic, fromBeginning: true, partitions: [{ partition }] }]);
  const found = answers.flatMap(({ partitions }) => partitions).find((one) => one.partition === partition);
  return found && BigInt(found.offset);
}

/** What stands behind the last record; where compaction took all records from the position on, behind the last batch. */
function nextOf(fetched: FetchedPartition | undefined, position: bigint): bigint {
  const last = fetched?.messages.at(-1);
  if (!last) return position;
  if (BigInt(last.offset) >= position) return BigInt(last.offset) + 1n;
  const { firstOffset, lastOffsetDelta } = last.batchContext ?? {};
  const next = firstOffset === undefined || lastOffsetDelta === undefined ? position : BigInt(firstOffset) + BigInt(lastOffsetDelta) + 1n;
  return next > position ? next : position;
}

/** True where the log's next record, were it of an open transaction, is beyond the stretch: compaction left nothing in it. */
async function isGap(cluster: ClusterClient, stretch: Stretch, position: bigint): Promise<boolean> {
  const question = { position, maxBytes: mostBytes, isolationLevel: readUncommitted };
  const fetched = await fetch(cluster, stretch, question).catch(() => undefined);
  const next = fetched?.messages.find(({ offset }) => BigInt(offset) >= position);
  return next !== undefined && BigInt(next.offset) >= stretch.to;
}

/** Leaves out control records, and records of transactions that were aborted. */
export function committedOnly(messages: readonly FetchedMessage[], fetched: FetchedPartition | undefined): readonly FetchedMessage[] {
  const begins = [...(fetched?.abortedTransactions ?? [])].sort((a, b) => (BigInt(a.firstOffset) < BigInt(b.firstOffset) ? -1 : 1));
  const aborting = new Set<string>();
  return messages.filter((message) => {
    while (begins[0] && BigInt(message.offset) >= BigInt(begins[0].firstOffset)) {
      aborting.add(begins[0].producerId);
      begins.shift();
    }
    const producer = message.batchContext?.producerId ?? "";
    if (message.isControlRecord) {
      aborting.delete(producer);
      return false;
    }
    return !(aborting.has(producer) && message.batchContext?.inTransaction);
  });
}

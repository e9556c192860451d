import { pause, within } from "./deadline.js";
import type { ClusterClient, FetchedMessage, FetchedPartition } from "./kafkajs-client.js";
import { clientError } from "./kafkajs-errors.js";
import { toLogRecord } from "./kafkajs-records.js";
import type { LogRecord, TopicPartition } from "./transport.js";

/** One partition's stretch: `from` inclusive, `to` exclusive. */
export interface Stretch extends TopicPartition {
  readonly from: bigint;
  readonly to: bigint;
}

const readCommitted = 1;
const attempts = 6;
// Behind the last readable record there may be markers or open transactions: so many empty answers end a stretch.
const emptyAnswers = 3;

/** Fetches from the leaders, without a group: no rebalance delay, and nothing is left behind on the broker. */
export async function* readStretches(
  cluster: ClusterClient,
  stretches: readonly Stretch[],
  signal?: AbortSignal,
): AsyncGenerator<LogRecord> {
  try {
    await cluster.connect();
    await cluster.addMultipleTargetTopics([...new Set(stretches.map(({ topic }) => topic))]);
    for (const stretch of stretches) yield* readStretch(cluster, stretch, signal);
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

async function* readStretch(cluster: ClusterClient, stretch: Stretch, signal: AbortSignal | undefined): AsyncGenerator<LogRecord> {
  let position = stretch.from;
  let empty = 0;
  while (position < stretch.to && empty < emptyAnswers) {
    signal?.throwIfAborted();
    const fetched = await fetch(cluster, stretch, position);
    const ahead = fetched.messages.filter(({ offset }) => BigInt(offset) >= position);
    for (const message of committedOnly(ahead, fetched)) {
      if (BigInt(message.offset) >= stretch.to) return;
      yield toLogRecord(stretch, message);
    }
    const last = ahead.at(-1);
    if (last) position = BigInt(last.offset) + 1n;
    empty = last ? 0 : empty + 1;
    // An answer may come back empty at once, from a broker that is merely busy.
    if (!last) await pause(200);
  }
}

async function fetch(cluster: ClusterClient, { topic, partition }: TopicPartition, position: bigint): Promise<FetchedPartition> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
      if (nodeId === undefined) throw new Error(`${topic}/${partition} has no leader`);
      const leader = await cluster.findBroker({ nodeId });
      const { responses } = await leader.fetch({
        isolationLevel: readCommitted,
        maxWaitTime: 100,
        minBytes: 1,
        maxBytes: 10_485_760,
        topics: [{ topic, partitions: [{ partition, fetchOffset: position.toString(), maxBytes: 2_097_152 }] }],
      });
      const found = responses.flatMap(({ partitions }) => partitions).find((one) => one.partition === partition);
      return found ?? { partition, highWatermark: "0", messages: [] };
    } catch (error) {
      if (attempt === attempts) throw error;
      await pause(100 * 2 ** attempt);
      await cluster.refreshMetadata().catch(() => {});
    }
  }
}

/** Leaves out control records, and records of transactions that were aborted. */
export function committedOnly(messages: readonly FetchedMessage[], { abortedTransactions }: FetchedPartition): readonly FetchedMessage[] {
  const begins = [...(abortedTransactions ?? [])].sort((a, b) => (BigInt(a.firstOffset) < BigInt(b.firstOffset) ? -1 : 1));
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

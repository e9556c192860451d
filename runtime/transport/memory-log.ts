import { EventwrightError } from "../errors.js";
import type { LogRecord, NewTopic, OutgoingRecord, TopicPartition } from "./transport.js";

/** Topics as arrays: append only, offsets never reused. */
export class MemoryLog {
  readonly #topics = new Map<string, Partition[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** True if it was missing. */
  create({ name, partitions }: NewTopic): boolean {
    if (this.#topics.has(name)) return false;
    this.#topics.set(
      name,
      Array.from({ length: partitions }, () => ({ first: 0n, next: 0n, records: [] })),
    );
    return true;
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** @throws EventwrightError TOPIC_UNKNOWN. */
  partitions(topic: string): readonly Readonly<Partition>[] {
    const partitions = this.#topics.get(topic);
    if (!partitions) throw new EventwrightError("TOPIC_UNKNOWN", { detail: topic, hint: "create it first; nothing is created by a send" });
    return partitions;
  }

  /** Copies the bytes, so that the caller may reuse its buffers. */
  append(record: OutgoingRecord): bigint {
    const partition = this.#partition(record);
    const offset = partition.next++;
    partition.records.push({
      topic: record.topic,
      partition: record.partition,
      offset,
      timestamp: record.timestamp ?? this.#now(),
      key: record.key && Uint8Array.from(record.key),
      value: record.value && Uint8Array.from(record.value),
      headers: record.headers.map(([name, value]) => [name, Uint8Array.from(value)] as const),
    });
    return offset;
  }

  /** Records from `offset` on, at most `limit`. */
  slice(at: TopicPartition, offset: bigint, limit: number): readonly LogRecord[] {
    const { records } = this.#partition(at);
    const start = lowerBound(records, offset);
    return records.slice(start, start + limit);
  }

  /** Drops records below `before`, as retention does. */
  trim(at: TopicPartition, before: bigint): void {
    const partition = this.#partition(at);
    partition.records.splice(0, lowerBound(partition.records, before));
    partition.first = before > partition.next ? partition.next : before;
  }

  /** Keeps the last record of each key, as compaction does; the others leave gaps. */
  compact(topic: string): void {
    for (const partition of this.#topics.get(topic) ?? []) {
      const last = new Map(partition.records.map((record) => [keyOf(record), record.offset]));
      const kept = partition.records.filter((record) => last.get(keyOf(record)) === record.offset);
      partition.records.splice(0, partition.records.length, ...kept);
    }
  }

  #partition({ topic, partition }: TopicPartition): Partition {
    const found = this.#topics.get(topic)?.[partition];
    if (!found) throw new EventwrightError("TOPIC_UNKNOWN", { detail: `${topic}/${partition}` });
    return found;
  }
}

interface Partition {
  first: bigint;
  next: bigint;
  readonly records: LogRecord[];
}

function lowerBound(records: readonly LogRecord[], offset: bigint): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const record = records[middle];
    if (record && record.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf({ key, offset }: LogRecord): string {
  return key === null ? `@${offset}` : Buffer.from(key).toString("base64");
}

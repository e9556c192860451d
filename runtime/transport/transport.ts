/** The log, as narrow as the runtime needs it: what `memory` and `kafkajs` both are. No client's type crosses this file. */
export interface Transport {
  /** For messages, e.g. `kafkajs 127.0.0.1:9092`. */
  readonly name: string;
  /** Number of partitions. @throws EventwrightError TOPIC_UNKNOWN, BROKER_UNAVAILABLE. */
  partitions(topic: string): Promise<number>;
  /**
   * Appends; each record names its partition. Answers in order, one for each record; a record is never dropped in silence.
   * @throws EventwrightError BROKER_UNAVAILABLE, TOPIC_UNKNOWN, RECORD_INVALID when not all of them were acknowledged before `signal`.
   */
  send(records: readonly OutgoingRecord[], options?: { readonly signal?: AbortSignal }): Promise<readonly Acknowledged[]>;
  /** Joins a consumer group and delivers to `intake` until closed. Resolves once the driver runs; it may still be waiting for a broker. */
  subscribe(options: SubscribeOptions, intake: Intake): Promise<Subscription>;
  /**
   * Reads a bounded stretch of a topic outside any group, partition by partition in offset order; what open transactions hold back is beyond
   * the end. Never ends early. @throws EventwrightError TOPIC_UNKNOWN, BROKER_UNAVAILABLE, LOG_OVERTAKEN.
   */
  read(topic: string, range?: ReadRange): AsyncIterable<LogRecord>;
  /** First and next offset of each partition, by partition number. */
  offsets(topic: string): Promise<readonly { readonly first: bigint; readonly next: bigint }[]>;
  /** Committed (next-to-read) offsets of a group, by partition number; undefined where nothing was committed. */
  committed(group: string, topic: string): Promise<readonly (bigint | undefined)[]>;
  /** Creates those that are missing. */
  createTopics(topics: readonly NewTopic[]): Promise<void>;
  /** Ends all that this transport opened; in-flight sends are awaited up to 5 s. */
  close(): Promise<void>;
}

export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** A header: name and bytes. Order and repeats are kept. */
export type Header = readonly [name: string, value: Uint8Array];

export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Milliseconds since the epoch; absent: now. */
  readonly timestamp?: number;
}

export interface Acknowledged {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface SubscribeOptions {
  readonly topics: readonly string[];
  readonly group: string;
  /** Where a partition without a committed offset begins. */
  readonly from: "earliest" | "latest";
}

export interface ReadRange {
  /** Inclusive, by partition number, and still to be there; absent: the first that there is. */
  readonly from?: readonly (bigint | undefined)[];
  /** Exclusive, by partition number; absent: the end as it is when the read starts. */
  readonly to?: readonly (bigint | undefined)[];
  readonly signal?: AbortSignal;
}

/** The consumer core, as a driver sees it. No method ever throws. */
export interface Intake {
  /** The full assignment after each (re)join; what is missing from it is no longer ours. `generation` rises with every join. */
  assigned(partitions: readonly TopicPartition[], generation: number): void;
  /** Records of one partition, ascending. Held open until they are done or the hold time is over; may take only a prefix (see `take`). */
  deliver(delivery: Delivery): Promise<void>;
  /** The group is about to rebalance, and commits are still accepted: drain, commit, then return. */
  rebalancing(): Promise<void>;
  /** Everything owned is lost (eviction, crash): nothing of it may be committed any more. */
  lost(reason: Error): void;
  /** No broker or no group for now; the driver goes on trying, and `assigned` says when it is over. */
  troubled(reason: Error): void;
}

export interface Delivery extends TopicPartition {
  readonly records: readonly LogRecord[];
  /** Moves the fetch position past `offset`; says nothing about durability. */
  take(offset: bigint): void;
  /** Keeps the membership alive; answers "rebalancing" once the group wants its members back. */
  heartbeat(): Promise<"steady" | "rebalancing" | "lost">;
}

export interface Subscription {
  /** Stores next-to-read offsets; one attempt. @throws when the coordinator refused. */
  commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void>;
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /** Leaves the group. The core has drained and committed before it calls this. */
  close(): Promise<void>;
}

import { EventwrightError } from "../errors.js";
import { type MemoryBroker, Power, turns } from "./memory-broker.js";
import { FaultBook, type MemoryFaults } from "./memory-faults.js";
import { MemoryGroup } from "./memory-group.js";
import { MemoryLog } from "./memory-log.js";
import type { MemoryMember } from "./memory-member.js";
import { overtaken, stretchesOf } from "./read-range.js";
import { checkPartition, checkRecords } from "./record-check.js";
import type {
  Acknowledged,
  Intake,
  LogRecord,
  NewTopic,
  OutgoingRecord,
  ReadRange,
  SubscribeOptions,
  Subscription,
  TopicPartition,
  Transport,
} from "./transport.js";

export interface MemoryOptions {
  readonly faults?: MemoryFaults;
  /** Draws the order of partitions under `faults.reorder`. Default 1. */
  readonly seed?: number;
  /** The clock that stamps records. Default: the system's. */
  readonly now?: () => number;
  /** Records in one delivery, at most. Default 100. */
  readonly batch?: number;
  /** Bytes of key and value, at most; like Kafka's default. */
  readonly maxRecordBytes?: number;
  /** Default 10 000. */
  readonly rebalanceTimeoutMs?: number;
}

/** A transport in this process, and the switches that break it. */
export interface MemoryTransport extends Transport {
  readonly control: MemoryControl;
}

/** Breaks the memory transport on command. */
export interface MemoryControl {
  /** The broker stops to answer: sends wait, deliveries cease, everything else fails. */
  down(): void;
  /** The broker answers again; groups rejoin and go on where they had committed. */
  up(): void;
  /** All members of the group have to rejoin. */
  rebalance(group: string): void;
  /** The subscription (or all of a group) ends like a killed process: no commit, no farewell, never back. */
  crash(target: Subscription | string): void;
  /** As when the session expired: everything is lost, then it joins again. */
  evict(target: Subscription | string): void;
  /** The next `count` sends fail; "before": nothing appended, "after": appended, but the answer is lost. */
  failSends(count: number, when?: "before" | "after"): void;
  /** The next `count` commits are refused. */
  failCommits(count: number): void;
  /** Drops records below `before`, as retention does. */
  trim(at: TopicPartition, before: bigint): void;
  /** Keeps only the last record of each key, as compaction does. */
  compact(topic: string): void;
}

/** Kafka's log and groups in this process: deterministic, without a network, with faults as data. */
export function memoryTransport(options: MemoryOptions = {}): MemoryTransport {
  return new InProcess(options);
}

const maxWaitMs = 30_000;

class InProcess implements MemoryTransport {
  readonly name = "memory";
  readonly control: MemoryControl;
  readonly #broker: MemoryBroker;
  readonly #maxRecordBytes: number;
  readonly #groups = new Map<string, MemoryGroup>();
  readonly #seats = new Map<Subscription, { member: MemoryMember; group: MemoryGroup }>();
  readonly #closed = new AbortController();

  constructor(options: MemoryOptions) {
    this.#maxRecordBytes = options.maxRecordBytes ?? 1_048_576;
    this.#broker = {
      log: new MemoryLog(options.now ?? Date.now),
      faults: new FaultBook(options.faults ?? {}, options.seed ?? 1),
      power: new Power(),
      batch: options.batch ?? 100,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 10_000,
    };
    this.control = this.#switches();
  }

  async partitions(topic: string): Promise<number> {
    this.#broker.power.demand();
    return this.#broker.log.partitions(topic).length;
  }

  async send(records: readonly OutgoingRecord[], options: { readonly signal?: AbortSignal } = {}): Promise<readonly Acknowledged[]> {
    const { log, faults } = this.#broker;
    checkRecords(records);
    for (const record of records) this.#checkSize(record);
    await this.#answering(options.signal);
    for (const record of records) checkPartition(record, log.partitions(record.topic).length);
    if (faults.failedSends > 0) {
      faults.failedSends--;
      throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "by the faults' plan" });
    }
    const answers = records.map((record) => this.#append(record));
    for (const group of this.#groups.values()) group.kick();
    if (faults.lostAcks > 0) {
      faults.lostAcks--;
      throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "appended, but the answer was lost, by the faults' plan" });
    }
    return answers;
  }

  async subscribe(options: SubscribeOptions, intake: Intake): Promise<Subscription> {
    const group = this.#group(options.group);
    const member = group.join(options, intake);
    const subscription: Subscription = {
      commit: async (offsets) => group.commit(member, offsets),
      pause: (at) => member.pause(at),
      resume: (at) => member.resume(at),
      close: async () => {
        this.#seats.delete(subscription);
        group.leave(member);
      },
    };
    this.#seats.set(subscription, { member, group });
    return subscription;
  }

  async *read(topic: string, range: ReadRange = {}): AsyncGenerator<LogRecord> {
    for (const stretch of stretchesOf(topic, await this.offsets(topic), range)) {
      let { from: position, atFirst } = stretch;
      while (position < stretch.to) {
        range.signal?.throwIfAborted();
        this.#broker.power.demand();
        const first = this.#broker.log.partitions(topic)[stretch.partition]?.first ?? 0n;
        if (first > position && !atFirst) throw overtaken(stretch, position, first);
        const records = this.#broker.log.slice(stretch, position, 500).filter(({ offset }) => offset < stretch.to);
        if (records.length === 0) break;
        for (const record of records) yield record;
        atFirst = false;
        position = (records.at(-1)?.offset ?? stretch.to) + 1n;
        await turns(1);
      }
    }
  }

  async offsets(topic: string): Promise<readonly { readonly first: bigint; readonly next: bigint }[]> {
    this.#broker.power.demand();
    return this.#broker.log.partitions(topic).map(({ first, next }) => ({ first, next }));
  }

  async committed(group: string, topic: string): Promise<readonly (bigint | undefined)[]> {
    this.#broker.power.demand();
    return this.#broker.log.partitions(topic).map((_, partition) => this.#groups.get(group)?.committed({ topic, partition }));
  }

  async createTopics(topics: readonly NewTopic[]): Promise<void> {
    this.#broker.power.demand();
    const created = topics.filter((topic) => this.#broker.log.create(topic)).map(({ name }) => name);
    for (const group of this.#groups.values()) {
      if (group.members.some(({ claim }) => claim.topics.some((topic) => created.includes(topic)))) group.rebalance();
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([...this.#seats.keys()].map((subscription) => subscription.close()));
  }

  async #answering(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#broker.power.isUp) {
      const ends = [AbortSignal.timeout(maxWaitMs), this.#closed.signal];
      await this.#broker.power.whenUp(AbortSignal.any(signal ? [signal, ...ends] : ends));
    }
    if (this.#closed.signal.aborted) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "the transport is closed" });
    if (signal?.aborted) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "the caller gave up", cause: signal.reason });
  }

  #group(name: string): MemoryGroup {
    const group = this.#groups.get(name) ?? new MemoryGroup(name, this.#broker);
    this.#groups.set(name, group);
    return group;
  }

  #checkSize({ topic, key, value }: OutgoingRecord): void {
    const bytes = (key?.length ?? 0) + (value?.length ?? 0);
    if (bytes <= this.#maxRecordBytes) return;
    throw new EventwrightError("RECORD_INVALID", { detail: `${bytes} bytes for ${topic}, more than ${this.#maxRecordBytes}` });
  }

  #append(record: OutgoingRecord): Acknowledged {
    const { log, faults } = this.#broker;
    const offset = log.append(record);
    for (let copy = 1; copy < faults.copies(record, offset); copy++) log.append(record);
    return { topic: record.topic, partition: record.partition, offset };
  }

  #targets(target: Subscription | string): { subscription: Subscription; member: MemoryMember; group: MemoryGroup }[] {
    return [...this.#seats]
      .filter(([subscription, { group }]) => subscription === target || group.name === target)
      .map(([subscription, seat]) => ({ subscription, ...seat }));
  }

  #switches(): MemoryControl {
    const { log, faults, power } = this.#broker;
    return {
      down: () => {
        power.set(false);
        for (const group of this.#groups.values()) group.troubled();
      },
      up: () => {
        power.set(true);
        for (const group of this.#groups.values()) group.rebalance();
      },
      rebalance: (group) => this.#groups.get(group)?.rebalance(),
      crash: (target) => {
        for (const { subscription, member, group } of this.#targets(target)) {
          this.#seats.delete(subscription);
          member.lose(new Error("crashed"));
          group.leave(member);
        }
      },
      evict: (target) => {
        for (const { member, group } of this.#targets(target)) group.evict(member);
      },
      failSends: (count, when = "before") => {
        if (when === "before") faults.failedSends += count;
        else faults.lostAcks += count;
      },
      failCommits: (count) => {
        faults.failedCommits += count;
      },
      trim: (at, before) => log.trim(at, before),
      compact: (topic) => log.compact(topic),
    };
  }
}

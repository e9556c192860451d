import type { LogRecord, OutgoingRecord } from "./transport.js";

/** What goes wrong, as data; nothing goes wrong that is not named here. */
export interface MemoryFaults {
  /** These records are appended twice, as after a producer's retry. */
  readonly duplicate?: FaultRule;
  /** The fetch position jumps back to these records after their delivery. */
  readonly redeliver?: FaultRule;
  /** Partitions overtake each other in an order drawn from the seed; within a partition nothing moves. */
  readonly reorder?: boolean;
  /** So many sends fail with BROKER_UNAVAILABLE and append nothing. */
  readonly failedSends?: number;
  /** So many sends append, and fail with BROKER_UNAVAILABLE all the same. */
  readonly lostAcks?: number;
  /** So many commits are refused. */
  readonly failedCommits?: number;
  /** A rebalance of the group after each so many deliveries. */
  readonly rebalanceEvery?: number;
}

/** Which records a fault hits. */
interface FaultRule {
  /** Absent: all topics. */
  readonly topic?: string;
  /** Every how many-eth record of a partition; 1 is each. Default 1. */
  readonly every?: number;
  /** How often the same record is hit. Default 1. */
  readonly times?: number;
}

/** The faults that are still to come. */
export class FaultBook {
  failedSends: number;
  lostAcks: number;
  failedCommits: number;
  readonly #faults: MemoryFaults;
  readonly #hits = new Map<string, number>();
  #deliveries = 0;
  #random: number;

  constructor(faults: MemoryFaults, seed: number) {
    this.#faults = faults;
    this.#random = seed | 0;
    this.failedSends = faults.failedSends ?? 0;
    this.lostAcks = faults.lostAcks ?? 0;
    this.failedCommits = faults.failedCommits ?? 0;
  }

  /** How many copies of the record, which would get `offset`, are appended. */
  copies(record: OutgoingRecord, offset: bigint): number {
    const rule = this.#faults.duplicate;
    return 1 + (rule && matches(rule, record.topic, offset) ? (rule.times ?? 1) : 0);
  }

  /** The offset to go back to after these were delivered to a group; undefined: none. */
  rewind(group: string, delivered: readonly LogRecord[]): bigint | undefined {
    const rule = this.#faults.redeliver;
    if (!rule) return undefined;
    const hit = delivered.filter((record) => {
      const key = `${group} ${record.topic}/${record.partition}@${record.offset}`;
      const hits = this.#hits.get(key) ?? 0;
      if (hits >= (rule.times ?? 1) || !matches(rule, record.topic, record.offset)) return false;
      this.#hits.set(key, hits + 1);
      return true;
    });
    return hit[0]?.offset;
  }

  /** Turns of the event loop that a delivery waits, so that partitions overtake each other. */
  turns(): number {
    return this.#faults.reorder ? 1 + (this.#next() % 5) : 1;
  }

  /** True when a rebalance is due after this delivery. */
  rebalanceNow(): boolean {
    const every = this.#faults.rebalanceEvery;
    return every !== undefined && ++this.#deliveries % every === 0;
  }

  /** xorshift32, so that a seed is a story that can be told again. */
  #next(): number {
    let x = this.#random || 0x9e3779b9;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return x >>> 0;
  }
}

function matches(rule: FaultRule, topic: string, offset: bigint): boolean {
  if (rule.topic !== undefined && rule.topic !== topic) return false;
  return (offset + 1n) % BigInt(rule.every ?? 1) === 0n;
}

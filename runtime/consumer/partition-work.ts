import type { LogRecord, TopicPartition } from "../transport/transport.js";
import { Bell } from "./bell.js";
import { Lane } from "./lane.js";
import { Track } from "./track.js";

// Together with the window in records: what one partition may hold in memory.
const mostBytes = 8 * 1024 * 1024;

export type ProcessRecord = (record: LogRecord, signal: AbortSignal) => Promise<void>;

export interface PartitionWorkOptions extends TopicPartition {
  readonly lanes: number;
  readonly window: number;
  readonly process: ProcessRecord;
  /** Called when a record no longer counts as open. */
  readonly onDone?: (work: PartitionWork) => void;
}

/** One partition for as long as we own it: its lanes, its track, and the signal that ends its handlers. */
export class PartitionWork {
  readonly topic: string;
  readonly partition: number;
  readonly track = new Track();
  readonly changed = new Bell();
  /** Highest next-to-read offset that we committed. */
  committed: bigint | undefined;
  paused = false;
  lastDoneAt = performance.now();
  readonly #lanes: readonly Lane[];
  readonly #window: number;
  readonly #onDone: (work: PartitionWork) => void;
  readonly #ended = new AbortController();
  #highestBegun: bigint | undefined;
  #bytes = 0;

  constructor({ topic, partition, lanes, window, process, onDone = () => {} }: PartitionWorkOptions) {
    this.topic = topic;
    this.partition = partition;
    this.#window = window;
    this.#onDone = onDone;
    this.#lanes = Array.from({ length: lanes }, () => new Lane((record) => this.#work(record, process)));
  }

  /** Aborted once nothing of this partition may be committed any more. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  get idle(): boolean {
    return this.track.open === 0;
  }

  get full(): boolean {
    return this.track.span() >= this.#window || this.#bytes >= mostBytes;
  }

  get halfEmpty(): boolean {
    return this.track.span() < this.#window / 2 && this.#bytes < mostBytes / 2;
  }

  accept(record: LogRecord): void {
    // After a quiet hour the first record has not waited for an hour.
    if (this.idle) this.lastDoneAt = performance.now();
    this.track.start(record.offset);
    this.#bytes += sizeOf(record);
    this.#lanes[laneOf(record, this.#lanes.length)]?.push(record);
  }

  /** Drops what was not begun yet; it is fetched again by whoever owns the partition next. */
  trim(): void {
    const from = (this.#highestBegun ?? -1n) + 1n;
    for (const lane of this.#lanes) for (const record of lane.trim(from)) this.#bytes -= sizeOf(record);
    this.track.rewind(from);
  }

  /** Ends it: handlers see their signal, transactions roll back, nothing is committed any more. */
  end(reason: Error): void {
    this.#ended.abort(reason);
    this.changed.ring();
  }

  async #work(record: LogRecord, process: ProcessRecord): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#highestBegun === undefined || record.offset > this.#highestBegun) this.#highestBegun = record.offset;
    await process(record, this.signal);
    this.signal.throwIfAborted();
    this.track.done(record.offset);
    this.#bytes -= sizeOf(record);
    this.lastDoneAt = performance.now();
    this.#onDone(this);
    this.changed.ring();
  }
}

function sizeOf({ key, value }: LogRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}

/** FNV-1a of the key; a record without a key has no order to keep and goes by its offset. */
function laneOf({ key, offset }: LogRecord, lanes: number): number {
  if (key === null) return Number(offset % BigInt(lanes));
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % lanes;
}

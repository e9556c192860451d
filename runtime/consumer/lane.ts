import type { LogRecord } from "../transport/transport.js";

/** A serial queue: records of one key share a lane, so the next begins when the one before is done. */
export class Lane {
  readonly #queue: LogRecord[] = [];
  readonly #process: (record: LogRecord) => Promise<void>;
  #running = false;

  /** `process` never rejects for a record that is done; a rejection leaves the record open and stops the lane for good. */
  constructor(process: (record: LogRecord) => Promise<void>) {
    this.#process = process;
  }

  push(record: LogRecord): void {
    this.#queue.push(record);
    if (!this.#running) void this.#run();
  }

  /** Takes out, and hands back, what waits at or beyond `offset`. */
  trim(offset: bigint): readonly LogRecord[] {
    const waiting = this.#queue.splice(0);
    this.#queue.push(...waiting.filter((record) => record.offset < offset));
    return waiting.filter((record) => record.offset >= offset);
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let record = this.#queue.shift(); record !== undefined; record = this.#queue.shift()) {
      try {
        await this.#process(record);
      } catch {
        // Aborted: the partition is no longer ours, or the process ends. The record stays open, so it is never committed over.
        this.#queue.length = 0;
        return;
      }
    }
    this.#running = false;
  }
}

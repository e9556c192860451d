import { EventwrightError } from "../../../runtime/errors.js";
import type { Acknowledged, OutgoingRecord, Transport } from "../../../runtime/transport/transport.js";

/** A fake transport that keeps what it is sent, and fails or waits on demand; it can't be read from. */
export class FakeTransport implements Transport {
  readonly name = "fake";
  readonly sent: OutgoingRecord[] = [];
  readonly batches: number[] = [];
  count = 6;
  asked = 0;
  /** Called before each send; what it throws is the answer, what it awaits is waited for. */
  beforeSend: (records: readonly OutgoingRecord[], signal: AbortSignal | undefined) => Promise<void> | void = () => undefined;
  beforePartitions: () => Promise<void> | void = () => undefined;

  async partitions(): Promise<number> {
    this.asked++;
    await this.beforePartitions();
    return this.count;
  }

  async send(records: readonly OutgoingRecord[], options: { readonly signal?: AbortSignal } = {}): Promise<readonly Acknowledged[]> {
    await this.beforeSend(records, options.signal);
    this.batches.push(records.length);
    return records.map((record) => {
      const offset = BigInt(this.sent.filter(({ partition }) => partition === record.partition).length);
      this.sent.push(record);
      return { topic: record.topic, partition: record.partition, offset };
    });
  }

  async subscribe(): Promise<never> {
    throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "the fake transport only sends" });
  }

  async *read(): AsyncIterable<never> {}

  async offsets(): Promise<readonly never[]> {
    return [];
  }

  async committed(): Promise<readonly undefined[]> {
    return [];
  }

  async createTopics(): Promise<void> {}

  async close(): Promise<void> {}
}

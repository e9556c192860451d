import type { LogRecord, OutgoingRecord, ReadRange, Subscription, Transport } from "../../../runtime/transport/transport.js";
import { RecordingIntake } from "./recording-intake.js";

/** What not every broker can. */
export interface TransportCapabilities {
  readonly nullVsEmpty: boolean;
  readonly offsetFetchAdmin: boolean;
  readonly maxValueBytes: number;
}

export interface OpenTransport {
  readonly transport: Transport;
  /** A second one on the same log; the same one where the log lives in the transport. */
  readonly other: Transport;
  cleanup(): Promise<void>;
}

/** The name of a topic of the suite, for a broker that has to be told of its topics beforehand. */
export function contractTopic(run: string, partitions: number, serial: number): string {
  return `contract-${run}-p${partitions}-${serial}`;
}

/** What every test of the suite works with: fresh names, and the transport under test. */
export class ContractBench {
  readonly run = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  readonly can: TransportCapabilities;
  opened: OpenTransport | undefined;
  #serial = 0;

  constructor(can: TransportCapabilities) {
    this.can = can;
  }

  transport(): Transport {
    return this.#open().transport;
  }

  other(): Transport {
    return this.#open().other;
  }

  async fresh(partitions = 3): Promise<string> {
    const topic = contractTopic(this.run, partitions, ++this.#serial);
    await this.transport().createTopics([{ name: topic, partitions }]);
    return topic;
  }

  freshGroup(): string {
    return `group-${this.run}-${++this.#serial}`;
  }

  async join(
    topic: string,
    group: string,
    options: { readonly from?: "earliest" | "latest"; readonly on?: Transport } = {},
  ): Promise<{ readonly intake: RecordingIntake; readonly subscription: Subscription }> {
    const intake = new RecordingIntake();
    const on = options.on ?? this.transport();
    return { intake, subscription: await on.subscribe({ topics: [topic], group, from: options.from ?? "earliest" }, intake) };
  }

  async readAll(topic: string, range?: ReadRange): Promise<LogRecord[]> {
    const records: LogRecord[] = [];
    for await (const record of this.transport().read(topic, range)) records.push(record);
    return records;
  }

  #open(): OpenTransport {
    if (!this.opened) throw new Error("the transport is not open");
    return this.opened;
  }
}

export function record(topic: string, partition: number, value: string): OutgoingRecord {
  return { topic, partition, key: Buffer.from("key"), value: Buffer.from(value), headers: [] };
}

export function text(bytes: Uint8Array | null): string {
  return bytes === null ? "null" : Buffer.from(bytes).toString();
}

/** `partition@offset=value`. */
export function position({ partition, offset, value }: LogRecord): string {
  return `${partition}@${offset}=${text(value)}`;
}

import { EventwrightError } from "../errors.js";
import type { OutgoingMessage, ProduceResult } from "./kafkajs-client.js";
import { causes } from "./kafkajs-errors.js";
import { toMessage } from "./kafkajs-records.js";
import type { Acknowledged, OutgoingRecord } from "./transport.js";

/** One record on its way. */
export interface Pending {
  readonly record: OutgoingRecord;
  readonly message: OutgoingMessage;
  readonly bytes: number;
  acknowledged: Acknowledged | undefined;
}

/** One call of `send`, from the queue to its answer. */
export class SendCall {
  readonly pending: readonly Pending[];
  readonly answer: Promise<readonly Acknowledged[]>;
  /** True after a failure that one of several calls caused: it is found by sending each alone. */
  alone = false;
  /** Why the last attempt failed. */
  reason: unknown;
  settled = false;
  #resolve: (acknowledged: readonly Acknowledged[]) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(records: readonly OutgoingRecord[]) {
    this.pending = records.map((record) => ({ record, message: toMessage(record), bytes: sizeOf(record), acknowledged: undefined }));
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get topics(): ReadonlySet<string> {
    return new Set(this.pending.map(({ record }) => record.topic));
  }

  /** Answers the caller if every record is acknowledged. */
  check(): void {
    if (this.settled || this.pending.some(({ acknowledged }) => !acknowledged)) return;
    this.settled = true;
    this.#resolve(this.pending.flatMap(({ acknowledged }) => acknowledged ?? []));
  }

  fail(error: Error): void {
    if (this.settled) return;
    this.settled = true;
    this.#reject(error);
  }

  giveUp(): void {
    const last = causes(this.reason).at(-1)?.message;
    const detail = last ? `not acknowledged in time; last: ${last}` : "not acknowledged in time";
    this.fail(new EventwrightError("BROKER_UNAVAILABLE", { detail, ...(this.reason === undefined ? {} : { cause: this.reason }) }));
  }
}

/** The broker answers one base offset for each partition; records follow it in the order they were sent. */
export function settle(sent: readonly Pending[], results: readonly ProduceResult[]): void {
  const next = new Map<string, bigint>();
  for (const { topicName, partition, baseOffset, offset, errorCode } of results) {
    const base = baseOffset ?? offset;
    if (errorCode === 0 && base !== undefined) next.set(`${topicName}/${partition}`, BigInt(base));
  }
  for (const entry of sent) {
    const { topic, partition } = entry.record;
    const offset = next.get(`${topic}/${partition}`);
    if (offset === undefined) continue;
    entry.acknowledged = { topic, partition, offset };
    next.set(`${topic}/${partition}`, offset + 1n);
  }
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  const inHeaders = headers.reduce((sum, [name, bytes]) => sum + name.length * 3 + bytes.length + 10, 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + inHeaders + 32;
}

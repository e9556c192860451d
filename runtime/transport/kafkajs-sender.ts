import { EventwrightError } from "../errors.js";
import type { Log } from "../log.js";
import { Trouble } from "../trouble.js";
import { expiry, pause, within } from "./deadline.js";
import { type Pending, SendCall, settle } from "./kafkajs-call.js";
import type { ClientFactory, OutgoingMessage, ProducerClient } from "./kafkajs-client.js";
import { causes, clientError, passes } from "./kafkajs-errors.js";
import { checkPartition, checkRecords } from "./record-check.js";
import type { Acknowledged, OutgoingRecord } from "./transport.js";

export interface SenderOptions {
  readonly clients: ClientFactory;
  /** The number of partitions, asked from the broker. */
  readonly partitions: (topic: string) => Promise<number>;
  readonly sendTimeoutMs: number;
  readonly log: Log;
}

const metadataMaxAgeMs = 30_000;
// A request holds one batch for each partition, and a broker takes 1 MiB of batch by default.
const requestBytes = 900_000;
const requestRecords = 10_000;

/**
 * Sends until every record is acknowledged, the caller gives up, or time is up.
 * One request is in flight at a time and takes along whatever waits, so records keep the order of their calls, also when a request is repeated.
 */
export class Sender {
  readonly #of: SenderOptions;
  readonly #trouble: Trouble;
  readonly #closed = new AbortController();
  readonly #cancelled = new WeakSet<object>();
  readonly #counts = new Map<string, { readonly count: Promise<number>; readonly at: number }>();
  #queue: SendCall[] = [];
  #pumping = false;
  #producer: Promise<ProducerClient> | undefined;

  constructor(options: SenderOptions) {
    this.#of = options;
    this.#trouble = new Trouble(options.log);
  }

  async send(records: readonly OutgoingRecord[], signal?: AbortSignal): Promise<readonly Acknowledged[]> {
    checkRecords(records);
    if (records.length === 0) return [];
    if (this.#closed.signal.aborted) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "the transport is closed" });
    const call = new SendCall(records);
    const end = expiry(this.#of.sendTimeoutMs, signal, () => this.#cancel(call));
    this.#queue.push(call);
    if (!this.#pumping) void this.#pump();
    return call.answer.finally(() => end.clear());
  }

  /** Waits for sends in flight at most 5 s, then ends them. */
  async close(): Promise<void> {
    await within(5_000, Promise.allSettled(this.#queue.map(({ answer }) => answer)));
    this.#closed.abort();
    for (const call of this.#waiting()) this.#cancel(call);
    const producer = this.#producer;
    this.#producer = undefined;
    if (producer !== undefined)
      await within(
        2_000,
        producer.then((client) => client.disconnect()).catch(() => {}),
      );
  }

  #cancel(call: SendCall): void {
    // The client goes on trying by itself; its partitioner, asked at each try, ends that.
    for (const { message } of call.pending) this.#cancelled.add(message);
    call.giveUp();
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    for (let attempt = 0; this.#waiting().length > 0; attempt++) {
      const calls = this.#batch();
      try {
        await this.#attempt(calls);
        this.#trouble.over("sending");
        attempt = -1;
      } catch (error) {
        this.#judge(calls, error);
        const open = this.#waiting().some((call) => calls.includes(call) && (calls.length === 1 || !call.alone));
        if (open) await pause(Math.min(1_000, 100 * 2 ** Math.min(attempt, 5)), this.#closed.signal);
      }
    }
    this.#pumping = false;
  }

  #waiting(): readonly SendCall[] {
    this.#queue = this.#queue.filter(({ settled }) => !settled);
    return this.#queue;
  }

  /** The calls that share the next request; the first one always, however large. */
  #batch(): readonly SendCall[] {
    const calls: SendCall[] = [];
    let bytes = 0;
    for (const call of this.#queue) {
      bytes += call.pending.reduce((sum, pending) => sum + pending.bytes, 0);
      if (calls.length > 0 && (bytes > requestBytes || call.alone)) break;
      calls.push(call);
      if (call.alone) break;
    }
    return calls;
  }

  async #attempt(calls: readonly SendCall[]): Promise<void> {
    for (const call of calls) await this.#checkPartitions(call);
    const open = calls.filter(({ settled }) => !settled).flatMap(({ pending }) => pending.filter(({ acknowledged }) => !acknowledged));
    for (let start = 0; start < open.length; ) {
      const request = fitting(open, start);
      await this.#request(request);
      start += request.length;
    }
    for (const call of calls) call.check();
  }

  async #checkPartitions(call: SendCall): Promise<void> {
    const counts = new Map<string, number>();
    try {
      for (const topic of call.topics) counts.set(topic, await this.#partitions(topic));
      for (const { record } of call.pending) checkPartition(record, counts.get(record.topic) ?? 0);
    } catch (error) {
      if (passes(error)) throw error;
      call.fail(clientError(error, "send"));
    }
  }

  async #request(request: readonly Pending[]): Promise<void> {
    const producer = await this.#connected();
    const byTopic = new Map<string, OutgoingMessage[]>();
    for (const { record, message } of request) {
      const messages = byTopic.get(record.topic);
      if (messages) messages.push(message);
      else byTopic.set(record.topic, [message]);
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    settle(request, await producer.sendBatch({ acks: -1, timeout: 10_000, topicMessages }));
    const missing = request.find(({ acknowledged }) => !acknowledged);
    if (!missing) return;
    // The client drops a partition that its metadata does not know yet; a new one asks again.
    this.#discard();
    throw new Unacknowledged(`no answer for ${missing.record.topic}/${missing.record.partition}`);
  }

  #judge(calls: readonly SendCall[], error: unknown): void {
    for (const call of calls) call.check();
    for (const call of this.#waiting()) call.reason = error;
    const open = calls.filter(({ settled }) => !settled);
    if (passes(error) || open.length < calls.length) {
      this.#trouble.report("sending", causes(error).at(-1)?.message ?? error);
      return;
    }
    this.#discard();
    for (const call of open) {
      for (const topic of call.topics) this.#counts.delete(topic);
      if (open.length === 1) call.fail(clientError(error, "send"));
      else call.alone = true;
    }
  }

  #partitions(topic: string): Promise<number> {
    const known = this.#counts.get(topic);
    if (known && Date.now() - known.at < metadataMaxAgeMs) return known.count;
    const count = this.#of.partitions(topic);
    this.#counts.set(topic, { count, at: Date.now() });
    count.catch(() => this.#counts.delete(topic));
    return count;
  }

  #connected(): Promise<ProducerClient> {
    this.#producer ??= this.#connect();
    return this.#producer;
  }

  async #connect(): Promise<ProducerClient> {
    const producer = this.#of.clients.producer((message) => this.#cancelled.has(message));
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.#producer = undefined;
      void producer.disconnect().catch(() => {});
      throw error;
    }
  }

  #discard(): void {
    const producer = this.#producer;
    this.#producer = undefined;
    void producer?.then((client) => client.disconnect()).catch(() => {});
  }
}

/** Records from `start` on that fit one request; at least one. */
function fitting(open: readonly Pending[], start: number): readonly Pending[] {
  let bytes = 0;
  let end = start;
  while (end < open.length && end - start < requestRecords) {
    bytes += open[end]?.bytes ?? 0;
    if (bytes > requestBytes && end > start) break;
    end++;
  }
  return open.slice(start, end);
}

class Unacknowledged extends Error {
  readonly retriable = true;
}

import { isEventwrightError } from "../errors.js";
import type { Deletion, Received } from "../event.js";
import type { Log } from "../log.js";
import type { Tx } from "../store/store.js";
import type { RetryPolicy, Topic } from "../topic.js";
import type { LogRecord } from "../transport/transport.js";
import type { Trouble } from "../trouble.js";
import type { ConsumerOptions, CrashPoint, DeadReason, Handler, Ignore } from "./consumer.js";
import { deadLetter } from "./dead-letter.js";
import { decodeRecord, deletionOf } from "./decode.js";
import { type Identity, placeOf } from "./identity.js";
import { claim } from "./inbox.js";
import { backoffMs, pause, untilItWorks } from "./retry.js";
import { inProcessSpan } from "./span.js";
import type { Tally } from "./tally.js";
import { besideHandler, isRegistryTrouble, isStoreTrouble } from "./temporary.js";

export interface RecordLifeOptions<T extends Tx | undefined> {
  readonly topic: Topic;
  readonly options: ConsumerOptions<T>;
  /** By event name; typed by the generated consumer that made them. */
  readonly handlers: Readonly<Record<string, Handler<Received<string, unknown>, T> | Ignore>>;
  readonly retry: RetryPolicy;
  readonly tally: Tally;
  readonly trouble: Trouble;
  readonly log: Log;
}

interface Work<T extends Tx | undefined> {
  readonly record: LogRecord;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  readonly run: (attempt: number, tx: T) => Promise<void> | void;
  readonly at: (point: CrashPoint) => Promise<void>;
}

// A registration may lag behind the first event that uses it; the registry client remembers an unknown id for as long.
const unknownSchema = { tries: 3, pauseMs: 2_500 };

/** Marks what a test's crash point threw: it ends the lane as the process's death would. */
class Crash extends Error {}

/** One record from raw bytes to done: decoded, claimed, handled, retried, or in the dead letter topic. Rejects only when aborted. */
export class RecordLife<T extends Tx | undefined> {
  readonly #of: RecordLifeOptions<T>;

  constructor(options: RecordLifeOptions<T>) {
    this.#of = options;
  }

  live(record: LogRecord, signal: AbortSignal): Promise<void> {
    return inProcessSpan(record, this.#of.options.group, () =>
      record.value === null ? this.#delete(record, signal) : this.#receive(record, signal),
    );
  }

  async #delete(record: LogRecord, signal: AbortSignal): Promise<void> {
    const { onDeletion } = this.#of.options;
    const deletion: Deletion = deletionOf(record);
    if (!onDeletion) {
      this.#of.log.info("a tombstone was passed over", { topic: record.topic, partition: record.partition, offset: record.offset });
      return;
    }
    const run = (attempt: number, tx: T) => onDeletion(deletion, { tx, signal, attempt, log: this.#of.log });
    await this.#handle({ record, identity: placeOf(record), signal, run, at: async () => {} });
  }

  async #receive(record: LogRecord, signal: AbortSignal): Promise<void> {
    const event = await this.#decode(record, signal);
    if (!event) return;
    const handler = this.#of.handlers[event.name];
    if (handler === undefined || handler === "ignore") return;
    const at = async (point: CrashPoint) => {
      try {
        await this.#of.options.at?.(point, event);
      } catch (error) {
        throw new Crash(point, { cause: error });
      }
    };
    const run = (attempt: number, tx: T) => handler(event, { tx, signal, attempt, log: this.#of.log });
    await this.#handle({ record, identity: event, signal, run, at });
  }

  /** Undefined: it could not be read, and is in the dead letter topic. */
  async #decode(record: LogRecord, signal: AbortSignal): Promise<Received<string, unknown> | undefined> {
    const { topic, options } = this.#of;
    const began = new Date();
    for (let tries = 1; ; tries += 1) {
      try {
        const work = () => decodeRecord(topic, options.registry, record);
        return await this.#patiently({ source: "registry", temporary: isRegistryTrouble, signal, work });
      } catch (error) {
        if (signal.aborted) throw error;
        const unknown = isEventwrightError(error, "SCHEMA_NOT_FOUND");
        if (unknown && tries < unknownSchema.tries) {
          await pause(unknownSchema.pauseMs, signal);
          continue;
        }
        await this.#bury({ record, signal, error, reason: unknown ? "unknown-schema" : "undecodable", attempts: tries, began });
        return undefined;
      }
    }
  }

  async #handle(work: Work<T>): Promise<void> {
    const { retry, tally, log } = this.#of;
    const { record, signal } = work;
    const began = new Date();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#patiently({ source: "store", temporary: isStoreTrouble, signal, work: () => this.#once(work, attempt) });
      } catch (error) {
        if (signal.aborted || error instanceof Crash) throw error;
        const reason = this.#verdict(error) === "dead" ? "fatal" : attempt >= retry.attempts ? "exhausted" : undefined;
        if (reason) return await this.#bury({ record, signal, error, reason, attempts: attempt, began });
        const waitMs = backoffMs(retry, attempt);
        tally.retries += 1;
        const { topic, partition, offset } = record;
        log.warn("a handler failed and is tried again", {
          topic,
          partition,
          offset,
          attempt,
          of: retry.attempts,
          waitMs: Math.round(waitMs),
          error,
        });
        await pause(waitMs, signal);
      }
    }
  }

  /** Waits trouble out. Only who met it says that it is over: a lane that needed nothing from the source knows nothing of it. */
  async #patiently<V>({ source, temporary, signal, work }: Patience<V>): Promise<V> {
    const { trouble } = this.#of;
    let met = false;
    const onTrouble = (error: unknown) => {
      met = true;
      trouble.report(source, error);
    };
    try {
      return await untilItWorks({ work, temporary, signal, onTrouble });
    } finally {
      if (met) trouble.over(source);
    }
  }

  #verdict(error: unknown): "retry" | "dead" {
    try {
      return this.#of.options.classify?.(error) ?? "retry";
    } catch (failure) {
      this.#of.log.error("classify failed", { error: failure });
      return "retry";
    }
  }

  /** One attempt: inbox row and effect in one transaction, where there is a store. */
  async #once({ record, identity, signal, run, at }: Work<T>, attempt: number): Promise<void> {
    const { options, tally, log } = this.#of;
    if (options.store === "none") {
      // Without a store the type of `tx` is undefined: see ConsumerOptions.
      await run(attempt, undefined as T);
      tally.handled += 1;
      return;
    }
    let thrown: { readonly error: unknown } | undefined;
    const owning = async <V>(work: () => Promise<V> | V): Promise<V> => {
      try {
        return await work();
      } catch (error) {
        thrown = { error };
        throw error;
      }
    };
    const inOne = async (tx: Tx) => {
      await owning(() => at("before-claim"));
      if (!(await claim(tx, options.group, identity, record))) return false;
      await owning(() => at("after-claim"));
      await owning(() => run(attempt, tx as T));
      await owning(() => at("after-effect"));
      return true;
    };
    const first = await options.store.transaction(inOne, { signal }).catch((error: unknown) => {
      throw thrown ? thrown.error : besideHandler(error);
    });
    tally[first ? "handled" : "duplicates"] += 1;
    const { topic, partition, offset } = record;
    log.debug(first ? "handled" : "a duplicate was passed over", { topic, partition, offset, id: identity.id });
    await at("after-commit");
  }

  /** Waits as long as it takes: a record is never dropped, and never committed past, before it is safe. */
  async #bury(dead: DeadRecord): Promise<void> {
    const { topic, options, tally, log } = this.#of;
    const { record, signal, reason, attempts, began } = dead;
    const error = dead.error instanceof Error ? dead.error : new Error(String(dead.error));
    const cause = { reason, error, attempts, group: options.group, firstFailedAt: began };
    const work = () => deadLetter({ transport: options.transport, topic, signal }, record, cause);
    const letter = await this.#patiently({ source: "dead letter topic", temporary: () => true, signal, work });
    tally.dead += 1;
    const origin = { topic: record.topic, partition: record.partition, offset: record.offset };
    log.error("a record went to the dead letter topic", { reason, attempts, origin: place(origin), letter: place(letter), error });
    // Not awaited, but an async callback that rejects must not end the process.
    new Promise<void>((resolve) => resolve(options.onDead?.({ reason, error, attempts, origin, letter }))).catch((failure: unknown) =>
      log.error("onDead failed", { error: failure }),
    );
  }
}

interface Patience<V> {
  readonly source: string;
  readonly temporary: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  readonly work: () => Promise<V>;
}

interface DeadRecord {
  readonly record: LogRecord;
  readonly signal: AbortSignal;
  readonly error: unknown;
  readonly reason: DeadReason;
  readonly attempts: number;
  readonly began: Date;
}

function place({ topic, partition, offset }: { readonly topic: string; readonly partition: number; readonly offset: bigint }): string {
  return `${topic}[${partition}]@${offset}`;
}

import { EventwrightError } from "../errors.js";
import type { Received } from "../event.js";
import { jsonLog } from "../log.js";
import type { Tx } from "../store/store.js";
import type { Topic } from "../topic.js";
import type { Subscription } from "../transport/transport.js";
import { Trouble } from "../trouble.js";
import type { Consumer, ConsumerOptions, ConsumerTuning, Handler, HandlersOf, Ignore } from "./consumer.js";
import { healthOf } from "./health.js";
import { GroupIntake } from "./intake.js";
import { RecordLife } from "./record-life.js";
import { newTally } from "./tally.js";

// Measured on Apache Kafka 4.4 with rebalances and kills: few duplicates, short stalls.
const defaults: ConsumerTuning = { commitEveryMs: 200, holdMs: 1_000, drainMs: 1_000, window: 256, tickMs: 100 };
const defaultLanes = 16;
const defaultCloseMs = 20_000;

/**
 * A consumer of one topic: raw records go into lanes by key, are decoded there, claimed in the inbox and handled in one transaction, retried in
 * their lane, and dead-lettered when they can't pass; offsets are committed by watermark. What the typed function of a generated consumer calls.
 */
export function createConsumer<E, T extends Tx | undefined>(
  topic: Topic<E>,
  options: ConsumerOptions<T>,
  handlers: HandlersOf<E, T>,
): Consumer {
  const log = options.log ?? jsonLog();
  const tuning = { ...defaults, ...options.tuning };
  const retry = { ...topic.retry, ...options.retry };
  const tally = newTally();
  const trouble = new Trouble(log);
  // The union of handlers by event name is looked up by the name that decoding found.
  const byName = handlers as unknown as Readonly<Record<string, Handler<Received<string, unknown>, T> | Ignore>>;
  const life = new RecordLife<T>({ topic: topic as unknown as Topic, options, handlers: byName, retry, tally, trouble, log });
  const lanes = retry.ordering === "block-partition" ? 1 : (options.lanes ?? defaultLanes);
  const intake = new GroupIntake({ lanes, tuning, process: (record, signal) => life.live(record, signal), trouble, log });
  let subscription: Subscription | undefined;
  let timer: NodeJS.Timeout | undefined;
  let starting: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  const close = async (drainMs: number) => {
    clearInterval(timer);
    await intake.close(drainMs);
    // A subscription that is only being made is closed by its start.
    await (subscription ? subscription.close() : starting?.catch(() => {}));
    log.info("consumer closed", { group: options.group, topic: topic.name, ...tally });
  };
  const start = async () => {
    log.info("consumer starts", { group: options.group, topic: topic.name, transport: options.transport.name });
    const made = await options.transport.subscribe(
      { topics: [topic.name], group: options.group, from: options.from ?? "earliest" },
      intake,
    );
    if (closing !== undefined) return await made.close();
    subscription = made;
    intake.attach(made);
    // In between a rebalance and the next join the mode is not "open": a commit would be queued behind the join and be lost.
    // Nor may ticks queue up behind a coordinator that is slow to answer.
    timer = setInterval(() => void (intake.mode === "open" && !intake.committing && intake.commit()), tuning.commitEveryMs);
    timer.unref();
  };
  return {
    start: () => {
      if (closing !== undefined) return Promise.reject(new EventwrightError("CONSUMER_CLOSED", { detail: options.group }));
      starting ??= start().catch((error: unknown) => {
        starting = undefined;
        throw error;
      });
      return starting;
    },
    health: () => healthOf(intake, tally, trouble),
    close: ({ drainMs = defaultCloseMs } = {}) => {
      closing ??= close(drainMs);
      return closing;
    },
  };
}

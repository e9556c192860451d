import { EventwrightError, isEventwrightError } from "../errors.js";
import type { EventMeta, Published } from "../event.js";
import { jsonLog } from "../log.js";
import type { Topic, TopicEvent } from "../topic.js";
import { type Composed, compose, recordOf } from "./compose.js";
import { type Deadline, startDeadline } from "./deadline.js";
import { createLanes } from "./lanes.js";
import { createLookups } from "./lookups.js";
import type { Producer, ProducerOptions, Publish } from "./producer.js";

const defaultDeadlineMs = 30_000;

/**
 * A producer of one topic's events. Events that share a key reach the log in the order of the calls; an event is retried with one
 * and the same id until it is acknowledged or its deadline is over.
 */
export function createProducer<E>(topic: Topic<E>, options: ProducerOptions): Producer & { readonly publish: Publish<E> } {
  const log = options.log ?? jsonLog();
  const inFlight = new Set<Promise<unknown>>();
  const publishOne = publisher(topic, options);
  let closing: Promise<void> | undefined;

  const publish = async (name: string, event: object, meta: EventMeta = {}): Promise<Published> => {
    const facts = { event: name, topic: topic.name };
    try {
      if (closing !== undefined) throw new EventwrightError("PRODUCER_CLOSED", { detail: `${name} for ${topic.name} came too late` });
      const published = await publishOne(name, event, meta);
      log.info("event published", { ...facts, eventId: published.eventId, partition: published.partition, offset: published.offset });
      return published;
    } catch (error) {
      log.error("event not published", { ...facts, error });
      throw error;
    }
  };
  return {
    publish: (name, event, meta) => {
      const publishing = publish(name, event, meta);
      inFlight.add(publishing);
      const done = () => inFlight.delete(publishing);
      publishing.then(done, done);
      return publishing;
    },
    close: () => {
      closing ??= Promise.allSettled(inFlight).then(() => {});
      return closing;
    },
  };
}

function publisher<E>(topic: Topic<E>, options: ProducerOptions): (name: string, event: object, meta: EventMeta) => Promise<Published> {
  const lookups = createLookups(topic, options);
  const lanes = createLanes(options.transport);
  let line: Promise<unknown> = Promise.resolve();

  /** Lookups answer when they like, so each event waits for the one before it to have found its lane. */
  const inLine = <V>(step: () => Promise<V>): Promise<V> => {
    const turn = line.then(step);
    line = turn.catch(() => undefined);
    return turn;
  };

  return async (name, event, meta) => {
    const entry = eventOf(topic, name);
    const composed = compose({ topic, entry, source: options.source }, event, meta);
    const deadline = startDeadline(options.deadlineMs ?? defaultDeadlineMs);
    let partition: number | undefined;
    try {
      const sent = await inLine(async () => {
        const target = await lookups.target(entry, composed.key, deadline);
        partition = target.partition;
        // Wrapped, so that the line moves on as soon as the lane has the record.
        return { acknowledged: lanes.send(recordOf(topic.name, composed, target), deadline) };
      });
      const { offset } = await sent.acknowledged;
      return { eventId: composed.eventId, topic: topic.name, partition: partition ?? 0, offset };
    } catch (cause) {
      throw failure({ name, topic: topic.name, partition }, composed, deadline, cause);
    } finally {
      deadline.clear();
    }
  };
}

function eventOf<E>(topic: Topic<E>, name: string): TopicEvent<unknown> {
  const events: Readonly<Record<string, TopicEvent<unknown> | undefined>> = topic.events as Record<string, never>;
  const entry = Object.hasOwn(events, name) ? events[name] : undefined;
  if (entry) return entry;
  throw new EventwrightError("RECORD_INVALID", { detail: `topic ${topic.name} has no event "${name}"` });
}

interface Place {
  readonly name: string;
  readonly topic: string;
  readonly partition: number | undefined;
}

function failure({ name, topic, partition }: Place, { eventId }: Composed, deadline: Deadline, cause: unknown): EventwrightError {
  if (isEventwrightError(cause, "RECORD_INVALID")) return cause;
  const where = partition === undefined ? topic : `${topic}, partition ${partition}`;
  const why = cause instanceof Error ? cause.message : String(cause);
  const late = deadline.signal.aborted ? `, not in ${deadline.ms} ms` : "";
  const hint = isEventwrightError(cause) ? cause.hint : undefined;
  return new EventwrightError("PRODUCE_FAILED", {
    detail: `${name} ${eventId} for ${where}${late}: ${why}`,
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

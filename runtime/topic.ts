import type { EventCodec } from "./codec/codec.js";

/** `E` maps each event's short name to its type; a generated `<context>.topic.ts` exports one value of this. */
export interface Topic<E = Record<string, unknown>> {
  readonly name: string;
  readonly deadLetter: string;
  readonly partitions: number;
  readonly subject: "topic" | "record" | "topic-record";
  /** Field path of the record key. */
  readonly key: readonly string[];
  readonly id: { readonly kind: "field"; readonly path: readonly string[] } | { readonly kind: "header"; readonly name: "ce_id" };
  /** Field path of the event time. */
  readonly time?: readonly string[];
  readonly retry: RetryPolicy;
  readonly events: { readonly [N in keyof E]: TopicEvent<E[N]> };
}

export interface TopicEvent<T> {
  readonly codec: EventCodec<T>;
  /** Fields with one possible value, filled in on write. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

/** Retry inside a lane: the wait before attempt n+1 is `min(maxMs, backoffMs · 2^(n-1))`, with full jitter a random part of it. */
export interface RetryPolicy {
  /** Counts the first try. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly maxMs: number;
  readonly jitter: "full" | "none";
  readonly ordering: "park-key" | "block-partition" | "relaxed";
}

/** The registry subject of one event, by Confluent's three naming strategies. */
export function subjectOf(topic: Pick<Topic, "name" | "subject">, eventName: string): string {
  if (topic.subject === "topic") return `${topic.name}-value`;
  return topic.subject === "record" ? eventName : `${topic.name}-${eventName}`;
}

/** Ties a topic's value to its event types; nothing else. */
export function defineTopic<E>(topic: Topic<E>): Topic<E> {
  return topic;
}

/** A scenario's own piece of the world: topics under a prefix, a consumer for each, and everything that was seen in order. */
import {
  type Consumer,
  createConsumer,
  EventwrightError,
  pgliteStore,
  type Store,
  silentLog,
  type Topic,
  type Tx,
} from "../../runtime/index.js";
import type { Stack } from "../verify/stack.js";

/** One event in a handler's hands. */
interface Handled {
  readonly atMs: number;
  readonly topic: string;
  readonly event: string;
  readonly data: unknown;
  readonly key: string | null;
  readonly partition: number;
  readonly offset: bigint;
}

/** One record as it was sent. */
interface SentRecord {
  readonly atMs: number;
  readonly topic: string;
  readonly event: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly damaged: boolean;
  readonly partition: number;
  readonly offset: bigint;
}

export interface World {
  readonly stack: Stack;
  /** By their names without the prefix; their own names carry it. */
  readonly topics: ReadonlyMap<string, Topic>;
  readonly handled: Handled[];
  readonly sent: SentRecord[];
  readonly began: number;
  readonly seed: number;
  close(): Promise<void>;
}

/** Starts a consumer group on every topic; effects are counted as a store with an inbox lets them happen. */
export async function openWorld(stack: Stack, topics: ReadonlyMap<string, Topic>, seed: number): Promise<World> {
  const store = pgliteStore({});
  const consumers: Consumer[] = [];
  const began = performance.now();
  const handled: Handled[] = [];
  const close = async () => {
    await Promise.all(consumers.map((consumer) => consumer.close({ drainMs: 1_000 })));
    await store.close();
  };
  try {
    await store.migrate();
    for (const [name, topic] of topics) {
      const consumer = consumerOf({
        stack,
        store,
        topic,
        seen: (event) => handled.push({ ...event, topic: name, atMs: performance.now() - began }),
      });
      consumers.push(consumer);
      await consumer.start();
    }
    await untilAssigned(consumers);
  } catch (error) {
    await close();
    throw error;
  }
  return { stack, topics, handled, sent: [], began, seed, close };
}

function consumerOf(options: {
  readonly stack: Stack;
  readonly store: Store;
  readonly topic: Topic;
  readonly seen: (event: Omit<Handled, "atMs" | "topic">) => void;
}): Consumer {
  const { stack, store, topic, seen } = options;
  const handler = ({ name, data, key, partition, offset }: Seen) => seen({ event: name, data, key, partition, offset });
  const handlers = Object.fromEntries(Object.keys(topic.events).map((name) => [name, handler]));
  return createConsumer<Record<string, unknown>, Tx>(
    topic,
    {
      transport: stack.transport,
      registry: stack.registry,
      group: `${topic.name}-flow`,
      store,
      log: silentLog,
      retry: { attempts: 2, backoffMs: 10, maxMs: 50 },
    },
    handlers,
  );
}

interface Seen {
  readonly name: string;
  readonly data: unknown;
  readonly key: string | null;
  readonly partition: number;
  readonly offset: bigint;
}

const mostMs = 20_000;

/** What is sent before the group has joined would be found too; waiting keeps the times in the report honest. */
async function untilAssigned(consumers: readonly Consumer[]): Promise<void> {
  const end = Date.now() + mostMs;
  while (consumers.some((consumer) => consumer.health().assigned.length === 0)) {
    if (Date.now() > end)
      throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "no consumer of the flow was given a partition in 20 s" });
    await pause(20);
  }
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One consumer group that reads a topic to its expected end and keeps what its handlers were given. */
import { createConsumer, silentLog, type Topic } from "../../runtime/index.js";
import type { Stack } from "./stack.js";

/** What became of one record. */
export interface Seen {
  readonly data: unknown;
  /** Why it was dead-lettered, when it was. */
  readonly dead?: string;
}

const mostMs = 20_000;

/** Consumes until so many records were seen, or time is over; by `partition@offset`. */
export async function collect(options: {
  readonly stack: Stack;
  readonly client: Topic;
  readonly group: string;
  readonly expected: number;
  readonly signal?: AbortSignal;
}): Promise<ReadonlyMap<string, Seen>> {
  const { stack, client, expected } = options;
  const seen = new Map<string, Seen>();
  if (expected === 0) return seen;
  const keep = (event: { readonly partition: number; readonly offset: bigint; readonly data: unknown }) => {
    seen.set(`${event.partition}@${event.offset}`, { data: event.data });
  };
  const handlers = Object.fromEntries(Object.keys(client.events).map((name) => [name, keep]));
  const { transport, registry } = stack;
  const consumer = createConsumer<Record<string, unknown>, undefined>(
    client,
    {
      transport,
      registry,
      group: `${client.name}-${options.group}`,
      store: "none",
      log: silentLog,
      onDead: ({ origin, error }) => void seen.set(`${origin.partition}@${origin.offset}`, { data: undefined, dead: error.message }),
    },
    handlers,
  );
  try {
    await consumer.start();
    const end = Date.now() + mostMs;
    while (seen.size < expected && Date.now() < end && !options.signal?.aborted) await pause(20);
  } finally {
    await consumer.close({ drainMs: 2_000 });
  }
  return seen;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

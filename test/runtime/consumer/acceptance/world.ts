import { createHash, randomUUID } from "node:crypto";
import { defineAvroCodec } from "../../../../runtime/codec/avro.js";
import type { EventCodec } from "../../../../runtime/codec/codec.js";
import { frame } from "../../../../runtime/codec/framing.js";
import type { Consumer, ConsumerOptions, CrashPoint } from "../../../../runtime/consumer/consumer.js";
import { createConsumer } from "../../../../runtime/consumer/create.js";
import type { Received } from "../../../../runtime/event.js";
import type { Log, LogFields } from "../../../../runtime/log.js";
import { type MemoryRegistry, memoryRegistry } from "../../../../runtime/registry/memory.js";
import type { Store, Tx } from "../../../../runtime/store/store.js";
import { defineTopic, type Topic } from "../../../../runtime/topic.js";
import { type MemoryOptions, type MemoryTransport, memoryTransport } from "../../../../runtime/transport/memory.js";
import type { Header, LogRecord } from "../../../../runtime/transport/transport.js";

export interface Placed {
  readonly eventId: string;
  readonly customerId: string;
  readonly seq: number;
}

export interface Paid {
  readonly eventId: string;
  readonly customerId: string;
  readonly amount: string;
}

export interface ShopEvents {
  readonly Placed: Placed;
  readonly Paid: Paid;
}

export const topicName = "shop.events";
export const deadName = "shop.events-dlt";

/** Records what was logged, by level. */
export class RecordingLog implements Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields: LogFields }[] = [];
  readonly debug = this.#at("debug");
  readonly info = this.#at("info");
  readonly warn = this.#at("warn");
  readonly error = this.#at("error");

  #at(level: string) {
    return (message: string, fields: LogFields = {}): void => {
      this.lines.push({ level, message, fields });
    };
  }
}

export interface World {
  readonly transport: MemoryTransport;
  readonly registry: MemoryRegistry;
  readonly topic: Topic<ShopEvents>;
  readonly log: RecordingLog;
  /** Appends one Placed; answers its offset. */
  placed(event: Partial<Placed> & { readonly customerId: string }, at?: At): Promise<bigint>;
  /** Appends bytes as they are. */
  raw(value: Uint8Array | null, at?: At): Promise<bigint>;
  bytesOf(event: Placed): Uint8Array;
  consumer(options: ConsumerOf, placed: Handle): Consumer;
  dead(): Promise<readonly LogRecord[]>;
  committed(group: string): Promise<readonly (bigint | undefined)[]>;
}

export interface At {
  readonly partition?: number;
  readonly key?: string | null;
  readonly headers?: readonly Header[];
}

export type Handle = (
  event: Received<"Placed", Placed>,
  context: { readonly tx: Tx; readonly signal: AbortSignal; readonly attempt: number },
) => Promise<void> | void;
export type ConsumerOf = Partial<ConsumerOptions<Tx>> & { readonly group: string; readonly store: Store };

/** A topic of three partitions on the memory transport, with fast retries. */
export async function world(options: MemoryOptions = {}, partitions = 3): Promise<World> {
  const transport = memoryTransport(options);
  const registry = memoryRegistry();
  const log = new RecordingLog();
  const topic = shopTopic();
  await transport.createTopics([
    { name: topicName, partitions },
    { name: deadName, partitions },
  ]);
  const id = registry.register(`${topicName}-acme.shop.Placed`, { format: "avro", text: placedCodec.schema });
  const raw: World["raw"] = async (value, { partition = 0, key = "c1", headers = [] } = {}) => {
    const [ack] = await transport.send([{ topic: topicName, partition, key: key === null ? null : Buffer.from(key), value, headers }]);
    if (!ack) throw new Error("no acknowledgement");
    return ack.offset;
  };
  return {
    transport,
    registry,
    topic,
    log,
    raw,
    bytesOf: (event) => frame(id, placedCodec.encode(event)),
    placed: ({ eventId = randomUUID(), customerId, seq = 0 }, at = {}) =>
      raw(frame(id, placedCodec.encode({ eventId, customerId, seq })), { key: customerId, ...at }),
    consumer: (of, placed) =>
      createConsumer<ShopEvents, Tx>(
        topic,
        {
          transport,
          registry,
          log,
          tuning: { commitEveryMs: 10, holdMs: 50, drainMs: 200, tickMs: 5, ...of.tuning },
          ...withoutTuning(of),
        },
        { Placed: placed, Paid: "ignore" },
      ),
    dead: async () => {
      const records: LogRecord[] = [];
      for await (const record of transport.read(deadName)) records.push(record);
      return records;
    },
    committed: (group) => transport.committed(group, topicName),
  };
}

/** What an `at` throws to end a consumer like a killed process. */
export function crashOnce(
  point: CrashPoint,
  crash: () => void,
): { readonly at: (point: CrashPoint) => void; readonly crashed: () => boolean } {
  let crashed = false;
  return {
    crashed: () => crashed,
    at: (reached) => {
      if (crashed || reached !== point) return;
      crashed = true;
      crash();
      throw new Error(`killed ${point}`);
    },
  };
}

/** Waits until `check` holds. @throws what it waited for, when it never did. */
export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await pause(5);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function withoutTuning({ tuning: _, ...rest }: ConsumerOf): Omit<ConsumerOf, "tuning"> {
  return rest;
}

function shopTopic(): Topic<ShopEvents> {
  return defineTopic<ShopEvents>({
    name: topicName,
    deadLetter: deadName,
    partitions: 3,
    subject: "topic-record",
    key: ["customerId"],
    id: { kind: "field", path: ["eventId"] },
    retry: { attempts: 3, backoffMs: 4, maxMs: 20, jitter: "none", ordering: "park-key" },
    events: { Placed: { codec: placedCodec }, Paid: { codec: codecOf<Paid>("Paid", ["eventId", "customerId", "amount"]) } },
  });
}

function codecOf<T>(name: string, strings: readonly string[], more: readonly object[] = []): EventCodec<T> {
  const fields = [...more, ...strings.map((field) => ({ name: field, type: "string" }))];
  const schema = JSON.stringify({ type: "record", name, namespace: "acme.shop", fields });
  const fingerprint = createHash("sha256").update(schema).digest("hex");
  return defineAvroCodec<T>({ name: `acme.shop.${name}`, version: 1, fingerprint, schema, writers: [{ version: 1, fingerprint, schema }] });
}

export const placedCodec = codecOf<Placed>("Placed", ["eventId", "customerId"], [{ name: "seq", type: "int" }]);

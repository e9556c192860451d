import type { ClientHeaders, ClientMessage, OutgoingMessage } from "./kafkajs-client.js";
import type { Header, LogRecord, OutgoingRecord, TopicPartition } from "./transport.js";

/** One of the client's messages as a record of the log. */
export function toLogRecord({ topic, partition }: TopicPartition, message: ClientMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
  };
}

/** Bytes are copied, because the client writes them later than it takes them. */
export function toMessage({ partition, key, value, headers, timestamp }: OutgoingRecord): OutgoingMessage {
  return {
    partition,
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers: fromHeaders(headers),
    ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
  };
}

/** The client groups headers by name: repeats keep their order, and stand where the first of them stood. */
export function fromHeaders(headers: readonly Header[]): Record<string, Buffer | Buffer[]> {
  const byName = new Map<string, Buffer[]>();
  for (const [name, value] of headers) {
    const values = byName.get(name) ?? [];
    values.push(Buffer.from(value));
    byName.set(name, values);
  }
  return Object.fromEntries([...byName].map(([name, values]) => [name, values.length === 1 && values[0] ? values[0] : values]));
}

export function toHeaders(headers: ClientHeaders | undefined): readonly Header[] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(
      (one): Header => [name, typeof one === "string" ? Buffer.from(one) : (one ?? Buffer.alloc(0))],
    ),
  );
}

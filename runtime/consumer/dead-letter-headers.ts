import { isEventwrightError } from "../errors.js";
import type { Header, LogRecord } from "../transport/transport.js";
import type { DeadReason } from "./consumer.js";

// Long traces have made dead letters too large for the broker.
const stackBytes = 8 * 1024;
const messageBytes = 4 * 1024;
const original = "kafka_dlt-original-";

export interface DeadCause {
  readonly reason: DeadReason;
  readonly error: Error;
  readonly attempts: number;
  readonly group: string;
  readonly firstFailedAt: Date;
}

/**
 * What is added to a record's own headers: Spring's names and encodings (KafkaHeaders, DeadLetterPublishingRecoverer: numbers are big-endian),
 * Kafka Connect's (DeadLetterQueueReporter: all text), and `eventwright-*`.
 */
export function deadLetterHeaders(record: LogRecord, { reason, error, attempts, group, firstFailedAt }: DeadCause): readonly Header[] {
  const { topic, partition, offset, timestamp } = record;
  const type = isEventwrightError(error) ? `eventwright.${error.code}` : error.name;
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const said = cause ? `${error.message}; ${cause.message}` : error.message;
  const message = Buffer.from(said).subarray(0, messageBytes);
  const stack = Buffer.from(error.stack ?? said).subarray(0, stackBytes);
  const headers: readonly Header[] = [
    ["kafka_dlt-original-topic", text(topic)],
    ["kafka_dlt-original-partition", int32(partition)],
    ["kafka_dlt-original-offset", int64(offset)],
    ["kafka_dlt-original-timestamp", int64(BigInt(timestamp))],
    ["kafka_dlt-original-timestamp-type", text("CreateTime")],
    ["kafka_dlt-original-consumer-group", text(group)],
    ["kafka_dlt-exception-fqcn", text(type)],
    ...(cause ? [["kafka_dlt-exception-cause-fqcn", text(cause.name)] as const] : []),
    ["kafka_dlt-exception-message", message],
    ["kafka_dlt-exception-stacktrace", stack],
    ["__connect.errors.topic", text(topic)],
    ["__connect.errors.partition", text(String(partition))],
    ["__connect.errors.offset", text(offset.toString())],
    ["__connect.errors.connector.name", text(group)],
    ["__connect.errors.task.id", text("0")],
    ["__connect.errors.class.name", text(`eventwright.${reason}`)],
    ["__connect.errors.stage", text(reason === "undecodable" || reason === "unknown-schema" ? "VALUE_CONVERTER" : "TASK_PUT")],
    ["__connect.errors.exception.class.name", text(type)],
    ["__connect.errors.exception.message", message],
    ["__connect.errors.exception.stacktrace", stack],
    ["eventwright-dead-reason", text(reason)],
    ["eventwright-dead-attempts", text(String(attempts))],
    ["eventwright-dead-first-failed-at", text(firstFailedAt.toISOString())],
  ];
  // A letter that was sent back and failed again: its first origin is the true one.
  const again = record.headers.some(([name]) => name === `${original}topic`);
  return again ? headers.filter(([name]) => !name.startsWith(original)) : headers;
}

function text(value: string): Uint8Array {
  return Buffer.from(value, "utf8");
}

function int32(value: number): Uint8Array {
  const out = Buffer.alloc(4);
  out.writeInt32BE(value);
  return out;
}

function int64(value: bigint): Uint8Array {
  const out = Buffer.alloc(8);
  out.writeBigInt64BE(value);
  return out;
}

import { EventwrightError, isEventwrightError } from "../errors.js";
import { partitionOf } from "../partition.js";
import type { Topic } from "../topic.js";
import type { Acknowledged, Header, LogRecord, Transport } from "../transport/transport.js";
import { type DeadCause, deadLetterHeaders } from "./dead-letter-headers.js";

/** The record's own bytes go to the dead letter topic with its origin and reason; resolves once a broker acknowledged it. */
export async function deadLetter(
  options: { readonly transport: Transport; readonly topic: Topic; readonly signal: AbortSignal },
  record: LogRecord,
  cause: DeadCause,
): Promise<Acknowledged> {
  const { transport, topic, signal } = options;
  const count = await transport.partitions(topic.deadLetter);
  // The same partition keeps the letters of a key together and easy to find; a smaller topic gets them by key.
  const partition = record.partition < count ? record.partition : partitionOf(record.key, count, record.partition);
  const added = deadLetterHeaders(record, cause);
  const send = async (headers: readonly Header[]) => {
    const { key, value } = record;
    const [letter] = await transport.send([{ topic: topic.deadLetter, partition, key, value, headers }], { signal });
    if (!letter) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: `no acknowledgement from ${topic.deadLetter}` });
    return letter;
  };
  try {
    return await send([...record.headers, ...added]);
  } catch (error) {
    // A record close to the broker's limit has no room for a stack trace.
    if (!isEventwrightError(error, "RECORD_INVALID")) throw error;
    return await send([...record.headers, ...added.filter(([name]) => !name.endsWith("stacktrace"))]);
  }
}

import { unframe } from "../codec/framing.js";
import { EventwrightError } from "../errors.js";
import type { Deletion, Received } from "../event.js";
import type { Registry } from "../registry/registry.js";
import type { Topic } from "../topic.js";
import type { LogRecord } from "../transport/transport.js";
import { headersText, headerText, identityOf, keyText, timeOf } from "./identity.js";
import { writerLookup } from "./writer.js";

/**
 * A record as a handler sees it. @throws EventwrightError DECODE_FRAMING, DECODE_INVALID, DECODE_WRONG_EVENT (the record is at fault),
 * SCHEMA_NOT_FOUND, REGISTRY_UNAVAILABLE (the surroundings are).
 */
export async function decodeRecord<E>(
  topic: Topic<E>,
  registry: Registry,
  record: LogRecord,
): Promise<Received<keyof E & string, E[keyof E]>> {
  if (record.value === null) throw new EventwrightError("DECODE_FRAMING", { detail: "a tombstone has no event" });
  const { id, payload } = unframe(record.value);
  const { event, codec, schema } = await writerLookup(topic, registry)(id, headerText(record, "ce_type"));
  const data = codec.decode(payload, schema);
  const identity = identityOf(topic, record, data);
  const received: Received<string, unknown> = {
    name: event,
    data,
    id: identity.id,
    source: identity.source,
    time: timeOf(topic, record, { data, codec }),
    ...(typeof schema === "number" && { writerVersion: schema }),
    key: keyText(record),
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    headers: headersText(record),
  };
  return received as Received<keyof E & string, E[keyof E]>;
}

/** A tombstone as `onDeletion` sees it. */
export function deletionOf(record: LogRecord): Deletion {
  const { topic, partition, offset, timestamp } = record;
  return { key: keyText(record), topic, partition, offset, time: new Date(timestamp) };
}

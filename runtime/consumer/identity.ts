import type { EventCodec, TimeField } from "../codec/codec.js";
import { at } from "../field-path.js";
import type { Topic } from "../topic.js";
import type { LogRecord } from "../transport/transport.js";

/** What makes two records the same event: CloudEvents' rule, `source` and `id` together. */
export interface Identity {
  readonly source: string;
  readonly id: string;
}

/** By the topic's id field, by CloudEvents headers, or by the record's own place where it carries neither. */
export function identityOf(topic: Topic, record: LogRecord, data: unknown): Identity {
  if (topic.id.kind === "field") {
    const id = at(data, topic.id.path);
    // An empty id is what a schema's default fills in: it would make all records without one repeats of the first.
    if ((typeof id === "string" && id !== "") || typeof id === "number" || typeof id === "bigint")
      return { source: topic.name, id: String(id) };
  }
  const id = headerText(record, "ce_id");
  const source = headerText(record, "ce_source");
  if (id && source) return { source, id };
  return placeOf(record);
}

/** The identity of a record that carries none: where it is in the log. */
export function placeOf({ topic, partition, offset }: LogRecord): Identity {
  return { source: `kafka:${topic}/${partition}`, id: offset.toString() };
}

/** The event's own time; the record's timestamp where there is no time field or it holds no time. */
export function timeOf(
  topic: Topic,
  record: LogRecord,
  read: { readonly data: unknown; readonly codec: Pick<EventCodec<unknown>, "timeField"> },
): Date {
  const time = topic.time && dateOf(at(read.data, topic.time), read.codec.timeField?.(topic.time));
  return time && !Number.isNaN(time.getTime()) ? time : new Date(record.timestamp);
}

/** Without a unit only a Date and text tell a time. */
function dateOf(value: unknown, field: TimeField | undefined): Date | undefined {
  if (field) return field.dateOf(value);
  return value instanceof Date ? value : typeof value === "string" ? new Date(value) : undefined;
}

/** The first header of that name, as UTF-8. */
export function headerText(record: LogRecord, name: string): string | undefined {
  const found = record.headers.find(([header]) => header === name)?.[1];
  return found && Buffer.from(found.buffer, found.byteOffset, found.byteLength).toString("utf8");
}

/** All headers as UTF-8, the first of each name. */
export function headersText(record: LogRecord): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name] of record.headers) if (!headers.has(name)) headers.set(name, headerText(record, name) ?? "");
  return headers;
}

/** The key as UTF-8. */
export function keyText({ key }: LogRecord): string | null {
  return key && Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("utf8");
}

import { randomUUID } from "node:crypto";
import type { EventCodec } from "../codec/codec.js";
import { frame } from "../codec/framing.js";
import { EventwrightError } from "../errors.js";
import type { EventMeta } from "../event.js";
import { at, withDefault } from "../field-path.js";
import type { Topic, TopicEvent } from "../topic.js";
import type { Header, OutgoingRecord } from "../transport/transport.js";
import { traceHeaders } from "./trace-headers.js";

/** One event, complete and encoded; only its schema id and partition are not known yet. */
export interface Composed {
  readonly eventId: string;
  readonly key: Uint8Array;
  readonly payload: Uint8Array;
  readonly headers: readonly Header[];
}

/** What is the same for all events of one kind. */
export interface Kind {
  readonly topic: Pick<Topic, "name" | "key" | "id" | "time">;
  readonly entry: TopicEvent<unknown>;
  readonly source: string;
}

/** Fills in what may be left out, and encodes; the event itself stays as it is. @throws EventwrightError ENCODE_INVALID, RECORD_INVALID. */
export function compose({ topic, entry, source }: Kind, event: object, meta: EventMeta): Composed {
  const { codec } = entry;
  const complete = completed(topic, entry, event);
  const eventId = topic.id.kind === "field" ? textAt(complete, topic.id.path, codec.name) : randomUUID();
  const key = Buffer.from(textAt(complete, topic.key, codec.name), "utf8");
  const payload = codec.encode(complete);
  return { eventId, key, payload, headers: headersOf({ eventId, source, time: timeText(topic, entry, complete), codec }, meta) };
}

/** The record, once its target is known. */
export function recordOf(
  topic: string,
  { key, payload, headers }: Composed,
  { schemaId, partition }: { readonly schemaId: number; readonly partition: number },
): OutgoingRecord {
  return { topic, partition, key, value: frame(schemaId, payload), headers };
}

function completed({ id, time }: Kind["topic"], { codec, constants }: TopicEvent<unknown>, event: object): object {
  let complete = event;
  for (const [name, value] of Object.entries(constants ?? {})) complete = withDefault(complete, [name], () => value);
  if (id.kind === "field") complete = withDefault(complete, id.path, randomUUID);
  if (time) complete = withDefault(complete, time, () => now(codec, time));
  return complete;
}

/** This moment as the time field has it. */
function now(codec: EventCodec<unknown>, path: readonly string[]): unknown {
  const field = codec.timeField?.(path);
  return field ? field.valueOf(new Date()) : codec.format === "avro" ? new Date() : new Date().toISOString();
}

function textAt(event: object, path: readonly string[], name: string): string {
  const value = at(event, path);
  if (typeof value === "string" && value !== "") return value;
  if ((typeof value === "number" && Number.isFinite(value)) || typeof value === "bigint") return String(value);
  const found = value === undefined ? "missing" : value === "" ? "empty" : "no text and no number";
  throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: ${path.join(".")} is ${found}, but identifies the event` });
}

interface Attributes {
  readonly eventId: string;
  readonly source: string;
  readonly time: string | undefined;
  readonly codec: { readonly name: string; readonly format: "avro" | "json" };
}

/** CloudEvents' binary mode for Kafka, the trace the event began in, and the caller's own headers. */
function headersOf({ eventId, source, time, codec }: Attributes, meta: EventMeta): readonly Header[] {
  const own = Object.entries(meta.headers ?? {});
  const reserved = own.find(([name]) => name.startsWith("ce_") || name === "content-type");
  if (reserved) throw new EventwrightError("RECORD_INVALID", { detail: `the header "${reserved[0]}" is set by the producer alone` });
  const named: readonly (readonly [string, string | undefined])[] = [
    ["ce_specversion", "1.0"],
    ["ce_id", eventId],
    ["ce_source", source],
    ["ce_type", codec.name],
    ["ce_time", time],
    ["ce_subject", meta.subject],
    ["ce_correlationid", meta.correlationId],
    ["ce_causationid", meta.causationId],
    ["content-type", `application/${codec.format}`],
    ...traceHeaders().filter(([name]) => !own.some(([other]) => other === name)),
    ...own,
  ];
  return named.flatMap(([name, value]): Header[] => (value === undefined ? [] : [[name, Buffer.from(value, "utf8")]]));
}

/** The event's time for its header; left out where a value alone does not tell it. */
function timeText({ time: path }: Kind["topic"], { codec }: TopicEvent<unknown>, event: object): string | undefined {
  const time = path ? at(event, path) : new Date();
  const date = path ? codec.timeField?.(path)?.dateOf(time) : undefined;
  if (date) return typeof time === "string" ? time : date.toISOString();
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time.toISOString();
  return typeof time === "string" && !Number.isNaN(Date.parse(time)) ? time : undefined;
}

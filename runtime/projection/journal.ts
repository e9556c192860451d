import type { EventCodec } from "../codec/codec.js";
import { EventwrightError } from "../errors.js";
import type { Tx } from "../store/store.js";
import type { Topic } from "../topic.js";
import type { Build } from "./build.js";
import type { AnyReceived } from "./evolution.js";
import { decodeState, encodeState } from "./state-json.js";

/** An event and the state it belongs to. */
export interface Routed {
  readonly id: string;
  readonly event: AnyReceived;
}

/** A topic whatever its events' types. */
export type AnyTopic = Pick<Topic, "name" | "events">;

/**
 * Writes events into a build's journal, in order; answers those that were new to it. The journal is also the build's memory of what it has
 * folded, so a live event that a rebuild came upon first is not folded twice.
 */
export async function writeJournal(tx: Tx, build: Build, topic: AnyTopic, routed: readonly Routed[]): Promise<readonly Routed[]> {
  const list = firstOfEach(routed);
  const rows = list.map(({ id, event }) => rowOf(id, event, topic));
  const columns = Array.from({ length: columnCount }, (_, column) => rows.map((row) => row[column] ?? ""));
  const { rows: written } = await tx.query<{ source: string; event_id: string }>(
    `insert into eventwright_projection_journal
       (projection, version, build, id, source, event_id, event_name, event_ms, topic, part, log_offset, meta, writer_version, fingerprint, payload)
     select $1, $2::int, $3::bigint, id, source, event_id, event_name, event_ms::bigint, topic, part::int, log_offset::bigint, meta,
       nullif(writer, '')::int, fingerprint, decode(payload, 'base64')
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
       $14::text[], $15::text[]) with ordinality
       as t (id, source, event_id, event_name, event_ms, topic, part, log_offset, meta, writer, fingerprint, payload, n)
     order by n
     on conflict do nothing returning source, event_id`,
    [build.name, build.version, build.build, ...columns],
  );
  const fresh = new Set(written.map((row) => keyOf(row.source, row.event_id)));
  return list.filter(({ event }) => fresh.has(keyOf(event.source, event.id)));
}

/** The columns that {@link readEntry} reads. */
export const entryColumns = `j.source, j.event_id, j.event_name, j.event_ms::text as event_ms, j.topic, j.part, j.log_offset::text as log_offset,
  j.meta, j.writer_version, j.fingerprint, j.payload`;

export interface EntryRow {
  readonly source: string;
  readonly event_id: string;
  readonly event_name: string;
  readonly event_ms: string;
  readonly topic: string;
  readonly part: number;
  readonly log_offset: string;
  readonly meta: string;
  readonly writer_version: number | null;
  readonly fingerprint: string;
  readonly payload: Uint8Array;
}

/** The event of a journal row. @throws EventwrightError PROJECTION_REBUILD_NEEDED when its schema is no longer known. */
export function readEntry(row: EntryRow, topic: AnyTopic): AnyReceived {
  const { key, headers } = metaOf(row.meta);
  return {
    name: row.event_name,
    data: payloadOf(row, topic),
    id: row.event_id,
    source: row.source,
    time: new Date(Number(row.event_ms)),
    ...(row.writer_version !== null && { writerVersion: row.writer_version }),
    key,
    topic: row.topic,
    partition: row.part,
    offset: BigInt(row.log_offset),
    headers,
  };
}

const columnCount = 12;

function firstOfEach(routed: readonly Routed[]): readonly Routed[] {
  const firsts = new Map<string, Routed>();
  for (const one of routed) {
    const key = keyOf(one.event.source, one.event.id);
    if (!firsts.has(key)) firsts.set(key, one);
  }
  return [...firsts.values()];
}

function rowOf(id: string, event: AnyReceived, topic: AnyTopic): readonly string[] {
  const codec = codecOf(event.name, topic);
  if (codec === undefined) throw new Error(`topic ${topic.name} has no event ${event.name}`);
  const payload = codec.encode(event.data);
  return [
    id,
    event.source,
    event.id,
    event.name,
    String(event.time.getTime()),
    event.topic,
    String(event.partition),
    event.offset.toString(),
    encodeState({ key: event.key, headers: event.headers }),
    event.writerVersion === undefined ? "" : String(event.writerVersion),
    codec.fingerprint,
    Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("base64"),
  ];
}

function keyOf(source: string, id: string): string {
  return JSON.stringify([source, id]);
}

function codecOf(name: string, topic: AnyTopic): EventCodec<unknown> | undefined {
  return Object.hasOwn(topic.events, name) ? topic.events[name]?.codec : undefined;
}

function payloadOf({ event_name, fingerprint, payload }: EntryRow, topic: AnyTopic): unknown {
  const codec = codecOf(event_name, topic);
  if (codec?.fingerprint === fingerprint) return codec.decode(payload);
  const writer = codec?.writers.find((version) => version.fingerprint === fingerprint);
  if (codec && writer) return codec.decode(payload, writer.version);
  throw new EventwrightError("PROJECTION_REBUILD_NEEDED", {
    detail: `${event_name}, fingerprint ${fingerprint.slice(0, 12)}`,
    hint: "Run rebuild() to write the journal anew.",
  });
}

function metaOf(text: string): { readonly key: string | null; readonly headers: ReadonlyMap<string, string> } {
  return decodeState(text) as { key: string | null; headers: ReadonlyMap<string, string> };
}

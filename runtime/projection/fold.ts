import type { Tx } from "../store/store.js";
import type { Build, ProjectionKey } from "./build.js";
import { type Absent, type AnyReceived, absent, type Evolution } from "./evolution.js";
import { type AnyTopic, type Routed, writeJournal } from "./journal.js";
import { decodeState, encodeState } from "./state-json.js";

/**
 * Folds one event into the active build, inside the transaction that claimed it. The shared lock on the projection keeps a rebuild from
 * switching builds meanwhile; the state's row is locked before the journal is written, so two lanes with the same state neither lose an
 * update nor journal in another order than they folded.
 */
export async function foldLive<S>(tx: Tx, topic: AnyTopic, evolution: Evolution<S>, event: AnyReceived): Promise<void> {
  const id = evolution.idOf(event);
  if (id === undefined) return;
  const { build, state } = await lockState(tx, evolution, id);
  const [fresh] = await writeJournal(tx, build, topic, [{ id, event }]);
  if (fresh === undefined) return;
  const next = evolution.evolve(state === null ? absent : stateOf<S>(state), event);
  await tx.query(
    `with kept as (
       update eventwright_projection_state set state = $5::jsonb, updated_at = now()
       where projection = $1 and version = $2::int and build = $3::bigint and id = $4)
     insert into eventwright_projection_checkpoint as c (projection, version, build, topic, part, next_offset)
     values ($1, $2::int, $3::bigint, $6, $7::int, $8::bigint)
     on conflict (projection, version, build, topic, part) do update set next_offset = greatest(c.next_offset, excluded.next_offset)`,
    [build.name, build.version, build.build, id, textOf(next), event.topic, event.partition, (event.offset + 1n).toString()],
  );
}

/** Folds events into a build that nobody reads yet, in order; answers how many were new to it. */
export async function foldBatch<S>(
  tx: Tx,
  build: Build,
  { topic, evolution, routed }: { readonly topic: AnyTopic; readonly evolution: Evolution<S>; readonly routed: readonly Routed[] },
): Promise<number> {
  const fresh = await writeJournal(tx, build, topic, routed);
  const states = await statesOf<S>(tx, build, [...new Set(fresh.map(({ id }) => id))]);
  for (const { id, event } of fresh) states.set(id, evolution.evolve(states.get(id) ?? absent, event));
  const dropped = [...states].flatMap(([id, state]) => (state === absent ? [id] : []));
  const kept = [...states].filter(([, state]) => state !== absent);
  const key = [build.name, build.version, build.build];
  if (dropped.length > 0) {
    await tx.query(
      "delete from eventwright_projection_state where projection = $1 and version = $2 and build = $3::bigint and id = any($4::text[])",
      [...key, dropped],
    );
  }
  if (kept.length > 0) {
    await tx.query(
      `insert into eventwright_projection_state (projection, version, build, id, state)
       select $1, $2::int, $3::bigint, id, state::jsonb from unnest($4::text[], $5::text[]) as t (id, state)
       on conflict (projection, version, build, id) do update set state = excluded.state, updated_at = now()`,
      [...key, kept.map(([id]) => id), kept.map(([, state]) => encodeState(state))],
    );
  }
  return fresh.length;
}

/** The state as its projection returned it once. */
export function stateOf<S>(text: string): S {
  return decodeState(text) as S;
}

// One statement for three things: which build is active, that it stays so, and the state's row locked even if there was none.
async function lockState(
  tx: Tx,
  { name, version }: ProjectionKey,
  id: string,
): Promise<{ readonly build: Build; readonly state: string | null }> {
  const { rows } = await tx.query<{ build: string; state: string | null }>(
    `with p as (select active_build from eventwright_projection where name = $1 and version = $2::int for share)
     insert into eventwright_projection_state as s (projection, version, build, id)
     select $1, $2::int, p.active_build, $3 from p
     on conflict (projection, version, build, id) do update set updated_at = s.updated_at
     returning build::text as build, state::text as state`,
    [name, version, id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`projection ${name} is not entered`);
  return { build: { name, version, build: row.build }, state: row.state };
}

async function statesOf<S>(tx: Tx, { name, version, build }: Build, ids: readonly string[]): Promise<Map<string, S | Absent>> {
  const { rows } = await tx.query<{ id: string; state: string | null }>(
    `select id, state::text as state from eventwright_projection_state
     where projection = $1 and version = $2 and build = $3::bigint and id = any($4::text[])`,
    [name, version, build, ids],
  );
  return new Map(rows.map((row) => [row.id, row.state === null ? absent : stateOf<S>(row.state)]));
}

function textOf(state: unknown): string | null {
  return state === absent ? null : encodeState(state);
}

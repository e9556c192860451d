import type { QueryResult, Store } from "../store/store.js";
import { type Absent, absent, type Evolution } from "./evolution.js";
import { stateOf } from "./fold.js";
import { type AnyTopic, type EntryRow, entryColumns, readEntry } from "./journal.js";

/** One event of a state's history. */
export interface Step<S> {
  /** The event's name. */
  readonly name: string;
  /** The event's identity. */
  readonly id: string;
  readonly time: Date;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** After the event; undefined where it dropped the state. */
  readonly state: S | undefined;
}

/** A place in the log: everything up to and including this offset of this partition. */
export interface LogPlace {
  readonly partition: number;
  readonly offset: bigint;
}

/** What reading needs. */
export interface ReadParts<S> {
  readonly store: Pick<Store, "query">;
  readonly topic: AnyTopic;
  readonly evolution: Evolution<S>;
}

/** The state as it is. */
export async function readState<S>({ store, evolution }: ReadParts<S>, id: string): Promise<S | undefined> {
  const { rows } = await store.query<{ state: string }>(`select s.state::text as state ${activeStates} and s.id = $3`, [
    evolution.name,
    evolution.version,
    id,
  ]);
  return rows[0] && stateOf<S>(rows[0].state);
}

/** All states, by id. */
export async function readAll<S>({ store, evolution }: ReadParts<S>): Promise<ReadonlyMap<string, S>> {
  const { rows } = await store.query<{ id: string; state: string }>(`select s.id, s.state::text as state ${activeStates} order by s.id`, [
    evolution.name,
    evolution.version,
  ]);
  return new Map(rows.map((row) => [row.id, stateOf<S>(row.state)]));
}

/** Every event that was folded into the state, in the order of folding, with the state after it. */
export async function readHistory<S>(parts: ReadParts<S>, id: string): Promise<readonly Step<S>[]> {
  return replay(parts, await entries(parts, id, "true", []));
}

/**
 * The state from the events that happened until then, by their own time, in the order of the log: what is known now about then, so an event
 * that arrived late counts. By place: from what the log held up to there.
 */
export async function readAsOf<S>(parts: ReadParts<S>, id: string, until: Date | LogPlace): Promise<S | undefined> {
  const { rows } =
    until instanceof Date
      ? await entries(parts, id, "j.event_ms <= $4::bigint", [String(until.getTime())])
      : await entries(parts, id, "j.part = $4::int and j.log_offset <= $5::bigint", [String(until.partition), until.offset.toString()]);
  return replay(parts, { rows, affected: 0 }).at(-1)?.state;
}

const activeStates = `from eventwright_projection p join eventwright_projection_state s
  on s.projection = p.name and s.version = p.version and s.build = p.active_build
  where p.name = $1 and p.version = $2 and s.state is not null`;

function entries<S>(
  { store, evolution }: ReadParts<S>,
  id: string,
  condition: string,
  params: readonly string[],
): Promise<QueryResult<EntryRow>> {
  return store.query<EntryRow>(
    `select ${entryColumns} from eventwright_projection p join eventwright_projection_journal j
       on j.projection = p.name and j.version = p.version and j.build = p.active_build
     where p.name = $1 and p.version = $2 and j.id = $3 and ${condition} order by j.seq`,
    [evolution.name, evolution.version, id, ...params],
  );
}

function replay<S>({ topic, evolution }: ReadParts<S>, { rows }: QueryResult<EntryRow>): readonly Step<S>[] {
  let state: S | Absent = absent;
  return rows.map((row) => {
    const event = readEntry(row, topic);
    state = evolution.evolve(state, event);
    const { name, id, time, partition, offset } = event;
    return { name, id, time, topic: event.topic, partition, offset, state: state === absent ? undefined : state };
  });
}

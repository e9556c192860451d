/** One step of the runtime's tables. Released steps are never edited: a change is a new step. */
export interface Migration {
  readonly id: string;
  /** One statement each, as some drivers refuse several in one call. */
  readonly statements: readonly string[];
}

const inbox: Migration = {
  id: "0001-inbox",
  statements: [
    `create table eventwright_inbox (
       consumer text not null, source text not null, event_id text not null,
       processed_at timestamptz not null default now(), topic text, part int, log_offset bigint,
       primary key (consumer, source, event_id))`,
    "create index eventwright_inbox_age on eventwright_inbox (processed_at)",
  ],
};

// A build is one filling of a projection version; one is active, a rebuild fills another beside it.
// event_ms instead of a timestamp: an event may carry any Date, also one that PostgreSQL's calendar does not reach.
const projection: Migration = {
  id: "0002-projection",
  statements: [
    `create table eventwright_projection (
       name text not null, version int not null, active_build bigint not null, last_build bigint not null, filling_build bigint,
       switched_at timestamptz not null default now(), primary key (name, version))`,
    `create table eventwright_projection_state (
       projection text not null, version int not null, build bigint not null, id text not null,
       state jsonb, updated_at timestamptz not null default now(),
       primary key (projection, version, build, id))`,
    `create table eventwright_projection_checkpoint (
       projection text not null, version int not null, build bigint not null, topic text not null, part int not null,
       next_offset bigint not null, primary key (projection, version, build, topic, part))`,
    `create table eventwright_projection_journal (
       projection text not null, version int not null, build bigint not null, seq bigint generated always as identity,
       id text not null, source text not null, event_id text not null, event_name text not null, event_ms bigint not null,
       topic text not null, part int not null, log_offset bigint not null, meta text not null,
       writer_version int, fingerprint text not null, payload bytea not null,
       primary key (projection, version, build, source, event_id))`,
    "create index eventwright_projection_journal_id on eventwright_projection_journal (projection, version, build, id, seq)",
  ],
};

/** All steps, in order. */
export const migrations: readonly Migration[] = [inbox, projection];

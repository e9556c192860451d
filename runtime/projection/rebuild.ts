import { decodeRecord } from "../consumer/decode.js";
import { EventwrightError, isEventwrightError } from "../errors.js";
import type { Log } from "../log.js";
import type { Registry } from "../registry/registry.js";
import type { Store, Tx } from "../store/store.js";
import type { Topic } from "../topic.js";
import type { LogRecord, Transport } from "../transport/transport.js";
import { activate, type Build, beginBuild, holdBuild, removeInactive } from "./build.js";
import type { AnyReceived, Evolution } from "./evolution.js";
import { foldBatch } from "./fold.js";
import type { Routed } from "./journal.js";

/** What a rebuild came to. */
export interface Rebuilt {
  /** Events folded; duplicates and events that don't concern the projection are not counted. */
  readonly events: number;
  readonly states: number;
  /** Records that could not be read; live folding dead-letters them. */
  readonly skipped: number;
  readonly tookMs: number;
}

/** What a rebuild works on. */
export interface RebuildParts<E, S> {
  readonly topic: Topic<E>;
  readonly evolution: Evolution<S>;
  readonly transport: Transport;
  readonly registry: Registry;
  readonly store: Store;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Fills a new build from the log beside the active one, which stays as it is and is read throughout. At the end live folding waits for
 * a moment, in which the new build takes what the log got meanwhile and becomes the active one; what live folding has folded until
 * then is in the log before that moment's end, so it is never lost, and the journal keeps it from being folded twice.
 */
export async function rebuildProjection<E, S>(parts: RebuildParts<E, S>): Promise<Rebuilt> {
  const { store, evolution, signal, log } = parts;
  const start = performance.now();
  const build = await beginBuild(store, evolution);
  log.info("projection rebuild begins", { projection: evolution.name, version: evolution.version, build: build.build });
  const filling = new Filling(parts, build);
  const inOwn: InTx = (work) => store.transaction(async (tx) => await work(await held(tx, build, "share")), { signal });
  for (let round = 0; round < maxRounds && (await filling.behind()) > smallGap; round += 1) await filling.catchUp(inOwn);
  const states = await store.transaction(
    async (tx) => {
      await held(tx, build, "update");
      await filling.catchUp((work) => work(tx));
      await activate(tx, build);
      return await countStates(tx, build);
    },
    { signal },
  );
  await removeInactive(store, evolution);
  const rebuilt = { events: filling.events, states, skipped: filling.skipped, tookMs: Math.round(performance.now() - start) };
  log.info("projection rebuilt", { projection: evolution.name, version: evolution.version, build: build.build, ...rebuilt });
  return rebuilt;
}

const batchRecords = 500;
const batchBytes = 4_000_000;
const smallGap = 200n;
const maxRounds = 20;

type InTx = (work: (tx: Tx) => Promise<void>) => Promise<void>;

/** A build on its way through the log. */
class Filling<E, S> {
  events = 0;
  skipped = 0;
  readonly #parts: RebuildParts<E, S>;
  readonly #build: Build;
  readonly #next: (bigint | undefined)[] = [];

  constructor(parts: RebuildParts<E, S>, build: Build) {
    this.#parts = parts;
    this.#build = build;
  }

  /** Records that the log has beyond what was read. */
  async behind(): Promise<bigint> {
    const ends = await this.#ends();
    return ends.reduce((sum, { first, next }, partition) => sum + next - (this.#next[partition] ?? first), 0n);
  }

  /** Folds up to the log's end as it is now. */
  async catchUp(inTx: InTx): Promise<void> {
    const { transport, topic, signal } = this.#parts;
    const to = (await this.#ends()).map(({ next }) => next);
    if (to.some((next, partition) => this.#next[partition] !== next)) {
      for await (const batch of inBatches(transport.read(topic.name, { from: [...this.#next], to, signal }))) await this.#fold(batch, inTx);
    }
    // Not only past the last record: compaction and transaction markers leave offsets without one.
    to.forEach((next, partition) => {
      this.#next[partition] = next;
    });
  }

  async #fold(batch: readonly LogRecord[], inTx: InTx): Promise<void> {
    const { topic, evolution } = this.#parts;
    const routed: Routed[] = [];
    for (const record of batch) {
      const event = await this.#read(record);
      const id = event && evolution.idOf(event);
      if (event && id !== undefined && this.#isStorable(event, id)) routed.push({ id, event });
    }
    await inTx(async (tx) => {
      this.events += await foldBatch(tx, this.#build, { topic, evolution, routed });
      await writeCheckpoint(tx, this.#build, batch);
    });
  }

  async #read(record: LogRecord): Promise<AnyReceived | undefined> {
    if (record.value === null) return undefined;
    const { topic, registry, log } = this.#parts;
    try {
      return await decodeRecord(topic, registry, record);
    } catch (error) {
      // The surroundings at fault end the rebuild; the record at fault is one that live folding does not have either.
      if (!isEventwrightError(error) || !recordAtFault.has(error.code)) throw error;
      this.skipped += 1;
      log.warn("rebuild skips a record that can't be read", { partition: record.partition, offset: record.offset, error });
      return undefined;
    }
  }

  // PostgreSQL's text holds no NUL: live folding dead-letters such an event.
  #isStorable({ id, source }: AnyReceived, state: string): boolean {
    const storable = ![id, source, state].some((text) => text.includes("\0"));
    if (!storable) this.skipped += 1;
    return storable;
  }

  #ends() {
    return this.#parts.transport.offsets(this.#parts.topic.name);
  }
}

const recordAtFault: ReadonlySet<string> = new Set(["DECODE_FRAMING", "DECODE_INVALID", "DECODE_WRONG_EVENT", "SCHEMA_NOT_FOUND"]);

async function* inBatches(records: AsyncIterable<LogRecord>): AsyncGenerator<readonly LogRecord[]> {
  let batch: LogRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    batch.push(record);
    bytes += record.value?.length ?? 0;
    if (batch.length < batchRecords && bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

async function held(tx: Tx, build: Build, mode: "share" | "update"): Promise<Tx> {
  if (await holdBuild(tx, build, mode)) return tx;
  throw new EventwrightError("PROJECTION_REBUILD_SUPERSEDED", { detail: build.name, hint: "Let that one finish." });
}

async function writeCheckpoint(tx: Tx, { name, version, build }: Build, batch: readonly LogRecord[]): Promise<void> {
  const nexts = new Map(batch.map(({ partition, offset }) => [partition, offset + 1n]));
  await tx.query(
    `insert into eventwright_projection_checkpoint as c (projection, version, build, topic, part, next_offset)
     select $1, $2::int, $3::bigint, $4, part::int, next::bigint from unnest($5::text[], $6::text[]) as t (part, next)
     on conflict (projection, version, build, topic, part) do update set next_offset = greatest(c.next_offset, excluded.next_offset)`,
    [name, version, build, batch[0]?.topic ?? "", [...nexts.keys()].map(String), [...nexts.values()].map(String)],
  );
}

async function countStates(tx: Tx, { name, version, build }: Build): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from eventwright_projection_state
     where projection = $1 and version = $2 and build = $3::bigint and state is not null`,
    [name, version, build],
  );
  return rows[0]?.n ?? 0;
}

import type { Consumer, ConsumerHealth, ConsumerOptions, HandlersOf } from "../consumer/consumer.js";
import { createConsumer } from "../consumer/create.js";
import { EventwrightError } from "../errors.js";
import { jsonLog } from "../log.js";
import type { Store, Tx } from "../store/store.js";
import type { Topic } from "../topic.js";
import { enterProjection } from "./build.js";
import { type AnyReceived, type Evolution, evolutionOf } from "./evolution.js";
import { foldLive } from "./fold.js";
import type { Projection, ReceivedOf } from "./projection.js";
import { type LogPlace, readAll, readAsOf, readHistory, readState, type Step } from "./read.js";
import { type Rebuilt, rebuildProjection } from "./rebuild.js";

/** As a consumer's; the store is not optional. */
export interface ProjectorOptions
  extends Pick<ConsumerOptions<Tx>, "transport" | "registry" | "log" | "tuning" | "from" | "at" | "lanes" | "retry" | "onDead"> {
  readonly store: Store;
  /** Default `projection.<name>.v<version>`. */
  readonly group?: string;
}

/** A projection kept up to date from its topic, and its read side. Reading works without `start()`, also beside another process. */
export interface Projector<S> {
  /** Creates the tables where they are missing, and begins to fold. */
  start(): Promise<void>;
  /** What is true of its consumer. */
  health(): ConsumerHealth;
  close(options?: { readonly drainMs?: number }): Promise<void>;
  /**
   * Folds the log anew beside the active build and then switches over; reads are answered throughout. Only what the log still holds comes
   * back. Events of one state are to share a key: between partitions the log knows no order.
   */
  rebuild(): Promise<Rebuilt>;
  get(id: string): Promise<S | undefined>;
  all(): Promise<ReadonlyMap<string, S>>;
  /** Every event folded into the state, with the state after it. @throws EventwrightError PROJECTION_REBUILD_NEEDED. */
  history(id: string): Promise<readonly Step<S>[]>;
  /**
   * The state from the events whose own time is not after `until`: what is known now about then; or from what the log held up to a place.
   * @throws EventwrightError PROJECTION_REBUILD_NEEDED.
   */
  asOf(id: string, until: Date | LogPlace): Promise<S | undefined>;
}

/** Ties a projection to its topic and a store: state, inbox row, checkpoint and journal change in one transaction. */
export function createProjector<E, S>(topic: Topic<E>, projection: Projection<ReceivedOf<E>, S>, options: ProjectorOptions): Projector<S> {
  const { store, log = jsonLog() } = options;
  const evolution = evolutionOf(projection);
  const consumer = consumerOf(topic, evolution, { ...options, log });
  const closing = new AbortController();
  const parts = { topic, evolution, store, log, transport: options.transport, registry: options.registry, signal: closing.signal };
  let entered: Promise<void> | undefined;
  let starting: Promise<void> | undefined;
  const enter = async () => {
    entered ??= store.migrate().then(() => enterProjection(store, evolution));
    try {
      await entered;
    } catch (error) {
      entered = undefined;
      throw error;
    }
  };
  return {
    start: () => {
      if (closing.signal.aborted) return consumer.start();
      starting ??= enter()
        .then(() => consumer.start())
        .catch((error: unknown) => {
          starting = undefined;
          throw error;
        });
      return starting;
    },
    health: () => consumer.health(),
    close: (closeOptions) => {
      closing.abort(new EventwrightError("CONSUMER_CLOSED", { detail: `projection ${evolution.name}` }));
      return consumer.close(closeOptions);
    },
    rebuild: () => enter().then(() => rebuildProjection(parts)),
    get: (id) => enter().then(() => readState(parts, id)),
    all: () => enter().then(() => readAll(parts)),
    history: (id) => enter().then(() => readHistory(parts, id)),
    asOf: (id, until) => enter().then(() => readAsOf(parts, id, until)),
  };
}

function consumerOf<E, S>(topic: Topic<E>, evolution: Evolution<S>, options: ProjectorOptions): Consumer {
  const { group = `projection.${evolution.name}.v${evolution.version}`, ...consumerOptions } = options;
  const fold = (event: AnyReceived, { tx }: { readonly tx: Tx }) => foldLive(tx, topic, evolution, event);
  const handlers = Object.fromEntries(Object.keys(topic.events).map((name) => [name, fold]));
  // One handler that takes any event stands for each of them.
  return createConsumer<E, Tx>(topic, { ...consumerOptions, group }, handlers as unknown as HandlersOf<E, Tx>);
}

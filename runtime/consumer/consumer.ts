import type { Deletion, Received } from "../event.js";
import type { Log } from "../log.js";
import type { Registry } from "../registry/registry.js";
import type { Store, Tx } from "../store/store.js";
import type { RetryPolicy } from "../topic.js";
import type { Transport } from "../transport/transport.js";

/** Does one event's work. To be undone on failure, effects belong into `context.tx`. */
export type Handler<E, T> = (event: E, context: HandlerContext<T>) => Promise<void> | void;

/** Says on purpose that an event is of no interest here. */
export const ignore = "ignore";
export type Ignore = typeof ignore;

/** One handler for each event of a topic, or {@link ignore}; an event left out is a compile error that names it. */
export type HandlersOf<E, T> = { readonly [N in keyof E & string]: Handler<Received<N, E[N]>, T> | Ignore };

export interface HandlerContext<T> {
  /** The transaction that also holds the inbox row; `undefined` for a consumer without a store. */
  readonly tx: T;
  /** Aborted when the partition is lost or the consumer closes for good. */
  readonly signal: AbortSignal;
  /** Counts from 1. */
  readonly attempt: number;
  readonly log: Log;
}

export interface ConsumerOptions<T extends Tx | undefined> {
  readonly transport: Transport;
  readonly registry: Registry;
  readonly group: string;
  /**
   * With a store, inbox row and effect share one transaction: an effect happens once although delivery is at least once.
   * `"none"`: at least once, and the handler answers for repeats itself.
   */
  readonly store: T extends Tx ? Store : "none";
  /** Where a partition without a committed offset begins. Default "earliest". */
  readonly from?: "earliest" | "latest";
  /** Lanes a partition's keys are spread over. Default 16. */
  readonly lanes?: number;
  /** Replaces parts of the topic's own policy. */
  readonly retry?: Partial<RetryPolicy>;
  /** "dead": to the dead letter topic at once; "retry": as the policy says. Default: always "retry". */
  readonly classify?: (error: unknown) => "retry" | "dead";
  /** Called for a tombstone; absent: it is logged and passed over. */
  readonly onDeletion?: Handler<Deletion, T>;
  /** Called after a record is safely in the dead letter topic. */
  readonly onDead?: (dead: DeadLetter) => void;
  /** Default: {@link jsonLog}. */
  readonly log?: Log;
  readonly tuning?: Partial<ConsumerTuning>;
  /** For tests of crashes: called at each point by name; what it throws or does not survive is the crash. */
  readonly at?: (point: CrashPoint, event: Received<string, unknown>) => void | Promise<void>;
}

/** All in milliseconds unless said. */
export interface ConsumerTuning {
  /** How often watermarks are committed. Default 200. */
  readonly commitEveryMs: number;
  /** How long a delivery is held open. Default 1 000. */
  readonly holdMs: number;
  /** How long a drain may take before handlers are aborted. Default 1 000. */
  readonly drainMs: number;
  /** Records between watermark and intake of a partition. Default 256. */
  readonly window: number;
  /** Heartbeats while holding. Default 100. */
  readonly tickMs: number;
}

/** The points of a record's life at which a test may kill the process; in order. Only a consumer with a store has them. */
export type CrashPoint = "before-claim" | "after-claim" | "after-effect" | "after-commit";

export interface DeadLetter {
  readonly reason: DeadReason;
  readonly error: Error;
  readonly attempts: number;
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: bigint };
  readonly letter: { readonly topic: string; readonly partition: number; readonly offset: bigint };
}

export type DeadReason = "undecodable" | "unknown-schema" | "exhausted" | "fatal";

export interface Consumer {
  /** Begins to consume; waits in the background for a broker that is down, and says so in the log. */
  start(): Promise<void>;
  /** What is true now. */
  health(): ConsumerHealth;
  /** Stops intake, drains, commits, leaves the group. `drainMs`: how long running handlers may take, default 20 000. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

export interface ConsumerHealth {
  /** "waiting": no broker or no assignment yet; "stalled": records wait and none was finished for 30 s. */
  readonly state: "waiting" | "running" | "stalled" | "closed";
  readonly assigned: readonly { readonly topic: string; readonly partition: number; readonly watermark: bigint | undefined }[];
  readonly handled: number;
  readonly duplicates: number;
  readonly retries: number;
  readonly dead: number;
  readonly inFlight: number;
  /** The last trouble with broker, registry or store; undefined once it is over. */
  readonly trouble: string | undefined;
}

import type { EventMeta, Published } from "../event.js";
import type { Log } from "../log.js";
import type { Registry } from "../registry/registry.js";
import type { Transport } from "../transport/transport.js";

export interface ProducerOptions {
  readonly transport: Transport;
  readonly registry: Registry;
  /** CloudEvents `source`: who publishes, a URI reference such as `/shop/orders`. */
  readonly source: string;
  /** Milliseconds until an event without an acknowledgement fails with PRODUCE_FAILED. Default 30 000. */
  readonly deadlineMs?: number;
  /** Default: {@link jsonLog}. */
  readonly log?: Log;
}

/** What every generated producer has beside its methods. */
export interface Producer {
  /** Waits for what is in flight, then refuses further events with PRODUCER_CLOSED. Leaves the transport open. */
  close(): Promise<void>;
}

/** Publishes by event name; what the typed methods of a generated producer call. */
export type Publish<E> = <N extends keyof E & string>(name: N, event: object, meta?: EventMeta) => Promise<Published>;

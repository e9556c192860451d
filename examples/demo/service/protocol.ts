import type { ConsumerHealth, CrashPoint, DeadLetter, KafkajsOptions } from "eventwright/runtime";
import type { OrderSummary } from "../projections/order-summary.projection.js";

/** How the service process reaches its parts. */
export interface ServiceConfig {
  /** Part of every consumer group's name, so that two demos never share one. */
  readonly run: string;
  readonly bootstrap: string;
  /** What the broker asks of its clients. */
  readonly tuning: Pick<KafkajsOptions, "heartbeatIntervalMs">;
  readonly registry: string;
  readonly store: { readonly pglite: string } | { readonly postgres: string };
  readonly sessionTimeoutMs: number;
}

/** One row that a handler wrote in the transaction of its inbox row. */
export interface Effect {
  readonly service: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly customerId: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly fact: string;
}

/** A step of an order's life, as the audit trail has it. */
interface Step {
  readonly event: string;
  readonly time: Date;
  readonly state: OrderSummary | undefined;
}

/** What may be asked of the running service, over the process channel. */
export interface ServiceAsks {
  health(): Promise<Readonly<Record<string, ConsumerHealth>>>;
  /** Effects on this run's customers; a broker of yours may hold older runs. */
  effects(service: string): Promise<readonly Effect[]>;
  /** Times (ms) between the attempts on the order that was told to fail. */
  waits(): Promise<readonly number[]>;
  dead(): Promise<readonly Omit<DeadLetter, "error">[]>;
  /** The mailer's next `times` attempts on this order fail. */
  failOn(orderId: string, times: number): Promise<void>;
  /** The ledger's process kills itself (SIGKILL) when it reaches this point with this event. */
  crashOn(eventId: string, point: CrashPoint): Promise<void>;
  summary(orderId: string): Promise<OrderSummary | undefined>;
  summaries(): Promise<ReadonlyMap<string, OrderSummary>>;
  asOf(orderId: string, time: Date): Promise<OrderSummary | undefined>;
  history(orderId: string): Promise<readonly Step[]>;
  rebuild(): Promise<{ readonly events: number; readonly states: number; readonly tookMs: number }>;
  close(): Promise<void>;
}

export interface AskMessage {
  readonly id: number;
  readonly ask: keyof ServiceAsks;
  readonly args: readonly unknown[];
}

export type AnswerMessage = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

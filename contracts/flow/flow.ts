import type { Place } from "../../catalog/index.js";
import type { BrokerCapabilities } from "../brokers/broker.js";

/** One `*.flow.yaml`. */
export interface FlowFile {
  readonly path: string;
  readonly scenarios: readonly Scenario[];
}

/** What is sent, and what has to come of it. */
export interface Scenario {
  readonly name: string;
  readonly place: Place;
  /** What the broker must be able to do; else the scenario is not run. */
  readonly requires: readonly (keyof BrokerCapabilities)[];
  readonly given: readonly SendStep[];
  readonly when: readonly SendStep[];
  readonly then: readonly ThenStep[];
}

/** Sends an event: a sample of its schema with some values set, whole or damaged. */
export interface SendStep {
  readonly place: Place;
  readonly event: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** How often the very same event is sent. */
  readonly times: number;
  readonly damage?: Damage;
}

export const damages = ["truncate", "badMagic", "unknownId", "tombstone"] as const;
export type Damage = (typeof damages)[number];

export type ThenStep = HandledStep | DeadLetterStep | SilenceStep | OrderStep;

interface Step {
  readonly place: Place;
  readonly withinMs: number;
}

export interface HandledStep extends Step {
  readonly kind: "handled";
  readonly event: string;
  readonly where: Readonly<Record<string, unknown>>;
  readonly times: number;
}

export interface DeadLetterStep extends Step {
  readonly kind: "deadLetter";
  /** Topic whose records are parked. */
  readonly from: string;
  readonly times: number;
  /** True: value and key have to be the bytes that were sent. */
  readonly sameBytes: boolean;
}

export interface SilenceStep extends Step {
  readonly kind: "silence";
  readonly on: string;
}

/** The events of each key are handled in the order in which they were sent. */
export interface OrderStep extends Step {
  readonly kind: "order";
  readonly on: string;
}

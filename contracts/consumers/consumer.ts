import type { Place } from "../../catalog/index.js";

/** What one service says that it needs of the events it reads: one `*.consumer.yaml`. */
export interface ConsumerContract {
  readonly consumer: string;
  readonly owner?: string;
  /** Retired ones are kept for the record and read nothing. */
  readonly status: "active" | "pending" | "retired";
  readonly place: Place;
  readonly reads: readonly DeclaredRead[];
}

/** One event that a service reads. */
export interface DeclaredRead {
  /** The Kafka topic. */
  readonly channel: string;
  /** Short or full name of the event. */
  readonly message: string;
  readonly place: Place;
  /** Consumer group. */
  readonly group?: string;
  /** Absent: it may read everything. */
  readonly fields?: readonly DeclaredField[];
}

/** One field that a service reads. */
export interface DeclaredField {
  /** Names alone: what is inside of lists and maps counts as theirs. */
  readonly path: readonly string[];
  readonly place: Place;
}

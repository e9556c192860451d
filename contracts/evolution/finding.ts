import type { CompatibilityMode, Place } from "../../catalog/index.js";

/** One way in which a schema change breaks a reader or a writer. */
export interface Finding {
  /** The rule, e.g. FIELD_ADDED_WITHOUT_DEFAULT; of the `confluent` engine, the registry's own error type, e.g. TYPE_MISMATCH. */
  readonly rule: RuleId | Uppercase<string>;
  readonly severity: "error" | "warning";
  /** Who can't read whose data: backward = new readers, old data; forward = old readers, new data. */
  readonly breaks: "backward" | "forward";
  /** One sentence in plain words that names the victim, without a final period. */
  readonly message: string;
  /** By field name, e.g. `items[].price`; "" is the root. Of the `confluent` engine, the registry's location, e.g. `/fields/1`. */
  readonly path: string;
  /** In the new schema; absent only when called with bare texts. */
  readonly place?: Place;
  /** In the old schema. */
  readonly was?: Place;
  /** Where the path differs in the old schema: the name that it has there. */
  readonly oldPath?: string;
  /** The piece of schema that changed, as it was and as it is: short JSON texts. */
  readonly before?: string;
  readonly after?: string;
  /** The smallest event that shows it, when one was made and checked by decoding. */
  readonly witness?: Witness;
  /** Why there is no checked witness. */
  readonly unwitnessed?: string;
  /** One to three ways out, best first. */
  readonly waysOut: readonly string[];
  /** The first way out as an edit, where it is mechanical. */
  readonly fix?: Fix;
  /** Stable over line moves and over versions: rule, event, path, direction. */
  readonly fingerprint: string;
}

/** An event that the writer may write, and what the reader makes of it. */
export interface Witness {
  readonly json: string;
  /** The payload's bytes, unframed. */
  readonly hex: string;
  /** The decoder's words, or the value that it reads instead. */
  readonly error: string;
}

/** Text to put in at a place of the new schema's file. */
interface Fix {
  readonly place: Place;
  readonly insert: string;
}

export const rules = {
  TYPE_CHANGED: "a type that can't be read as the other",
  FIELD_ADDED_WITHOUT_DEFAULT: "a reader's field that the writer lacks and that has no default",
  FIELD_REQUIRED: "a property that became required",
  ENUM_SYMBOL_UNKNOWN: "a symbol that the reader lacks and has no default for",
  UNION_BRANCH_UNKNOWN: "a union branch that the reader lacks",
  FIXED_SIZE_CHANGED: "a fixed of another size",
  NAME_CHANGED: "a named type of another name, without an alias",
  MEANING_CHANGED: "the same bytes read as another value: scale, unit or logical type",
  CONSTRAINT_TIGHTENED: "a JSON Schema constraint that old documents may not meet",
  FORMAT_CHANGED: "a JSON Schema format that old documents may not have: a note to the specification, asserted by the codecs",
  PRECISION_LOST: "a promotion that may round",
  EVENT_REMOVED: "a released event that is gone",
  EVENT_RENAMED: "an event under another full name, without an alias",
  TOPIC_CHANGED: "events that go to another Kafka topic than before",
  KEY_CHANGED: "another key field, so that order per key and partitions change",
  SUBJECT_CHANGED: "another subject naming strategy, so that the registry starts anew",
  RELEASED_EDITED: "a released version whose file was edited",
  MODE_WEAKENED: "a compatibility mode that promises less than before",
  WAIVER_EXPIRED: "a waiver whose last day is over",
  WAIVER_UNUSED: "a waiver that no finding needs",
  UNDECIDED: "a pair that this engine can't decide",
} as const;

export type RuleId = keyof typeof rules;

/** A finding of the gate: every version that it is true of, and whom it hurts. */
export interface GateFinding extends Finding {
  /** Ascending. */
  readonly versions: readonly number[];
  /** Declared consumers that read what changed. */
  readonly readBy: readonly DeclaredReader[];
  /** A command that shows it again. */
  readonly reproduce: string;
  /** Set where a waiver in force accepts it. */
  readonly waiver?: Waiver;
}

/** Somebody who says in a contract that they read an event, or a field of it. */
export interface DeclaredReader {
  readonly consumer: string;
  readonly owner?: string;
  readonly place: Place;
}

/** One accepted finding, from `contracts/waivers.yaml`. */
export interface Waiver {
  readonly fingerprint: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly place: Place;
}

/** What the gate says of one event against its baseline. */
export interface EventVerdict {
  readonly event: string;
  readonly topic: string;
  readonly mode: CompatibilityMode;
  /** Versions compared with, ascending; empty = never released. */
  readonly against: readonly number[];
  /** The same versions with the baselines that hold each; a version of several is compared once. */
  readonly from?: readonly { readonly version: number; readonly baselines: readonly string[] }[];
  readonly verdict: "compatible" | "breaks" | "unchanged" | "new";
  readonly findings: readonly GateFinding[];
}

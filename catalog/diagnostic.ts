import type { Place } from "./event-model.js";

/** One thing that is wrong in what the user wrote: a value, collected with all others and printed by the cli. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  /** One sentence without a final period. */
  readonly message: string;
  readonly place: Place;
  /** What to do, one sentence. */
  readonly hint?: string;
  /** A second place that explains the first, e.g. the other definition. */
  readonly related?: Place;
}

/** Every code a schema folder, or what is declared beside it, can earn; never renumbered, never reused. The page is docs/errors.md. */
export const diagnosticCodes = {
  SCHEMA_UNREADABLE: "the file could not be read",
  SCHEMA_INVALID_JSON: "the file is not JSON",
  SCHEMA_INVALID: "the file is JSON, but no schema of its format",
  SCHEMA_UNSUPPORTED: "a construct that has no defined type yet",
  SCHEMA_INVALID_NAME: "a name that the format forbids",
  SCHEMA_UNKNOWN_TYPE: "a reference to a type that no file defines",
  SCHEMA_DUPLICATE_NAME: "two definitions of one full name",
  SCHEMA_DUPLICATE_FIELD: "two fields of one name in a record",
  SCHEMA_INVALID_DEFAULT: "a default that is no value of its type",
  TOPIC_INVALID_YAML: "topic.yaml is not YAML",
  TOPIC_UNKNOWN_KEY: "a key that topic.yaml does not have",
  TOPIC_INVALID_VALUE: "a value that a topic.yaml key can't take",
  TOPIC_MISSING_KEY: "topic.yaml lacks a required key",
  TOPIC_FIELD_MISSING: "an event lacks the field that topic.yaml names",
  TOPIC_DUPLICATE: "two folders declare one topic",
  RELEASED_EDITED: "a released file differs from what was released",
  RELEASED_MISSING: "a released file is gone",
  RELEASED_UNLISTED: "a file in released/ was never released",
  CATALOG_EMPTY: "the folder holds no schema",
  OUTPUT_CLASH: "two schema files whose output would have one path",
  CONSUMER_INVALID: "a consumer's contract that says what it can't",
  WAIVERS_INVALID: "a file of waivers that says what it can't",
  STUB_UNPARSABLE: "a stub of yours that could not be read, so nothing was changed in it",
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;

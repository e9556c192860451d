/** Every program error there is, by code; never renumbered, never reused. The page is docs/errors.md. */
const sentences = {
  ENCODE_INVALID: "the event does not fit its schema",
  DECODE_FRAMING: "the value is not in Confluent's wire format",
  DECODE_INVALID: "the payload can't be read with its writer schema",
  DECODE_WRONG_EVENT: "the schema id belongs to no event of this topic",
  SCHEMA_NOT_REGISTERED: "the registry does not know this schema under this subject",
  SCHEMA_NOT_FOUND: "the registry does not know this schema id",
  REGISTRY_UNAVAILABLE: "the schema registry did not answer",
  REGISTRY_REJECTED: "the schema registry refused the request",
  BROKER_UNAVAILABLE: "no broker answered",
  TOPIC_UNKNOWN: "the broker has no such topic",
  LOG_OVERTAKEN: "records left the log before they were read",
  PRODUCE_FAILED: "no broker acknowledged the event",
  PRODUCER_CLOSED: "the producer is closed",
  RECORD_INVALID: "the record can't be sent as it is",
  COMMIT_REFUSED: "the group's coordinator refused the commit",
  STORE_UNAVAILABLE: "the database did not answer",
  STORE_LOCKED: "another process has this database folder open",
  STORE_MISUSED: "the store was used outside its transaction",
  CONSUMER_CLOSED: "the consumer is closed",
  PROJECTION_REBUILD_NEEDED: "the projection's journal was written with an unknown schema version",
  PROJECTION_REBUILD_SUPERSEDED: "another rebuild of this projection has begun, so this one ended",
  OUTPUT_UNWRITABLE: "the output could not be written",
  OUTPUT_BUSY: "another run is writing to the output folder",
  BASELINE_UNAVAILABLE: "the baseline could not be read",
  BROKER_START_FAILED: "the local broker did not start",
  REGISTRY_START_FAILED: "the local registry did not start",
  GENERATED_UNLOADABLE: "the generated clients could not be loaded",
  FLOW_INVALID: "the flow file is not valid",
  CONFIG_INVALID: "the configuration is not valid",
  TEMPLATE_INVALID: "the template can't be filled",
  USAGE: "the command was not understood",
} as const;

export type ErrorCode = keyof typeof sentences;

/** The codes by name, for who must know them all. */
export const errorCodes: readonly string[] = Object.keys(sentences);

const brand = Symbol.for("eventwright.error");

/** The one class of program errors; `code` says which. Its message never holds a secret. */
export class EventwrightError extends Error {
  readonly code: ErrorCode;
  /** What to do about it, one sentence. */
  readonly hint: string | undefined;
  readonly [brand] = true;

  constructor(code: ErrorCode, options: { readonly detail?: string; readonly hint?: string; readonly cause?: unknown } = {}) {
    super(
      `[${code}] ${sentences[code]}${options.detail ? `: ${options.detail}` : ""}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "EventwrightError";
    this.code = code;
    this.hint = options.hint;
  }
}

/** True for an {@link EventwrightError}, also one that another copy of the package made. */
export function isEventwrightError(error: unknown, code?: ErrorCode): error is EventwrightError {
  if (typeof error !== "object" || error === null || !(brand in error)) return false;
  return code === undefined || (error as EventwrightError).code === code;
}

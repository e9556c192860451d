import { EventwrightError, isEventwrightError } from "../errors.js";

/**
 * A lost or refused connection becomes STORE_UNAVAILABLE; an error of SQL stays the driver's own, with its SQLSTATE as `code`.
 * `name` says which database, without credentials.
 */
export function storeFailure(error: unknown, name: string): unknown {
  if (isEventwrightError(error)) return error;
  const state = sqlState(error);
  if (state !== undefined && !connectionStates.test(state)) return error;
  return new EventwrightError("STORE_UNAVAILABLE", { detail: `${name}: ${reason(error)}`, cause: error });
}

/** The SQLSTATE of a database error; undefined for any other. */
function sqlState(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("severity" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

// Connection exceptions, too many connections, shutdown and start-up of the server.
const connectionStates = /^(08...|53300|57P0[1-5])$/;

function reason(error: unknown): string {
  if (!(error instanceof Error)) return "unknown failure";
  // Node reports a host that failed on each of its addresses as an AggregateError with an empty message.
  const inner = error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : undefined;
  return error.message || (inner instanceof Error ? inner.message : "") || error.name;
}

import { isEventwrightError } from "../errors.js";

// PostgreSQL's codes for "somebody else was first, try again": serialization failure, deadlock, lock timeout.
const tryAgain = new Set(["40001", "40P01", "55P03"]);

/** True where the database is at fault, not the record or its handler: such a failure is waited for and never counts as an attempt. */
export function isStoreTrouble(error: unknown): boolean {
  if (error instanceof BesideHandler) return true;
  if (isEventwrightError(error)) return error.code === "STORE_UNAVAILABLE" || error.code === "STORE_LOCKED";
  return error instanceof Error && "code" in error && typeof error.code === "string" && tryAgain.has(error.code);
}

// Data exceptions (a NUL in an id), broken constraints, exceeded limits (an id too long for its index): waiting mends none of them.
const recordAtFault = /^(22|23|54)/;

/** What failed beside the handler: in the claim, at begin or commit. The record is at fault only where its own id or effect was refused. */
class BesideHandler extends Error {}

/** Gives the error itself where an effect is at fault (a deferred constraint, a failed statement passed over), else marks it as the store's. */
export function besideHandler(error: unknown): unknown {
  if (isEventwrightError(error, "STORE_MISUSED") || isStoreTrouble(error)) return error;
  const state = error instanceof Error && "code" in error ? String(error.code) : "";
  if (recordAtFault.test(state)) return error;
  return new BesideHandler(error instanceof Error ? error.message : String(error), { cause: error });
}

export function isRegistryTrouble(error: unknown): boolean {
  return isEventwrightError(error, "REGISTRY_UNAVAILABLE") || isEventwrightError(error, "REGISTRY_REJECTED");
}

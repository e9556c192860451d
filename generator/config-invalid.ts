import { EventwrightError } from "../runtime/errors.js";

/** What a configuration asks for and can't have. */
export function configInvalid(detail: string, more: { readonly hint?: string; readonly cause?: unknown } = {}): EventwrightError {
  return new EventwrightError("CONFIG_INVALID", { detail, ...more });
}

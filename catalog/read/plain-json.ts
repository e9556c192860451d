import { parseSound } from "./json-parse.js";

const unusualNumber = /[:,[]\s*-?\d+[.eE]/;

/** True only for a text that the platform's own parser reads as ours does: no key twice, and no number but integers. */
export function isPlainJson(text: string): boolean {
  return !unusualNumber.test(text) && parseSound(text) !== undefined;
}

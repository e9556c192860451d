import type { RuleId } from "../finding.js";
import type { Path } from "../side.js";
import type { Handle } from "./document.js";

/** One keyword of the new side that old values are not proven to meet. */
export interface Gap {
  readonly rule: RuleId;
  readonly path: Path;
  readonly detail: string;
  /** True: a validator may refuse, another may not; no reason to call the pair incompatible. */
  readonly mild?: true;
}

/** True when nothing but mild gaps is left. */
export function isProven(gaps: readonly Gap[]): boolean {
  return gaps.every((gap) => gap.mild);
}

/** One run: pairs that are being proven, and the steps still allowed. */
export interface Proof {
  readonly open: Set<string>;
  steps: number;
  /** Asks for a child: all values of the conjunction within `right`. Only ever called one level down, so an open pair may be assumed. */
  readonly child: (left: readonly Handle[], right: Handle, path: Path) => readonly Gap[];
}

import type { EventVerdict } from "../finding.js";
import type { Baseline } from "./baseline.js";

/** A gate that looks closely at a part of a folder, since it knows what there is to say of the rest. */
export interface Part {
  /** Paths of the schemas that are judged. */
  readonly judged: ReadonlySet<string>;
  /** What is known of the others. */
  readonly rest: readonly Row[];
  /** Where it is read already. */
  readonly baselines?: readonly Baseline[];
  /** True where the rest is known to have no finding, not only none that is new. */
  readonly isWhole: boolean;
}

/** A verdict without findings, and how many comparisons it stands for. */
export interface Row {
  readonly verdict: EventVerdict;
  readonly compared: number;
}

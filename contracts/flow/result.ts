import type { Place } from "../../catalog/index.js";

/** How one scenario went. */
export interface FlowResult {
  readonly scenario: string;
  readonly place: Place;
  readonly status: "passed" | "failed" | "not run";
  /** In the order of time: what was sent, handled, dead-lettered. */
  readonly timeline: readonly string[];
  /** What was expected and what came instead; or why it was not run. */
  readonly problems: readonly string[];
  readonly tookMs: number;
}

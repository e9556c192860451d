import type { RuleId, Witness } from "./finding.js";
import type { Path } from "./side.js";

/** One difference that hurts, before anybody knows which side is the new one. */
export interface Issue {
  readonly rule: RuleId;
  readonly severity: "error" | "warning";
  readonly readerPath: Path;
  readonly writerPath: Path;
  /** What is wrong, in a clause that speaks of "the reader" and "the writer". */
  readonly detail: string;
  readonly witness?: Witness;
  /** Why there is none. */
  readonly unwitnessed?: string;
}

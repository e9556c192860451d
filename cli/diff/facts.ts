import type { ApiChange, ApiLevel } from "../../generator/index.js";

/** What `diff --api` found; what `--format json` prints. */
export interface ApiReport {
  /** Of this object's shape. */
  readonly version: 1;
  readonly against: string;
  /** The version bump that the changes ask for. */
  readonly bump: ApiLevel | "none";
  readonly counts: Readonly<Record<ApiLevel, number>>;
  readonly changes: readonly ApiChange[];
}

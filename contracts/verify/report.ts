import type { Place } from "../../catalog/index.js";
import type { FlowResult } from "../flow/result.js";

/** One thing that was proven, refuted, or not tried. */
export interface Proof {
  /** Full name of the event. */
  readonly event: string;
  readonly topic: string;
  /** generated: the clients stand for these schemas · structure: by rule · bytes: in the process · broker: over the wire. */
  readonly kind: "generated" | "structure" | "bytes" | "broker";
  /** E.g. `v1`. */
  readonly writer?: string;
  readonly reader?: string;
  readonly status: "passed" | "failed" | "not run";
  /** Events that were written, read and compared. */
  readonly values: number;
  /** Each names the field, what was written and what was read; or why it was not run. */
  readonly problems: readonly string[];
  /** The schema files of writer and reader. */
  readonly places: readonly Place[];
}

/** What `verify` found out. */
export interface VerifyReport {
  /** "unproven": nothing ran that could have failed. */
  readonly status: "passed" | "failed" | "unproven";
  readonly seed: number;
  readonly broker: BrokerFacts | undefined;
  readonly proofs: readonly Proof[];
  readonly flows: readonly FlowResult[];
  readonly counts: { readonly passed: number; readonly failed: number; readonly notRun: number; readonly values: number };
}

export interface BrokerFacts {
  readonly kind: string;
  readonly version: string;
  readonly at: string;
  readonly startedInMs: number;
  readonly registry: string;
}

/** Adds up; a run without a single passed proof by bytes proves nothing. */
export function reportOf(parts: Pick<VerifyReport, "seed" | "broker" | "proofs" | "flows">): VerifyReport {
  const all = [...parts.proofs, ...parts.flows];
  const count = (status: Proof["status"]) => all.filter((one) => one.status === status).length;
  const values = parts.proofs.reduce((sum, proof) => sum + proof.values, 0);
  const status = count("failed") > 0 ? "failed" : values === 0 ? "unproven" : "passed";
  return { status, ...parts, counts: { passed: count("passed"), failed: count("failed"), notRun: count("not run"), values } };
}

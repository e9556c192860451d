import type { Finding } from "../finding.js";
import type { BaselineEvent } from "./baseline.js";

/** What a baseline has of an event. */
export interface Earlier {
  readonly baseline: string;
  readonly events: readonly BaselineEvent[];
}

/** A finding before it is known who reads what it is about, and of which versions it is true. */
export type Raw = Finding & { readonly version: number };

/** Answers whether a pair is known to be without findings, and learns it. */
export interface PairMemory {
  isClean(pair: Pair): boolean;
  learnClean(pair: Pair): void;
}

/** What a verdict follows from. */
export interface Pair {
  readonly breaks: Finding["breaks"];
  readonly format: string;
  /** Of the texts. */
  readonly candidate: string;
  readonly version: string;
}

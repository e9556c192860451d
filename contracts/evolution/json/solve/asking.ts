import type { Formula, Handle } from "../formula/formula.js";
import type { Pool } from "../pool.js";
import type { JsonType } from "../value.js";
import type { Outcome } from "./outcome.js";

/** What is known for good, kept from question to question. */
export class Known {
  readonly goals = new Map<string, Outcome>();
  /** Whether two branches of a oneOf can't hold together. */
  readonly apart = new Map<string, boolean>();
}

/** What the search for one type may ask of the whole. */
export interface Solver {
  readonly pool: Pool;
  readonly known: Known;
  /** What may still be spent. */
  readonly steps: number;
  /** Counts work. @throws Undecided when it is too much. */
  spend(steps: number): void;
  /** A value of all the schemas together. */
  sat(handles: Iterable<Handle>): Outcome;
  /** A value of one type of which all formulas hold. */
  search(type: JsonType, forms: readonly Formula[]): Outcome;
  /** Asks aside from all open goals, so that the answer holds for ever. */
  aside<T>(ask: () => T): T;
}

/** The engine's one pool, and questions to it. */

import type { Spot } from "./compile/site.js";
import type { Document } from "./document.js";
import { Pool } from "./pool.js";
import { Known } from "./solve/asking.js";
import type { Outcome } from "./solve/outcome.js";
import { Question } from "./solve/solver.js";
import { Undecided } from "./undecided.js";

/** Enough for a hundred milliseconds at most. */
const mostSteps = 60_000;
const largest = 400_000;

let pool = new Pool();
let known = new Known();

/** A schema as the engine knows it; parsed once while the pool lives. @throws SyntaxError */
export function openDocument(text: string): Document {
  if (pool.size + known.goals.size > largest) {
    pool = new Pool();
    known = new Known();
  }
  return pool.open(text);
}

/** A value of the one side that the other refuses: "none" when there is none. */
export function counterexample(left: Spot, right: Spot): Outcome {
  const solver = new Question(pool, known, mostSteps);
  try {
    return solver.sat([pool.handle(left), -pool.handle(right)]);
  } catch (error) {
    if (error instanceof Undecided) return { doubt: error.message };
    if (error instanceof RangeError) return { doubt: "the schemas are nested too deeply for this check" };
    throw error;
  }
}

/** Whether a conjunction of schemas has a value: goals that lead back to themselves have none below them. */
import type { Formula, Handle } from "../formula/formula.js";
import type { Pool } from "../pool.js";
import { Undecided } from "../undecided.js";
import { type JsonType, jsonTypes } from "../value.js";
import type { Known, Solver } from "./asking.js";
import { isDoubt, isModel, type Outcome } from "./outcome.js";
import { search } from "./search.js";

const sure = Number.POSITIVE_INFINITY;

/** "None" leaned on the goal that is open at this depth. */
interface Provisional {
  readonly key: string;
  low: number;
}

/** Answers one question within a limit of work. */
export class Question implements Solver {
  readonly pool: Pool;
  readonly known: Known;
  steps: number;
  #doubts = new Map<string, Outcome>();
  #open = new Map<string, number>();
  #leaning = new Map<string, Provisional>();
  #low = sure;

  constructor(pool: Pool, known: Known, steps: number) {
    this.pool = pool;
    this.known = known;
    this.steps = steps;
  }

  /** Counts work. @throws Undecided when it is too much. */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new Exhausted();
  }

  /** A value of all the schemas together. */
  sat(handles: Iterable<Handle>): Outcome {
    const ids = new Set(handles);
    ids.delete(1);
    for (const id of ids) if (ids.has(-id) || id === -1) return "none";
    const sorted = [...ids].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.known.goals.get(key) ?? this.#doubts.get(key);
    if (known !== undefined) return known;
    const depth = this.#open.get(key) ?? this.#leaning.get(key)?.low;
    if (depth !== undefined) {
      this.#low = Math.min(this.#low, depth);
      return "none";
    }
    return this.#explore(key, sorted);
  }

  search(type: JsonType, forms: readonly Formula[]): Outcome {
    return search(this, type, forms);
  }

  /** Asks aside from all open goals, so that the answer holds for ever. @throws Undecided */
  aside<T>(ask: () => T): T {
    const [open, leaning, low] = [this.#open, this.#leaning, this.#low];
    this.#open = new Map();
    this.#leaning = new Map();
    try {
      return ask();
    } finally {
      this.#open = open;
      this.#leaning = leaning;
      this.#low = low;
    }
  }

  #explore(key: string, ids: readonly Handle[]): Outcome {
    this.spend(4);
    const depth = this.#open.size;
    if (depth > 250) return { doubt: "the schemas are nested too deeply for this check" };
    const outer = this.#low;
    const before = this.#leaning.size;
    this.#low = sure;
    this.#open.set(key, depth);
    const outcome = this.#first(ids);
    this.#open.delete(key);
    this.#settle(key, outcome, { depth, before });
    if (outcome === "none" && this.#low < depth) this.#low = Math.min(outer, this.#low);
    else this.#low = outer;
    return outcome;
  }

  #settle(key: string, outcome: Outcome, { depth, before }: { readonly depth: number; readonly before: number }): void {
    const inside = [...this.#leaning.values()].slice(before);
    if (isModel(outcome)) {
      for (const one of inside) this.#leaning.delete(one.key);
      this.known.goals.set(key, outcome);
    } else if (isDoubt(outcome)) {
      for (const one of inside) this.#leaning.delete(one.key);
      this.#doubts.set(key, outcome);
    } else if (this.#low >= depth) {
      for (const one of inside) {
        this.#leaning.delete(one.key);
        this.known.goals.set(one.key, "none");
      }
      this.known.goals.set(key, "none");
    } else this.#leaning.set(key, { key, low: this.#low });
  }

  #first(ids: readonly Handle[]): Outcome {
    let doubt: Outcome = "none";
    for (const type of jsonTypes) {
      const outcome = this.#ofType(type, ids);
      if (isModel(outcome)) return outcome;
      if (isDoubt(outcome)) doubt = outcome;
    }
    return doubt;
  }

  #ofType(type: JsonType, ids: readonly Handle[]): Outcome {
    try {
      const forms: Formula[] = ids.map((id) => this.pool.form(id, type));
      return search(this, type, forms);
    } catch (error) {
      if (error instanceof Undecided && !(error instanceof Exhausted)) return { doubt: error.message };
      throw error;
    }
  }
}

/** The limit of work is reached: nothing more is asked. */
class Exhausted extends Undecided {
  constructor() {
    super("the schemas are too large for this check");
  }
}

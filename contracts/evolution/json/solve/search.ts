/** One type of one goal: what must hold is collected, alternatives are refuted early, the rest is tried branch by branch. */
import { type Formula, type Literal, never } from "../formula/formula.js";
import type { Json, JsonType } from "../value.js";
import { arrayModel } from "./array.js";
import type { Solver } from "./asking.js";
import { numberModel } from "./number.js";
import { objectModel } from "./object.js";
import { expandOne } from "./one.js";
import { isDoubt, isModel, model, type Outcome } from "./outcome.js";
import { contradicts, entailed } from "./refute.js";
import { State } from "./state.js";
import { stringModel } from "./string.js";

/** A value of the type of which all formulas hold. */
export function search(solver: Solver, type: JsonType, forms: readonly Formula[]): Outcome {
  const joined = solver.pool.formulas.and(forms);
  if (joined === never) return "none";
  return explore(solver, new State(type), [joined]);
}

function explore(solver: Solver, state: State, added: readonly Formula[]): Outcome {
  solver.spend(1);
  if (!assertAll(solver, state, added) || !propagate(solver, state)) return "none";
  if (state.clauses.length === 0) return theory(solver, state);
  const early = theory(solver, state);
  if (early === "none") return early;
  const [clause, rest] = pick(state);
  let doubt: Outcome = "none";
  for (const part of clause) {
    const outcome = explore(solver, state.copy(rest), [part]);
    if (isModel(outcome)) return outcome;
    if (isDoubt(outcome)) doubt = outcome;
  }
  return doubt;
}

/** False when what is added contradicts what is there. */
function assertAll(solver: Solver, state: State, added: readonly Formula[]): boolean {
  const pending = [...added];
  for (let form = pending.pop(); form !== undefined; form = pending.pop()) {
    if (form.kind === "constant") {
      if (!form.holds) return false;
    } else if (form.kind === "and") pending.push(...form.parts);
    else if (form.kind === "or") state.clauses.push(form.parts);
    else if (form.atom.kind === "one") {
      if (!state.seen(form)) pending.push(...expandOne(solver, form));
    } else if (!state.add(form)) return false;
  }
  return true;
}

/** Drops what can't hold and what holds anyway, until nothing changes. */
function propagate(solver: Solver, state: State): boolean {
  for (let changed = true; changed; ) {
    changed = false;
    const clauses = state.clauses;
    state.clauses = [];
    for (const clause of clauses) {
      const kept = reduced(solver, state, clause);
      if (kept === "holds") continue;
      const [only] = kept;
      if (only === undefined) return false;
      if (kept.length > 1) state.clauses.push(kept);
      else {
        changed = true;
        if (!assertAll(solver, state, [only])) return false;
      }
    }
  }
  return true;
}

function reduced(solver: Solver, state: State, clause: readonly Formula[]): readonly Formula[] | "holds" {
  const kept: Formula[] = [];
  for (const part of clause) {
    if (entailed(solver, state, part)) return "holds";
    if (!contradicts(solver, state, part)) kept.push(part);
  }
  return kept;
}

/** Alternatives that say much come first, then the ones with few branches. */
function pick(state: State): readonly [clause: readonly Formula[], rest: readonly (readonly Formula[])[]] {
  const weight = (clause: readonly Formula[]) => clause.length - (clause.some(({ kind }) => kind === "and") ? 1_000_000 : 0);
  const [first = [], ...others] = [...state.clauses].sort((a, b) => weight(a) - weight(b));
  return [first, others];
}

function theory(solver: Solver, state: State): Outcome {
  solver.spend(1);
  switch (state.type) {
    case "null":
      return model(null);
    case "boolean":
      return model(booleanOf(state.literals()));
    case "number":
      return numberModel(state.literals());
    case "string":
      return stringModel(state.literals(), solver);
    case "object":
      return objectModel(solver, state.literals());
    case "array":
      return arrayModel(solver, state.literals());
  }
}

function booleanOf(literals: readonly Literal[]): Json {
  return literals.some(({ atom, holds }) => atom.kind === "true" && holds);
}

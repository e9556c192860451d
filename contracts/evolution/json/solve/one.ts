/** "Exactly one" as clauses: one of them at least, and no two that can hold together. */
import { type Formula, type Literal, never } from "../formula/formula.js";
import type { Solver } from "./asking.js";
import { isModel } from "./outcome.js";

/** What a oneOf, or its negation, says. */
export function expandOne(solver: Solver, { atom, holds }: Literal): readonly Formula[] {
  if (atom.kind !== "one") return [];
  const { formulas } = solver.pool;
  const { forms, subs } = atom;
  const isWide = atom.type === "object" || atom.type === "array";
  const pairs: Formula[] = [];
  for (const [at, left] of forms.entries()) {
    for (let other = at + 1; other < forms.length; other += 1) {
      const both = formulas.and([left, forms[other] ?? never]);
      if (both === never) continue;
      if (isWide && areApart(solver, subs[at] ?? 1, subs[other] ?? 1)) continue;
      pairs.push(both);
    }
  }
  if (holds) return [formulas.or(forms), ...pairs.map((both) => formulas.not(both))];
  return [formulas.or([formulas.not(formulas.or(forms)), ...pairs])];
}

/** Known for ever once asked; while it is being asked, unknown counts as no. */
function areApart(solver: Solver, left: number, right: number): boolean {
  const { apart } = solver.known;
  const key = `${left} ${right}`;
  const known = apart.get(key);
  if (known !== undefined) return known;
  apart.set(key, false);
  const before = solver.steps;
  try {
    const outcome = solver.aside(() => solver.sat([left, right]));
    const verdict = !isModel(outcome) && outcome === "none";
    apart.set(key, verdict);
    return verdict;
  } finally {
    if (solver.steps < 0 && before >= 0) apart.delete(key);
  }
}

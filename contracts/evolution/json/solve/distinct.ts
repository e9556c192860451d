/** Different values for the items of an array, where there are enough of them. */
import type { Handle } from "../formula/formula.js";
import type { Solver } from "./asking.js";
import { type Doubt, isDoubt, isModel, type Model, modelKey } from "./outcome.js";

const mostItems = 64;

/** One model for each slot, all different; "none" when that can't be. */
export function distinctModels(
  solver: Solver,
  slots: readonly (readonly Handle[])[],
  models: readonly Model[],
): readonly Model[] | Doubt | "none" {
  if (new Set(models.map(modelKey)).size === models.length) return models;
  if (slots.length > mostItems) return { doubt: "an array of many different items" };
  const choices: (readonly Model[])[] = [];
  const known = new Map<string, readonly Model[]>();
  for (const subs of slots) {
    const key = [...subs].sort((a, b) => a - b).join();
    const found = known.get(key) ?? valuesOf(solver, subs, slots.length);
    if (isDoubt(found)) return found;
    known.set(key, found);
    choices.push(found);
  }
  return matched(choices);
}

/** Up to so many values, each found by leaving the others out. */
function valuesOf(solver: Solver, subs: readonly Handle[], most: number): readonly Model[] | Doubt {
  const found: Model[] = [];
  const limits = [...subs];
  const { pool } = solver;
  const doc = pool.open("true");
  while (found.length < most) {
    const outcome = solver.sat(limits);
    if (isDoubt(outcome)) return outcome;
    if (!isModel(outcome)) break;
    found.push(outcome);
    limits.push(-pool.handle({ schema: { const: outcome.value }, doc, withFormats: false }));
  }
  return found;
}

function matched(choices: readonly (readonly Model[])[]): readonly Model[] | "none" {
  const owner = new Map<string, number>();
  const taken = new Map<number, Model>();
  const settle = (slot: number, seen: Set<string>): boolean => {
    for (const choice of choices[slot] ?? []) {
      const key = modelKey(choice);
      if (seen.has(key)) continue;
      seen.add(key);
      const other = owner.get(key);
      if (other !== undefined && !settle(other, seen)) continue;
      owner.set(key, slot);
      taken.set(slot, choice);
      return true;
    }
    return false;
  };
  for (const slot of choices.keys()) if (!settle(slot, new Set())) return "none";
  return choices.flatMap((_, slot) => taken.get(slot) ?? []);
}

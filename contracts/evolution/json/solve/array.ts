/** An array: every length that could matter, with the items that must be somewhere put at each place in turn. */
import type { Handle, Literal } from "../formula/formula.js";
import type { Solver } from "./asking.js";
import { distinctModels } from "./distinct.js";
import { isDoubt, isModel, type Model, model, type Outcome } from "./outcome.js";

interface Needs {
  readonly at: Map<number, Handle[]>;
  readonly rest: { readonly from: number; readonly sub: Handle }[];
  /** Items that must be somewhere from an index on. */
  readonly some: { readonly from: number; readonly sub: Handle; readonly group: number }[];
  /** At most so many items are of the schema. */
  readonly few: { readonly sub: Handle; readonly most: number }[];
  least: number;
  most: number;
  unique: boolean | undefined;
  /** From here on all items are alike. */
  alike: number;
}

const longest = 1_000;

/** An array of which all literals hold. */
export function arrayModel(solver: Solver, literals: readonly Literal[]): Outcome {
  const needs = needsOf(literals);
  const { least, alike, some, unique } = needs;
  const from = Math.max(least, 0);
  const to = Math.min(needs.most, Math.max(from, alike) + some.length + (unique === false ? 2 : 0));
  if (from > needs.most) return "none";
  if (to > longest) return { doubt: "an array with thousands of items" };
  let doubt: Outcome = "none";
  for (let length = from; length <= to; length += 1) {
    solver.spend(1 + length);
    const slots = Array.from({ length }, (_, index) => slotOf(needs, index));
    const outcome = place(solver, needs, 0, slots);
    if (isModel(outcome)) return outcome;
    if (isDoubt(outcome)) doubt = outcome;
  }
  return doubt;
}

type Slots = readonly (readonly Handle[])[];

function needsOf(literals: readonly Literal[]): Needs {
  const needs: Needs = { at: new Map(), rest: [], some: [], few: [], least: 0, most: Infinity, unique: undefined, alike: 0 };
  for (const [group, { atom, holds }] of literals.entries()) {
    if (atom.kind === "items") {
      if (holds) needs.least = Math.max(needs.least, atom.count);
      else needs.most = Math.min(needs.most, atom.count - 1);
    } else if (atom.kind === "at") {
      needs.at.set(atom.index, [...(needs.at.get(atom.index) ?? []), holds ? atom.sub : -atom.sub]);
      needs.alike = Math.max(needs.alike, atom.index + 1);
      if (!holds) needs.least = Math.max(needs.least, atom.index + 1);
    } else if (atom.kind === "rest") {
      needs.alike = Math.max(needs.alike, atom.from);
      if (holds) needs.rest.push({ from: atom.from, sub: atom.sub });
      else needs.some.push({ from: atom.from, sub: -atom.sub, group });
    } else if (atom.kind === "count") {
      if (holds)
        for (let count = 0; count < Math.min(atom.least, longest + 1); count += 1) needs.some.push({ from: 0, sub: atom.sub, group });
      else needs.few.push({ sub: atom.sub, most: atom.least - 1 });
    } else if (atom.kind === "unique") needs.unique = holds;
  }
  return needs;
}

function slotOf({ at, rest }: Needs, index: number): readonly Handle[] {
  return [...(at.get(index) ?? []), ...rest.filter(({ from }) => from <= index).map(({ sub }) => sub)];
}

/** Puts each item that must be somewhere at a place; items of one group at different ones, in order. */
function place(solver: Solver, needs: Needs, which: number, slots: Slots, last = -1): Outcome {
  solver.spend(1);
  const goal = needs.some[which];
  if (goal === undefined) return thin(solver, needs, slots);
  const begin = Math.max(goal.from, needs.some[which - 1]?.group === goal.group ? last + 1 : 0);
  const tried = new Set<string>();
  let doubt: Outcome = "none";
  for (let index = begin; index < slots.length; index += 1) {
    const subs = [...new Set([...(slots[index] ?? []), goal.sub])].sort((a, b) => a - b);
    // Places that ask for the same are one place, where all behind them are alike too.
    const key = `${index >= needs.alike}${subs.join()} ${(slots[index] ?? []).join()}`;
    if (index >= needs.alike && tried.has(key)) continue;
    tried.add(key);
    const outcome = solver.sat(subs);
    if (isDoubt(outcome)) doubt = outcome;
    if (!isModel(outcome)) continue;
    const placed = place(solver, needs, which + 1, slots.with(index, subs), index);
    if (isModel(placed)) return placed;
    if (isDoubt(placed)) doubt = placed;
  }
  return doubt;
}

/** Keeps the items that may be of a schema to as few as it allows. */
function thin(solver: Solver, needs: Needs, slots: Slots, which = 0): Outcome {
  const rule = needs.few[which];
  if (rule === undefined) return build(solver, needs, slots);
  const thinned: (readonly Handle[])[] = [];
  let count = 0;
  for (const subs of slots) {
    const without = [...subs, -rule.sub];
    const outcome = solver.sat(without);
    if (isDoubt(outcome)) return outcome;
    if (outcome === "none") count += 1;
    thinned.push(outcome === "none" ? subs : without);
  }
  if (count > rule.most) return "none";
  const outcome = thin(solver, needs, thinned, which + 1);
  const isGreedy = needs.few.length > 1 || needs.unique !== undefined;
  return outcome === "none" && isGreedy
    ? { doubt: '"maxContains" beside another one or "uniqueItems" is not decided by this check' }
    : outcome;
}

function build(solver: Solver, needs: Needs, slots: Slots): Outcome {
  const models: Model[] = [];
  for (const subs of slots) {
    const outcome = solver.sat(subs);
    if (!isModel(outcome)) return outcome;
    models.push(outcome);
  }
  const list = (items: readonly Model[]) =>
    model(
      items.map(({ value }) => value),
      items,
    );
  if (needs.unique === undefined) return list(models);
  if (!needs.unique) return repeated(solver, slots, models, list);
  const distinct = distinctModels(solver, slots, models);
  return Array.isArray(distinct) ? list(distinct) : isDoubt(distinct) ? distinct : "none";
}

function repeated(solver: Solver, slots: Slots, models: readonly Model[], list: (items: readonly Model[]) => Model): Outcome {
  const tried = new Set<string>();
  let doubt: Outcome = "none";
  for (const [at, left] of slots.entries()) {
    for (let other = at + 1; other < slots.length; other += 1) {
      const subs = [...new Set([...left, ...(slots[other] ?? [])])].sort((a, b) => a - b);
      const key = subs.join();
      if (tried.has(key)) continue;
      tried.add(key);
      const outcome = solver.sat(subs);
      if (isModel(outcome)) return list(models.with(at, outcome).with(other, outcome));
      if (isDoubt(outcome)) doubt = outcome;
    }
  }
  return doubt;
}

/** An object: named properties at their names, the others under fresh names that the patterns tell apart. */
import type { Formula, Handle, Literal } from "../formula/formula.js";
import { objectOf } from "../value.js";
import type { Solver } from "./asking.js";
import { stringHolds } from "./holds.js";
import { isDoubt, isModel, type Model, model, type Outcome } from "./outcome.js";
import { singleName } from "./state.js";

interface Rule {
  readonly names: Formula;
  readonly sub: Handle;
}

interface Needs {
  /** By name; each property present or not. */
  readonly named: Map<string, Handle[]>;
  readonly required: Set<string>;
  /** For each property whose name is in a set. */
  readonly general: Rule[];
  /** Some property whose name is in a set. */
  readonly some: Rule[];
  least: number;
  most: number;
}

type Present = ReadonlyMap<string, readonly Handle[]>;

const mostNames = 300;

/** An object of which all literals hold. */
export function objectModel(solver: Solver, literals: readonly Literal[]): Outcome {
  const needs = needsOf(literals);
  if (needs.least > mostNames) return { doubt: "an object with hundreds of properties" };
  const present = new Map([...needs.required].map((name) => [name, subsAt(needs, name)]));
  if (present.size > needs.most) return "none";
  const outcomes = [...present.values()].map((subs) => solver.sat(subs));
  if (outcomes.includes("none")) return "none";
  return outcomes.find(isDoubt) ?? place(solver, needs, 0, present);
}

function needsOf(literals: readonly Literal[]): Needs {
  const needs: Needs = { named: new Map(), required: new Set(), general: [], some: [], least: 0, most: Number.POSITIVE_INFINITY };
  for (const { atom, holds } of literals) {
    if (atom.kind === "size") {
      if (holds) needs.least = Math.max(needs.least, atom.count);
      else needs.most = Math.min(needs.most, atom.count - 1);
    }
    if (atom.kind !== "all") continue;
    const sub = holds ? atom.sub : -atom.sub;
    const name = singleName(atom.names);
    if (name === undefined) (holds ? needs.general : needs.some).push({ names: atom.names, sub });
    else {
      needs.named.set(name, [...(needs.named.get(name) ?? []), sub]);
      if (!holds) needs.required.add(name);
    }
  }
  return needs;
}

/** All that is said of a property of this name. */
function subsAt({ named, general }: Needs, name: string): readonly Handle[] {
  return [...(named.get(name) ?? []), ...general.filter(({ names }) => stringHolds(names, name)).map(({ sub }) => sub)];
}

/** Finds a property for each of the "some", then as many more as are wanted. */
function place(solver: Solver, needs: Needs, at: number, present: Present): Outcome {
  solver.spend(1);
  const rule = needs.some[at];
  if (rule === undefined) return fill(solver, needs, present);
  let doubt: Outcome = "none";
  for (const [name, subs] of options(solver, needs, rule, present)) {
    if (isDoubt(subs)) {
      doubt = subs;
      continue;
    }
    const wanted = new Map(present).set(name, subs);
    if (wanted.size > needs.most) continue;
    const outcome = solver.sat(subs);
    if (isDoubt(outcome)) doubt = outcome;
    if (!isModel(outcome)) continue;
    const placed = place(solver, needs, at + 1, wanted);
    if (isModel(placed)) return placed;
    if (isDoubt(placed)) doubt = placed;
  }
  return doubt;
}

type Option = readonly [name: string, subs: readonly Handle[] | { readonly doubt: string }];

function* options(solver: Solver, needs: Needs, { names, sub }: Rule, present: Present): Generator<Option> {
  for (const [name, subs] of present) if (stringHolds(names, name)) yield [name, [...subs, sub]];
  for (const name of mentioned(needs)) {
    if (!present.has(name) && stringHolds(names, name)) yield [name, [...subsAt(needs, name), sub]];
  }
  for (const fresh of freshNames(solver, needs, names, present)) {
    yield typeof fresh === "string" ? [fresh, [...subsAt(needs, fresh), sub]] : ["", fresh];
  }
}

/** Names that a schema speaks of one by one, in properties or in sets. */
function mentioned({ named, general, some }: Needs): ReadonlySet<string> {
  const found = new Set(named.keys());
  const walk = (form: Formula): void => {
    if (form.kind === "and" || form.kind === "or") for (const part of form.parts) walk(part);
    if (form.kind === "literal" && form.atom.kind === "values") for (const value of form.atom.values) found.add(String(value));
  };
  for (const { names } of [...general, ...some]) walk(names);
  return found;
}

/** A name of each kind that the general rules tell apart, none of them mentioned or taken. */
function* freshNames(solver: Solver, needs: Needs, names: Formula, present: Present): Generator<string | { readonly doubt: string }> {
  const { atoms, formulas } = solver.pool;
  const taken = new Set([...mentioned(needs), ...present.keys()]);
  const limits = [names, formulas.not(atoms.values([...taken]))];
  for (let kinds = 0; kinds < 64; kinds += 1) {
    solver.spend(2);
    const outcome = solver.search("string", limits);
    if (outcome === "none") return;
    if (isDoubt(outcome)) {
      yield outcome;
      return;
    }
    const name = String(outcome.value);
    yield name;
    const kind = needs.general.map((rule) => (stringHolds(rule.names, name) ? rule.names : formulas.not(rule.names)));
    limits.push(formulas.not(formulas.and(kind)));
  }
  yield { doubt: "too many kinds of names" };
}

function fill(solver: Solver, needs: Needs, present: Present): Outcome {
  const all = new Map(present);
  const { formulas, atoms } = solver.pool;
  let doubt: Outcome = "none";
  const add = (name: string): void => {
    const subs = subsAt(needs, name);
    const outcome = solver.sat(subs);
    if (isModel(outcome)) all.set(name, subs);
    else if (isDoubt(outcome)) doubt = outcome;
  };
  for (const name of mentioned(needs)) {
    if (all.size >= needs.least) break;
    if (!all.has(name)) add(name);
  }
  while (all.size < needs.least) {
    const before = all.size;
    for (const fresh of freshNames(solver, needs, formulas.not(atoms.values([])), all)) {
      if (typeof fresh !== "string") doubt = fresh;
      else add(fresh);
      if (all.size > before) break;
    }
    if (all.size === before) return doubt;
  }
  return all.size > needs.most ? "none" : built(solver, all);
}

function built(solver: Solver, present: Present): Outcome {
  const entries: (readonly [string, Model])[] = [];
  for (const [name, subs] of present) {
    const outcome = solver.sat(subs);
    if (!isModel(outcome)) return outcome;
    entries.push([name, outcome]);
  }
  return model(
    objectOf(entries.map(([name, { value }]) => [name, value])),
    entries.map(([, one]) => one),
  );
}

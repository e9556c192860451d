/** Looking ahead: what can't hold beside what is assumed, and what holds anyway. */
import type { Formula, Handle } from "../formula/formula.js";
import type { Solver } from "./asking.js";
import { stringHolds } from "./holds.js";
import { type State, singleName } from "./state.js";

/** Surely false beside what is assumed. */
export function contradicts(solver: Solver, state: State, form: Formula): boolean {
  if (form.kind === "constant") return !form.holds;
  if (state.holds(form.id ^ 1)) return true;
  if (form.kind === "and") return form.parts.some((part) => contradicts(solver, state, part));
  if (form.kind === "or") return form.parts.every((part) => contradicts(solver, state, part));
  const named = aboutOne(form);
  if (named === undefined) return false;
  const own = state.named.get(named.name);
  if (named.holds && own?.isRequired !== true) return false;
  return isNone(solver, [...together(state, named.name), named.holds ? named.sub : -named.sub]);
}

/** Surely true beside what is assumed. */
export function entailed(solver: Solver, state: State, form: Formula): boolean {
  if (form.kind === "constant") return form.holds;
  if (state.holds(form.id)) return true;
  if (form.kind === "and") return form.parts.every((part) => entailed(solver, state, part));
  if (form.kind === "or") return form.parts.some((part) => entailed(solver, state, part));
  const named = aboutOne(form);
  if (named === undefined) return false;
  const own = state.named.get(named.name);
  if (!named.holds && own?.isRequired !== true) return false;
  if (own === undefined) return false;
  return isNone(solver, [...together(state, named.name), named.holds ? -named.sub : named.sub]);
}

/** All that is said of the value of one property. */
function together(state: State, name: string): readonly Handle[] {
  const subs = [...(state.named.get(name)?.subs ?? [])];
  for (const { atom, holds } of state.allLiterals().values()) {
    if (atom.kind === "all" && holds && singleName(atom.names) === undefined && stringHolds(atom.names, name)) subs.push(atom.sub);
  }
  return subs;
}

interface Named {
  readonly name: string;
  readonly sub: Handle;
  readonly holds: boolean;
}

function aboutOne(form: Formula): Named | undefined {
  if (form.kind !== "literal" || form.atom.kind !== "all") return undefined;
  const name = singleName(form.atom.names);
  return name === undefined ? undefined : { name, sub: form.atom.sub, holds: form.holds };
}

function isNone(solver: Solver, subs: readonly Handle[]): boolean {
  return solver.sat(subs) === "none";
}

/** The shortest text that some patterns take, some refuse, and that is of some length. */
import { Undecided } from "../undecided.js";
import { Automaton } from "./automaton.js";

export interface Wanted {
  readonly found: readonly string[];
  readonly absent: readonly string[];
  readonly least: number;
  readonly most: number;
  /** Texts that won't do. */
  readonly excluded: ReadonlySet<string>;
}

const automata = new Map<string, Automaton>();
const mostSteps = 60_000;

interface Reached {
  readonly states: readonly number[];
  readonly length: number;
  readonly before: Reached | undefined;
  readonly point: number;
  /** The text so far, while a text that won't do begins with it. */
  readonly prefix: string | undefined;
}

/** Breadth first over the product of the automata; undefined when there is no such text. @throws Undecided */
export function shortest(wanted: Wanted): string | undefined {
  const { found, absent, least, most, excluded } = wanted;
  if (least > most) return undefined;
  const machines = [...found, ...absent].map(automatonOf);
  const points = representatives(machines, excluded);
  const prefixes = prefixesOf(excluded);
  const cap = most === Number.POSITIVE_INFINITY ? least : most + 1;
  if (least > 5_000) throw new Undecided("a text of thousands of characters");
  const seen = new Set<string>();
  let layer: Reached[] = [{ states: machines.map(({ start }) => start), length: 0, before: undefined, point: 0, prefix: "" }];
  for (let steps = 0; layer.length > 0; ) {
    const after: Reached[] = [];
    for (const one of layer) {
      if (one.length >= least && isTaken(one, machines, found.length) && !isExcluded(one, excluded)) return textOf(one);
      if (one.length >= most) continue;
      for (const point of points) {
        steps += 1;
        if (steps > mostSteps) throw new Undecided("patterns that are too large to compare");
        const next = follow(one, point, machines, prefixes);
        if (isLost(next, machines, found.length)) continue;
        const key = `${next.states.join()} ${Math.min(next.length, cap)} ${next.prefix ?? ""}${next.prefix === undefined ? "" : "!"}`;
        if (seen.has(key)) continue;
        seen.add(key);
        after.push(next);
      }
    }
    layer = after;
  }
  return undefined;
}

function automatonOf(source: string): Automaton {
  const known = automata.get(source);
  if (known !== undefined) return known;
  if (automata.size > 500) automata.clear();
  const made = new Automaton(source);
  automata.set(source, made);
  return made;
}

function follow(from: Reached, point: number, machines: readonly Automaton[], prefixes: ReadonlySet<string>): Reached {
  const longer = from.prefix === undefined ? undefined : from.prefix + String.fromCodePoint(point);
  return {
    states: from.states.map((state, at) => machines[at]?.next(state, point) ?? 0),
    length: from.length + 1,
    before: from,
    point,
    prefix: longer !== undefined && prefixes.has(longer) ? longer : undefined,
  };
}

function isTaken({ states }: Reached, machines: readonly Automaton[], found: number): boolean {
  return states.every((state, at) => machines[at]?.accepts(state) === at < found);
}

function isLost({ states }: Reached, machines: readonly Automaton[], found: number): boolean {
  return states.some((state, at) => at >= found && machines[at]?.isSure(state));
}

function isExcluded({ prefix }: Reached, excluded: ReadonlySet<string>): boolean {
  return prefix !== undefined && excluded.has(prefix);
}

function textOf(end: Reached): string {
  const points: number[] = [];
  for (let at = end; at.before !== undefined; at = at.before) points.push(at.point);
  return String.fromCodePoint(...points.reverse());
}

function prefixesOf(excluded: ReadonlySet<string>): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const text of excluded) {
    let prefix = "";
    for (const character of text) {
      prefix += character;
      prefixes.add(prefix);
    }
  }
  return prefixes;
}

/** One character of each kind that somebody tells apart; letters and digits where there is a choice. */
function representatives(machines: readonly Automaton[], excluded: ReadonlySet<string>): readonly number[] {
  const own = new Set<number>();
  for (const text of excluded) for (const character of text) own.add(character.codePointAt(0) ?? 0);
  const cuts = new Set([0, 0xd800, 0xe000, 0x110000, ...machines.flatMap((machine) => machine.cuts)]);
  for (const point of own) cuts.add(point).add(point + 1);
  const sorted = [...cuts].sort((a, b) => a - b);
  const points: number[] = [];
  for (const [at, from] of sorted.entries()) {
    const to = (sorted[at + 1] ?? from) - 1;
    if (from > to || (from >= 0xd800 && to <= 0xdfff)) continue;
    points.push(nice.find((point) => point >= from && point <= to) ?? from);
  }
  return points.sort((a, b) => rank(a) - rank(b));
}

const nice = [..."axA0z_- /.:"].map((character) => character.charCodeAt(0));

function rank(point: number): number {
  const at = nice.indexOf(point);
  return at >= 0 ? at : 1_000 + Math.abs(point - 97);
}

/** One pattern as an automaton whose states are made when they are first reached. */
import type { AST } from "@eslint-community/regexpp";
import { Undecided } from "../undecided.js";
import { charactersOf, isIn, type Ranges } from "./characters.js";
import { parsePattern } from "./parse.js";

interface Step {
  /** Without characters: taken for nothing, at the start or the end of the text alone where it says so. */
  readonly on: Ranges | "always" | "start" | "end";
  readonly to: number;
}

const mostStates = 20_000;
const done = 0;

/** A deterministic automaton for "the pattern is found in the text". */
export class Automaton {
  /** Where characters begin or end to be told apart, ascending. */
  readonly cuts: readonly number[];
  readonly start: number;
  readonly #steps: Step[][] = [[]];
  readonly #entry: number;
  readonly #sets: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #next: Map<number, number>[] = [];
  readonly #accepts: boolean[] = [];

  constructor(source: string) {
    this.#entry = this.#alternatives(parsePattern(source).alternatives, done);
    const cuts = new Set<number>();
    for (const { on } of this.#steps.flat()) {
      if (typeof on === "string") continue;
      for (const [from, to] of on) cuts.add(from).add(to + 1);
    }
    this.cuts = [...cuts].sort((a, b) => a - b);
    this.start = this.#state(new Set([this.#entry]), true);
  }

  /** Whether a text that ends here is taken. */
  accepts(state: number): boolean {
    return this.#accepts[state] === true;
  }

  /** Whether every text that goes on from here is taken. */
  isSure(state: number): boolean {
    return this.#sets[state]?.includes(done) === true;
  }

  /** The state after one more character. */
  next(state: number, point: number): number {
    const row = this.#next[state];
    const known = row?.get(point);
    if (known !== undefined) return known;
    const set = this.#sets[state] ?? [];
    const to = new Set<number>([this.#entry]);
    if (set.includes(done)) to.add(done);
    for (const from of set) {
      for (const step of this.#steps[from] ?? []) if (typeof step.on !== "string" && isIn(step.on, point)) to.add(step.to);
    }
    const found = this.#state(to, false);
    row?.set(point, found);
    return found;
  }

  #state(from: Set<number>, atStart: boolean): number {
    const set = this.#closure(from, atStart, false);
    // Found once is found for ever.
    const kept = set.has(done) ? [done] : [...set].sort((a, b) => a - b);
    const key = `${atStart}${kept.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#sets.length > mostStates) throw new Undecided("a pattern with too many states");
    const id = this.#sets.push(kept) - 1;
    this.#next.push(new Map());
    this.#accepts.push(this.#closure(new Set(from), atStart, true).has(done));
    this.#known.set(key, id);
    return id;
  }

  #closure(from: Set<number>, atStart: boolean, atEnd: boolean): Set<number> {
    const pending = [...from];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      for (const { on, to } of this.#steps[state] ?? []) {
        if (from.has(to) || (on !== "always" && !(on === "start" && atStart) && !(on === "end" && atEnd))) continue;
        from.add(to);
        pending.push(to);
      }
    }
    return from;
  }

  #add(...steps: Step[]): number {
    if (this.#steps.length > mostStates) throw new Undecided("a pattern with too many states");
    return this.#steps.push(steps) - 1;
  }

  #alternatives(alternatives: readonly AST.Alternative[], to: number): number {
    const starts = alternatives.map(({ elements }) => elements.reduceRight((next, element) => this.#element(element, next), to));
    const [only] = starts;
    return starts.length === 1 && only !== undefined ? only : this.#add(...starts.map((start) => ({ on: "always" as const, to: start })));
  }

  #element(element: AST.Element, to: number): number {
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return this.#add({ on: charactersOf(element), to });
      case "Group":
      case "CapturingGroup":
        return this.#alternatives(element.alternatives, to);
      case "Quantifier":
        return this.#repeated(element, to);
      case "Assertion":
        if (element.kind === "start" || element.kind === "end") return this.#add({ on: element.kind, to });
        throw new Undecided("a pattern that looks around is not decided by this check");
      default:
        throw new Undecided("a pattern that refers back is not decided by this check");
    }
  }

  #repeated({ element, min, max }: AST.Quantifier, to: number): number {
    let next = to;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#add({ on: "always", to });
      const body = this.#element(element, loop);
      this.#steps[loop]?.push({ on: "always", to: body });
      next = loop;
    } else {
      for (let count = min; count < max; count += 1) {
        const body = this.#element(element, next);
        next = this.#add({ on: "always", to: body }, { on: "always", to });
      }
    }
    for (let count = 0; count < min; count += 1) next = this.#element(element, next);
    return next;
  }
}

/** What is said of values of one JSON type: atoms, joined by and, or and not; equal formulas are one object. */
import type { JsonType } from "../value.js";

/** A schema in a pool, by number; its negation has the negative one. */
export type Handle = number;

/** One thing that is said of a value. Names of properties are spoken of by a formula about strings. */
export type Atom =
  | { readonly kind: "true" | "unique" }
  | { readonly kind: "least" | "above" | "multiple"; readonly value: number }
  | { readonly kind: "values"; readonly values: ReadonlySet<string | number> }
  /** At least so many characters, properties, items. */
  | { readonly kind: "length" | "size" | "items"; readonly count: number }
  | { readonly kind: "pattern" | "format"; readonly source: string }
  /** Each property whose name is among the names has a value of the schema. */
  | { readonly kind: "all"; readonly names: Formula; readonly sub: Handle }
  /** The item at the index is absent, or of the schema. */
  | { readonly kind: "at"; readonly index: number; readonly sub: Handle }
  | { readonly kind: "rest"; readonly from: number; readonly sub: Handle }
  /** At least so many items are of the schema. */
  | { readonly kind: "count"; readonly sub: Handle; readonly least: number }
  /** Exactly one of the formulas holds: those that the schemas are at this type. */
  | { readonly kind: "one"; readonly type: JsonType; readonly subs: readonly Handle[]; readonly forms: readonly Formula[] };

interface Node {
  /** The negation's number differs in the last bit. */
  readonly id: number;
}

export type Formula = Constant | Literal | Joined<"and"> | Joined<"or">;

interface Constant extends Node {
  readonly kind: "constant";
  readonly holds: boolean;
}

export interface Literal extends Node {
  readonly kind: "literal";
  readonly atom: Atom;
  readonly holds: boolean;
}

interface Joined<K extends "and" | "or"> extends Node {
  readonly kind: K;
  readonly parts: readonly Formula[];
}

/** Holds for every value. */
export const always: Formula = { id: 0, kind: "constant", holds: true };
/** Holds for none. */
export const never: Formula = { id: 1, kind: "constant", holds: false };

/** The one place where formulas are made. */
export class Formulas {
  readonly #known = new Map<string, Formula>();
  readonly #byId: Formula[] = [always, never];

  get size(): number {
    return this.#byId.length;
  }

  not(formula: Formula): Formula {
    return this.#byId[formula.id ^ 1] ?? never;
  }

  and(parts: Iterable<Formula>): Formula {
    return this.#join("and", parts);
  }

  or(parts: Iterable<Formula>): Formula {
    return this.#join("or", parts);
  }

  /** `key` is the same for atoms that say the same. */
  atom(key: string, make: () => Atom): Formula {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const atom = make();
    const id = this.#byId.length;
    const formula: Formula = { id, kind: "literal", atom, holds: true };
    this.#byId.push(formula, { id: id + 1, kind: "literal", atom, holds: false });
    this.#known.set(key, formula);
    return formula;
  }

  #join(kind: "and" | "or", parts: Iterable<Formula>): Formula {
    const [neutral, absorbing] = kind === "and" ? [always, never] : [never, always];
    const found = new Map<number, Formula>();
    if (!gather(kind, parts, absorbing, found)) return absorbing;
    if (found.size < 2) return found.values().next().value ?? neutral;
    const list = [...found.values()].sort((a, b) => a.id - b.id);
    const key = `${kind}${list.map(({ id }) => id).join()}`;
    return this.#known.get(key) ?? this.#pair(kind, key, list);
  }

  #pair(kind: "and" | "or", key: string, parts: readonly Formula[]): Formula {
    const id = this.#byId.length;
    const other = kind === "and" ? "or" : "and";
    const negated = parts.map((part) => this.not(part)).sort((a, b) => a.id - b.id);
    const formula: Formula = { id, kind, parts };
    const negation: Formula = { id: id + 1, kind: other, parts: negated };
    this.#byId.push(formula, negation);
    this.#known.set(key, formula);
    this.#known.set(`${other}${negated.map((part) => part.id).join()}`, negation);
    return formula;
  }
}

/** False as soon as one part decides the whole: the absorbing constant, or a formula beside its negation. */
function gather(kind: "and" | "or", parts: Iterable<Formula>, absorbing: Formula, found: Map<number, Formula>): boolean {
  for (const part of parts) {
    if (part.kind === "constant") {
      if (part === absorbing) return false;
    } else if (part.kind === kind) {
      if (!gather(kind, part.parts, absorbing, found)) return false;
    } else {
      if (found.has(part.id ^ 1)) return false;
      found.set(part.id, part);
    }
  }
  return true;
}

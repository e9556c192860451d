/** Atoms by name, with what they are when they say nothing or everything. */
import { stable } from "../value.js";
import { always, type Formula, type Formulas, type Handle, never } from "./formula.js";

/** The schema that every value fits; its negation fits none. */
const anything: Handle = 1;
/** The schema that no value fits. */
export const nothing: Handle = -1;

/** Makes atoms. */
export class Atoms {
  readonly formulas: Formulas;

  constructor(formulas: Formulas) {
    this.formulas = formulas;
  }

  bound(kind: "least" | "above" | "multiple", value: number): Formula {
    return this.formulas.atom(`${kind} ${value}`, () => ({ kind, value }));
  }

  isTrue(): Formula {
    return this.formulas.atom("true", () => ({ kind: "true" }));
  }

  values(values: readonly (string | number)[]): Formula {
    if (values.length === 0) return never;
    const sorted = [...new Set(values.map((value) => (value === 0 ? 0 : value)))].map((value) => stable(value)).sort();
    return this.formulas.atom(`values ${sorted.join()}`, () => ({
      kind: "values",
      values: new Set(values.map((it) => (it === 0 ? 0 : it))),
    }));
  }

  count(kind: "length" | "size" | "items", count: number): Formula {
    return count <= 0 ? always : this.formulas.atom(`${kind} ${Math.ceil(count)}`, () => ({ kind, count: Math.ceil(count) }));
  }

  text(kind: "pattern" | "format", source: string): Formula {
    return this.formulas.atom(`${kind} ${source}`, () => ({ kind, source }));
  }

  all(names: Formula, sub: Handle): Formula {
    if (sub === anything || names === never) return always;
    if (names === always && sub === nothing) return this.formulas.not(this.count("size", 1));
    return this.formulas.atom(`all ${names.id} ${sub}`, () => ({ kind: "all", names, sub }));
  }

  has(name: string): Formula {
    return this.formulas.not(this.all(this.values([name]), nothing));
  }

  at(index: number, sub: Handle): Formula {
    if (sub === anything) return always;
    if (sub === nothing) return this.formulas.not(this.count("items", index + 1));
    return this.formulas.atom(`at ${index} ${sub}`, () => ({ kind: "at", index, sub }));
  }

  rest(from: number, sub: Handle): Formula {
    if (sub === anything) return always;
    if (sub === nothing) return this.formulas.not(this.count("items", from + 1));
    return this.formulas.atom(`rest ${from} ${sub}`, () => ({ kind: "rest", from, sub }));
  }

  counted(sub: Handle, least: number): Formula {
    if (least <= 0) return always;
    if (sub === nothing) return never;
    if (sub === anything) return this.count("items", least);
    // One item of a schema is what `rest` denies.
    if (least <= 1) return this.formulas.not(this.rest(0, -sub));
    return this.formulas.atom(`count ${sub} ${Math.ceil(least)}`, () => ({ kind: "count", sub, least: Math.ceil(least) }));
  }

  unique(): Formula {
    return this.formulas.atom("unique", () => ({ kind: "unique" }));
  }
}

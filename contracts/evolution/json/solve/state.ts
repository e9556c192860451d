import type { Formula, Handle, Literal } from "../formula/formula.js";
import type { JsonType } from "../value.js";

/** What is assumed of a value on one branch of a search. */
export class State {
  readonly type: JsonType;
  clauses: (readonly Formula[])[] = [];
  readonly #literals: Map<number, Literal>;
  readonly #expanded: Set<number>;
  /** What is said of a property by its name alone. */
  readonly named: Map<string, Named>;

  constructor(type: JsonType, from?: State) {
    this.type = type;
    this.#literals = new Map(from?.allLiterals());
    this.#expanded = new Set(from?.allExpanded());
    this.named = new Map([...(from?.named ?? [])].map(([name, own]) => [name, { subs: [...own.subs], isRequired: own.isRequired }]));
  }

  copy(clauses: readonly (readonly Formula[])[]): State {
    const copied = new State(this.type, this);
    copied.clauses = [...clauses];
    return copied;
  }

  literals(): readonly Literal[] {
    return [...this.#literals.values()];
  }

  holds(id: number): boolean {
    return this.#literals.has(id) || this.#expanded.has(id);
  }

  /** False when the opposite is assumed. */
  add(literal: Literal): boolean {
    if (this.#literals.has(literal.id ^ 1)) return false;
    if (this.#literals.has(literal.id)) return true;
    this.#literals.set(literal.id, literal);
    this.#note(literal);
    return true;
  }

  /** Whether a node was expanded on this branch already; notes that it is now. */
  seen({ id }: Literal): boolean {
    if (this.#expanded.has(id)) return true;
    this.#expanded.add(id);
    return false;
  }

  allLiterals(): ReadonlyMap<number, Literal> {
    return this.#literals;
  }

  allExpanded(): ReadonlySet<number> {
    return this.#expanded;
  }

  #note({ atom, holds }: Literal): void {
    if (atom.kind !== "all") return;
    const name = singleName(atom.names);
    if (name === undefined) return;
    const own = this.named.get(name) ?? { subs: [], isRequired: false };
    own.subs.push(holds ? atom.sub : -atom.sub);
    if (!holds) own.isRequired = true;
    this.named.set(name, own);
  }
}

export interface Named {
  readonly subs: Handle[];
  isRequired: boolean;
}

/** The name that a formula about names is about; undefined when it is about several. */
export function singleName(names: Formula): string | undefined {
  if (names.kind !== "literal" || !names.holds || names.atom.kind !== "values" || names.atom.values.size !== 1) return undefined;
  const [only] = names.atom.values;
  return String(only);
}

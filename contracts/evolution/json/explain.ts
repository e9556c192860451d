/** Every place in the reader's schema that refuses what the writer may write: each part of it is asked alone. */
import type { RuleId } from "../finding.js";
import type { Path } from "../side.js";
import type { Document } from "./document.js";
import { counterexample } from "./engine.js";
import { type Part, partsOf } from "./parts.js";
import { isDoubt, isModel, type Outcome } from "./solve/outcome.js";
import { Undecided } from "./undecided.js";
import { isObject, type Json } from "./value.js";

/** One place that breaks, or might. */
export interface Break {
  readonly rule: RuleId;
  readonly keyword: string;
  readonly path: Path;
  /** The part of the reader's schema that refuses. */
  readonly part: Json;
  readonly outcome: Outcome;
  /** The same asked of a writer whose codec asserts formats, as ours does. */
  readonly formatted: () => Outcome;
}

export interface Sides {
  readonly writer: Document;
  readonly reader: Document;
}

interface Place {
  readonly schema: Json;
  readonly path: Path;
  readonly wrap: (schema: Json) => Json;
  readonly above: readonly Json[];
}

/** All breaks; at least one where `whole`, the outcome for the two roots, is one. */
export function breaksBetween(sides: Sides, whole: Outcome): readonly Break[] {
  const { reader } = sides;
  const found = breaksAt(sides, { schema: reader.root, path: [], wrap: (schema) => schema, above: [] });
  if (found.length > 0) return distinct(found);
  const formatted = () => ask(sides, reader.root, true);
  return [
    { rule: isDoubt(whole) ? "UNDECIDED" : "CONSTRAINT_TIGHTENED", keyword: "", path: [], part: reader.root, outcome: whole, formatted },
  ];
}

function breaksAt(sides: Sides, place: Place): readonly Break[] {
  const { schema, path, wrap, above } = place;
  if (!isObject(schema) || above.includes(schema) || above.length > 40) return [];
  return safely(() => partsOf(schema, sides.reader)).flatMap((part) => {
    const asked = wrap(part.schema);
    const outcome = ask(sides, asked);
    if (outcome === "none") return [];
    const here = [...path, ...part.path];
    const inner = part.inner === undefined ? [] : breaksAt(sides, inside(place, part, part.inner));
    if (inner.length > 0) return inner;
    const rule = isDoubt(outcome) ? "UNDECIDED" : part.rule;
    return [{ rule, keyword: part.keyword, path: here, part: part.schema, outcome, formatted: () => ask(sides, asked, true) }];
  });
}

function inside({ schema, path, wrap, above }: Place, part: Part, inner: NonNullable<Part["inner"]>): Place {
  return { schema: inner.schema, path: [...path, ...part.path], wrap: (sub) => wrap(inner.wrap(sub)), above: [...above, schema] };
}

function ask({ writer, reader }: Sides, schema: Json, withFormats = false): Outcome {
  return counterexample({ schema: writer.root, doc: writer, withFormats }, { schema, doc: reader, withFormats: false });
}

function safely(parts: () => readonly Part[]): readonly Part[] {
  try {
    return parts();
  } catch (error) {
    if (error instanceof Undecided) return [];
    throw error;
  }
}

/** One for each place and rule; a break that is shown comes before one that isn't. */
function distinct(found: readonly Break[]): readonly Break[] {
  const byPlace = new Map<string, Break>();
  for (const one of found) {
    const key = [one.rule, ...one.path].join("\n");
    const known = byPlace.get(key);
    if (known === undefined || (isModel(one.outcome) && !isModel(known.outcome))) byPlace.set(key, one);
  }
  return [...byPlace.values()];
}

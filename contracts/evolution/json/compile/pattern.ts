/** A pattern as a formula: what it looks ahead to at its start is a pattern of its own. */
import { always, type Formula } from "../formula/formula.js";
import { everywhere, leadingLooks } from "../regular/parse.js";
import { Undecided } from "../undecided.js";
import type { Json } from "../value.js";
import type { Makers } from "./site.js";

/** The strings in which a pattern is found. @throws Undecided on what is no pattern. */
export function patternForm({ atoms, formulas }: Makers, source: Json): Formula {
  if (typeof source !== "string") throw new Undecided('"pattern" takes a text');
  if (everywhere(source)) return always;
  const { looks, rest } = leadingLooks(source);
  const forms = looks.map(({ source: ahead, holds }) =>
    holds ? atoms.text("pattern", ahead) : formulas.not(atoms.text("pattern", ahead)),
  );
  return formulas.and([...forms, everywhere(rest) ? always : atoms.text("pattern", rest)]);
}

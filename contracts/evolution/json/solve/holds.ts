/** Formulas about numbers and strings, put to one value. */
import formats from "ajv-formats/dist/formats.js";
import type { Atom, Formula } from "../formula/formula.js";
import { Undecided } from "../undecided.js";
import { isMultiple } from "../value.js";

/** Whether a formula about strings holds of one. */
export function stringHolds(form: Formula, value: string): boolean {
  return holds(form, (atom) => stringAtom(atom, value));
}

/** Whether a formula about numbers holds of one. */
export function numberHolds(form: Formula, value: number): boolean {
  return holds(form, (atom) => numberAtom(atom, value));
}

function holds(form: Formula, judge: (atom: Atom) => boolean): boolean {
  switch (form.kind) {
    case "constant":
      return form.holds;
    case "and":
      return form.parts.every((part) => holds(part, judge));
    case "or":
      return form.parts.some((part) => holds(part, judge));
    case "literal":
      if (form.atom.kind !== "one") return judge(form.atom) === form.holds;
      return (form.atom.forms.filter((part) => holds(part, judge)).length === 1) === form.holds;
  }
}

function numberAtom(atom: Atom, value: number): boolean {
  switch (atom.kind) {
    case "least":
      return value >= atom.value;
    case "above":
      return value > atom.value;
    case "multiple":
      return isMultiple(value, atom.value);
    case "values":
      return atom.values.has(value === 0 ? 0 : value);
    default:
      return false;
  }
}

const expressions = new Map<string, RegExp>();

function stringAtom(atom: Atom, value: string): boolean {
  switch (atom.kind) {
    case "length":
      return value.length >= atom.count && [...value].length >= atom.count;
    case "pattern":
      return expressionOf(atom.source).test(value);
    case "values":
      return atom.values.has(value);
    case "format":
      return formatHolds(atom.source, value);
    default:
      return false;
  }
}

function expressionOf(source: string): RegExp {
  const known = expressions.get(source);
  if (known !== undefined) return known;
  if (expressions.size > 1_000) expressions.clear();
  try {
    const made = new RegExp(source, "u");
    expressions.set(source, made);
    return made;
  } catch {
    throw new Undecided(`${JSON.stringify(source)} is no regular expression`);
  }
}

const rules = new Map<string, unknown>(Object.entries(formats.fullFormats));

/** As the codecs assert it: a format that nobody knows holds of everything. */
function formatHolds(name: string, value: string): boolean {
  const rule = rules.get(name);
  const validate = typeof rule === "object" && rule !== null && "validate" in rule ? rule.validate : rule;
  if (typeof rule === "object" && rule !== null && "type" in rule && rule.type === "number") return true;
  if (validate instanceof RegExp) return validate.test(value);
  return typeof validate === "function" ? validate(value) === true : true;
}

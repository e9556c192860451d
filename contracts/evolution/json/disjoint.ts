/** Whether a cell and a schema plainly share no value. */
import { type Cell, isNothing, underName } from "./cell.js";
import { cellsOf } from "./cells.js";
import type { Handle } from "./document.js";
import { evaluate, test } from "./evaluate.js";

const deepest = 4;

/** True only when it is certain that no value of the cell is valid under the schema. */
export function disjoint(cell: Cell, other: Handle, depth = 0): boolean {
  if (cell.literals?.every((value) => evaluate(value, other) === false)) return true;
  return cellsOf([other]).every((theirs) => apart(cell, theirs, depth));
}

function apart(a: Cell, b: Cell, depth: number): boolean {
  if (a.type !== b.type) return true;
  if (a.literals !== undefined && b.literals !== undefined) {
    const texts = new Set(a.literals.map((value) => JSON.stringify(value)));
    return !b.literals.some((value) => typeof value === "object" || texts.has(JSON.stringify(value)));
  }
  if (a.minLength > b.maxLength || b.minLength > a.maxLength || a.minItems > b.maxItems || b.minItems > a.maxItems) return true;
  if (above(a, b) || above(b, a)) return true;
  return a.type === "object" && depth < deepest && byProperty(a, b, depth);
}

function above(a: Cell, b: Cell): boolean {
  if (a.min === undefined || b.max === undefined) return false;
  return a.min.value > b.max.value || (a.min.value === b.max.value && (a.min.exclusive || b.max.exclusive));
}

/** A property that one side requires and whose values the two sides don't share. */
function byProperty(a: Cell, b: Cell, depth: number): boolean {
  const matches = (pattern: string, name: string) => test(pattern, name) === true;
  return [...new Set([...a.required, ...b.required])].some((name) => {
    const [left, right] = [underName(a, name, matches), underName(b, name, matches)];
    if (isNothing(left) || isNothing(right)) return true;
    const cells = cellsOf(left);
    return right.some((schema) => cells.every((cell) => disjoint(cell, schema, depth + 1)));
  });
}

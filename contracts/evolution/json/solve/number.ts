/** A number between bounds, on a grid, off others. */
import type { Literal } from "../formula/formula.js";
import { decimals, isMultiple, scaled } from "../value.js";
import { numberHolds } from "./holds.js";
import { model, type Outcome } from "./outcome.js";

interface Needs {
  min: number;
  openMin: boolean;
  max: number;
  openMax: boolean;
  readonly steps: number[];
  readonly offSteps: number[];
  excluded: number;
  values: readonly number[] | undefined;
}

const mostTries = 20_000;

/** A number of which all literals hold. */
export function numberModel(literals: readonly Literal[]): Outcome {
  const needs = needsOf(literals);
  const fits = (value: number) => Number.isFinite(value) && literals.every((literal) => numberHolds(literal, value));
  const answer = (value: number | undefined): Outcome => (value === undefined ? "none" : model(value));
  if (needs.values !== undefined) return answer(needs.values.find(fits));
  const { min, max, openMin, openMax } = needs;
  if (min > max || (min === max && (openMin || openMax))) return "none";
  if (min === max) return answer(fits(min) ? min : undefined);
  if (needs.steps.length === 0) return fromInterval(needs, fits);
  return fromGrid(needs, fits);
}

function needsOf(literals: readonly Literal[]): Needs {
  const needs: Needs = {
    min: -Infinity,
    openMin: false,
    max: Infinity,
    openMax: false,
    steps: [],
    offSteps: [],
    excluded: 0,
    values: undefined,
  };
  for (const { atom, holds } of literals) {
    if (atom.kind === "least" || atom.kind === "above") {
      const isOpen = (atom.kind === "above") === holds;
      if (holds && (atom.value > needs.min || (atom.value === needs.min && isOpen)))
        Object.assign(needs, { min: atom.value, openMin: isOpen });
      if (!holds && (atom.value < needs.max || (atom.value === needs.max && isOpen)))
        Object.assign(needs, { max: atom.value, openMax: isOpen });
    } else if (atom.kind === "multiple") (holds ? needs.steps : needs.offSteps).push(atom.value);
    else if (atom.kind === "values") {
      if (holds) needs.values = [...atom.values].filter((value) => typeof value === "number");
      else needs.excluded += atom.values.size;
    }
  }
  return needs;
}

function fromInterval({ min, max, excluded }: Needs, fits: (value: number) => boolean): Outcome {
  const low = min === -Infinity ? (max === Infinity ? -1 : max - 1_000) : min;
  const high = max === Infinity ? Math.max(low, 0) + 1_000 : max;
  const near = [0, 1, -1, 0.5, -0.5, low, high, Math.ceil(low), Math.floor(high), low + 1, high - 1];
  const found = near.find(fits);
  if (found !== undefined) return model(found);
  for (const parts of [2, 3, 7, 10, 97, 1_009 + excluded]) {
    for (let at = 1; at < Math.min(parts, mostTries); at += 1) {
      const value = low + ((high - low) * at) / parts;
      if (fits(value)) return model(value);
    }
  }
  return { doubt: "no number was found between bounds that are very close" };
}

/** Multiples of all steps, from the one that is nearest to zero on. */
function fromGrid(needs: Needs, fits: (value: number) => boolean): Outcome {
  const { steps, offSteps, excluded } = needs;
  const places = Math.max(...[...steps, ...offSteps].map(decimals));
  if (places > 60) return { doubt: "a multiple with too many digits" };
  const grid = steps.map((step) => scaled(step, places)).reduce(lcm);
  const off = offSteps.map((step) => scaled(step, places));
  if (off.some((step) => grid % step === 0n)) return "none";
  const period = off.reduce((all, step) => lcm(all, step), grid) / grid;
  const tries = period * BigInt(excluded + 1) + 3n;
  const value = (index: bigint) => Number(`${index * grid}e-${places}`);
  const [from, to] = [edge(needs.min, places, grid, true), edge(needs.max, places, grid, false)];
  if (from !== undefined && to !== undefined && from > to) return "none";
  const start = from !== undefined && (from > 0n || to === undefined) ? from : to !== undefined && to < 0n ? to : (from ?? 0n);
  const [up, span] = start === to && start !== from ? [-1n, tries] : [1n, tries];
  let isInexact = false;
  for (let count = 0n; count <= span; count += 1n) {
    if (count > mostTries) return { doubt: "too many multiples to try" };
    const index = start + up * count;
    if ((to !== undefined && index > to) || (from !== undefined && index < from)) break;
    const number = value(index);
    if (scaledExactly(number, places) !== index * grid) isInexact = true;
    else if (fits(number)) return model(number);
  }
  return isInexact ? { doubt: "a multiple that no computer's number is" } : "none";
}

/** The first or last index of the grid inside a bound; exclusive bounds are left to the test. */
function edge(bound: number, places: number, grid: bigint, isLow: boolean): bigint | undefined {
  if (!Number.isFinite(bound)) return undefined;
  const more = Math.max(places, decimals(bound));
  const [value, step] = [scaled(bound, more), grid * 10n ** BigInt(more - places)];
  const floor = value / step - (value % step < 0n ? 1n : 0n);
  return isLow && floor * step !== value ? floor + 1n : floor;
}

function scaledExactly(value: number, places: number): bigint | undefined {
  return isMultiple(value, Number(`1e-${places}`)) ? scaled(value, places) : undefined;
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

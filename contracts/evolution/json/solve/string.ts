/** A string of some length, with patterns that are found and others that aren't. */
import type { Literal } from "../formula/formula.js";
import { shortest } from "../regular/shortest.js";
import type { Solver } from "./asking.js";
import { stringHolds } from "./holds.js";
import { model, type Outcome } from "./outcome.js";

/** A string of which all literals hold. */
export function stringModel(literals: readonly Literal[], solver: Solver): Outcome {
  solver.spend(1);
  const fits = (value: string) => literals.every((literal) => stringHolds(literal, value));
  const found: string[] = [];
  const absent: string[] = [];
  const excluded = new Set<string>();
  let [least, most, hasFormat] = [0, Number.POSITIVE_INFINITY, false];
  for (const { atom, holds } of literals) {
    if (atom.kind === "values") {
      const values = [...atom.values].filter((value) => typeof value === "string");
      if (holds) return answer(values.find(fits));
      for (const value of values) excluded.add(value);
    } else if (atom.kind === "length") {
      if (holds) least = Math.max(least, atom.count);
      else most = Math.min(most, atom.count - 1);
    } else if (atom.kind === "pattern") (holds ? found : absent).push(atom.source);
    else hasFormat = true;
  }
  if (least > most) return "none";
  const quick = samples.find((value) => value.length <= most && fits(value)) ?? (least < 5_000 ? [plain(least)].find(fits) : undefined);
  if (quick !== undefined) return model(quick);
  solver.spend(20);
  const text = shortest({ found, absent, least, most, excluded });
  if (text === undefined || !hasFormat) return answer(text);
  return fits(text) ? model(text) : { doubt: "no text of the format was found" };
}

function answer(value: string | undefined): Outcome {
  return value === undefined ? "none" : model(value);
}

function plain(length: number): string {
  return "a".repeat(length);
}

const samples = [
  "",
  "a",
  "b",
  "A",
  "0",
  "2020-01-01T00:00:00Z",
  "2020-01-01",
  "00:00:00Z",
  "P1D",
  "00000000-0000-4000-8000-000000000000",
  "a@b.co",
  "a:b",
  "http://a.co/",
  "a.co",
  "1.2.3.4",
  "::1",
  "/a",
];

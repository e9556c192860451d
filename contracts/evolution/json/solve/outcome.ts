import { type Json, stable } from "../value.js";

/** A value of a conjunction; none; or why nobody knows. */
export type Outcome = Model | Doubt | "none";

export interface Model {
  readonly value: Json;
  /** How many values it is made of. */
  readonly size: number;
}

export interface Doubt {
  readonly doubt: string;
}

export function isModel(outcome: Outcome | undefined): outcome is Model {
  return typeof outcome === "object" && "value" in outcome;
}

export function isDoubt(outcome: unknown): outcome is Doubt {
  return typeof outcome === "object" && outcome !== null && "doubt" in outcome;
}

/** A value made of others. */
export function model(value: Json, parts: readonly Model[] = []): Model {
  return { value, size: parts.reduce((sum, part) => sum + part.size, 1) };
}

/** The same text for equal models. */
export function modelKey({ value }: Model): string {
  return stable(value);
}

import { type Difference, isAllowed, type Policy } from "./json-differences.js";
import type { JsonNode } from "./json-node.js";

/** Where a comparison stands, and what it has found there. */
export interface Context {
  readonly policy: Policy;
  readonly path: readonly string[];
  readonly differences: Difference[];
  /** Pairs on the way; met again they count as equal. */
  readonly open: ReadonlyMap<JsonNode, ReadonlySet<JsonNode>>;
}

/** Two schemas, the older first. */
export type CompareNodes = (context: Context, original: JsonNode | undefined, update: JsonNode | undefined) => void;

/** The same context further down; what is found there is found here. */
export function below(context: Context, ...steps: readonly string[]): Context {
  return { ...context, path: [...context.path, ...steps] };
}

export function add({ path, differences }: Context, type: string): void {
  differences.push({ type, path: `#/${path.join("/")}` });
}

/** Tries a comparison aside: its differences, and whether the policy would let them pass. */
export function tried(
  context: Context,
  compare: (aside: Context) => void,
): { readonly allowed: boolean; readonly differences: readonly Difference[] } {
  const differences: Difference[] = [];
  compare({ ...context, differences });
  return { allowed: isAllowed(differences, context.policy), differences };
}

/** A numeric keyword that came, went or moved: `MAX_LENGTH_ADDED` and the like. */
export function compareLimit(context: Context, keyword: string, limits: readonly [number | undefined, number | undefined]): void {
  const [original, update] = limits;
  if (original === update) return;
  const word = original === undefined ? "ADDED" : update === undefined ? "REMOVED" : original < update ? "INCREASED" : "DECREASED";
  add(below(context, keyword), `${keyword.replace(/[A-Z]/g, "_$&").toUpperCase()}_${word}`);
}

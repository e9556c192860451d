import { add, below, type CompareNodes, type Context, tried } from "./json-context.js";
import type { Difference } from "./json-differences.js";
import type { CombinedNode } from "./json-node.js";

/** Two combinations: how their kind and size changed, then the largest matching of parts that are compatible with each other. */
export function compareCombined(context: Context, [original, update]: readonly [CombinedNode, CombinedNode], compare: CompareNodes): void {
  if (original.criterion !== update.criterion) {
    const isWider = update.criterion === "anyOf" || original.parts.length === 1;
    add(context, isWider ? "COMBINED_TYPE_EXTENDED" : "COMBINED_TYPE_CHANGED");
    if (!isWider) return;
  }
  const [before, after] = [original.parts.length, update.parts.length];
  if (before < after) add(context, update.criterion === "allOf" ? "PRODUCT_TYPE_EXTENDED" : "SUM_TYPE_EXTENDED");
  if (before > after) add(context, original.criterion === "allOf" ? "PRODUCT_TYPE_NARROWED" : "SUM_TYPE_NARROWED");
  const edges = original.parts.map((part, index) => {
    const here = below(context, original.criterion, String(index));
    return update.parts.map((other) => {
      const { allowed, differences } = tried(here, (aside) => compare(aside, part(), other()));
      return allowed ? differences : undefined;
    });
  });
  const matched = matching(edges);
  for (const differences of matched) context.differences.push(...differences);
  if (matched.length < Math.min(before, after)) add(context, "COMBINED_TYPE_SUBSCHEMAS_CHANGED");
}

type Edges = readonly (readonly (readonly Difference[] | undefined)[])[];

/** A maximum matching by augmenting paths; the labels of its edges. */
function matching(edges: Edges): readonly (readonly Difference[])[] {
  const partner = new Map<number, number>();
  const augment = (left: number, seen: Set<number>): boolean =>
    (edges[left] ?? []).some((edge, right) => {
      if (edge === undefined || seen.has(right)) return false;
      seen.add(right);
      const other = partner.get(right);
      if (other !== undefined && !augment(other, seen)) return false;
      partner.set(right, left);
      return true;
    });
  for (const left of edges.keys()) augment(left, new Set());
  return [...partner].map(([right, left]) => edges[left]?.[right] ?? []);
}

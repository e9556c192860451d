import { add, below, type CompareNodes, type Context, compareLimit, tried } from "./json-context.js";
import type { ArrayNode, Lazy, Rest } from "./json-node.js";
import { compareRest, covered } from "./json-object.js";

/** The items of a list, the positions of a tuple under its content model, what may follow, and counts. */
export function compareArrays(context: Context, [original, update]: readonly [ArrayNode, ArrayNode], compare: CompareNodes): void {
  compare(below(context, "items"), original.all?.(), update.all?.());
  const length = Math.max(original.tuple.length, update.tuple.length);
  for (let index = 0; index < length; index++) {
    const [before, after] = [original.tuple[index], update.tuple[index]];
    const here = below(context, "items", String(index));
    if (before !== undefined && after !== undefined) compare(here, before(), after());
    else if (before !== undefined) itemRemoved(here, { item: before, update, compare });
    else if (after !== undefined) itemAdded(here, { item: after, original, compare });
  }
  compareRest(below(context, "additionalItems"), "ADDITIONAL_ITEMS", [original.additional, update.additional], compare);
  compareRest(below(context, "unevaluatedItems"), "UNEVALUATED_ITEMS", [original.unevaluated, update.unevaluated], compare);
  for (const keyword of ["maxItems", "minItems", "maxContains", "minContains"]) {
    compareLimit(context, keyword, [original.limits[keyword], update.limits[keyword]]);
  }
  if (original.unique !== update.unique) add(below(context, "uniqueItems"), `UNIQUE_ITEMS_${update.unique ? "ADDED" : "REMOVED"}`);
}

interface Removed {
  readonly item: Lazy;
  readonly update: ArrayNode;
  readonly compare: CompareNodes;
}

function itemRemoved(context: Context, { item, update, compare }: Removed): void {
  if (isOpen(update)) {
    add(context, "ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL");
    return;
  }
  const cover = coverOf(update);
  if (cover === undefined) {
    add(context, `ITEM${item().kind === "false" ? "_WITH_FALSE" : ""}_REMOVED_FROM_CLOSED_CONTENT_MODEL`);
    return;
  }
  const { allowed, differences } = tried(context, (aside) => compare(aside, item(), cover()));
  context.differences.push(...differences);
  add(context, `ITEM_REMOVED_${covered(allowed)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
}

interface Added {
  readonly item: Lazy;
  readonly original: ArrayNode;
  readonly compare: CompareNodes;
}

function itemAdded(context: Context, { item, original, compare }: Added): void {
  if (isOpen(original)) {
    add(context, `ITEM${item().kind === "empty" ? "_WITH_EMPTY_SCHEMA" : ""}_ADDED_TO_OPEN_CONTENT_MODEL`);
    return;
  }
  const cover = coverOf(original);
  if (cover === undefined) {
    add(context, "ITEM_ADDED_TO_CLOSED_CONTENT_MODEL");
    return;
  }
  const { allowed, differences } = tried(context, (aside) => compare(aside, cover(), item()));
  context.differences.push(...differences);
  add(context, `ITEM_ADDED_${covered(allowed)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
}

function isOpen({ additional, unevaluated }: ArrayNode): boolean {
  const open = (rest: Rest) => rest.permitted && rest.schema === undefined;
  return open(additional) && open(unevaluated);
}

function coverOf({ additional, unevaluated }: ArrayNode): Lazy | undefined {
  return additional.schema ?? unevaluated.schema;
}

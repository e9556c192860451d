/** What Confluent's registry answers for JSON Schema: typed differences from the old schema to the new one. */
import { compareArrays } from "./json-array.js";
import { compareCombined } from "./json-combined.js";
import { add, below, type Context, compareLimit, tried } from "./json-context.js";
import type { Difference, Policy } from "./json-differences.js";
import type { CombinedNode, JsonNode, Lazy } from "./json-node.js";
import { changeOf, compareObjects } from "./json-object.js";

/** All differences, those that the policy lets pass among them. */
export function jsonDifferences(original: JsonNode, update: JsonNode, policy: Policy): readonly Difference[] {
  const context: Context = { policy, path: [], differences: [], open: new Map() };
  compare(context, original, update);
  return context.differences;
}

function compare(context: Context, original: JsonNode | undefined, update: JsonNode | undefined): void {
  if (original === undefined || update === undefined) {
    if (original !== update) add(context, original === undefined ? "SCHEMA_ADDED" : "SCHEMA_REMOVED");
    return;
  }
  if (original.kind !== "combined" && update.kind === "combined" && intoCombined(context, original, update)) return;
  if (original.kind === "combined" && update.kind !== "combined" && outOfCombined(context, original, update)) return;
  if (original.kind !== update.kind) {
    if (original.kind !== "false" && update.kind !== "empty") add(context, "TYPE_CHANGED");
    return;
  }
  if (context.open.get(original)?.has(update)) return;
  const open = new Map(context.open).set(original, new Set([...(context.open.get(original) ?? []), update]));
  compareAnnotations(context, original, update);
  compareSame({ ...context, open }, original, update);
}

/** A plain schema becomes a combination: any part that takes it will do. */
function intoCombined(context: Context, original: JsonNode, { criterion, parts }: CombinedNode): boolean {
  if (parts.length !== 1 && criterion === "allOf") return false;
  return firstAllowed(context, parts, parts.length === 1 ? undefined : "SUM_TYPE_EXTENDED", (aside, part) =>
    compare(aside, original, part),
  );
}

/** A combination becomes a plain schema: of an `allOf`, any part that it takes will do. */
function outOfCombined(context: Context, { criterion, parts }: CombinedNode, update: JsonNode): boolean {
  if (parts.length !== 1 && criterion !== "allOf") return false;
  return firstAllowed(context, parts, parts.length === 1 ? undefined : "PRODUCT_TYPE_NARROWED", (aside, part) =>
    compare(aside, part, update),
  );
}

function firstAllowed(
  context: Context,
  parts: readonly Lazy[],
  word: string | undefined,
  attempt: (aside: Context, part: JsonNode) => void,
): boolean {
  for (const part of parts) {
    const { allowed, differences } = tried(context, (aside) => attempt(aside, part()));
    if (!allowed) continue;
    context.differences.push(...differences);
    if (word !== undefined) add(context, word);
    return true;
  }
  return false;
}

function compareAnnotations(context: Context, original: JsonNode, update: JsonNode): void {
  for (const key of ["id", "title", "description", "default"] as const) {
    if (original[key] !== update[key]) add(context, `${key.toUpperCase()}_CHANGED`);
  }
}

function compareSame(context: Context, original: JsonNode, update: JsonNode): void {
  if (original.kind === "string" && update.kind === "string") {
    for (const keyword of ["maxLength", "minLength"]) compareLimit(context, keyword, [original.limits[keyword], update.limits[keyword]]);
    comparePattern(below(context, "pattern"), original.pattern, update.pattern);
  }
  if (original.kind === "number" && update.kind === "number") compareNumbers(context, original, update);
  if (original.kind === "object" && update.kind === "object") compareObjects(context, [original, update], compare);
  if (original.kind === "array" && update.kind === "array") compareArrays(context, [original, update], compare);
  if (original.kind === "combined" && update.kind === "combined") compareCombined(context, [original, update], compare);
  if ((original.kind === "enum" || original.kind === "const") && original.kind === update.kind) {
    const change = changeOf(original.values, update.values);
    if (change !== undefined) add(below(context, original.kind), `ENUM_ARRAY_${change}`);
  }
  if (original.kind === "not" && update.kind === "not") {
    // What must not match may only shrink, so the two change places.
    const { allowed } = tried(below(context, "not"), (aside) => compare(aside, update.not(), original.not()));
    add(below(context, "not"), allowed ? "NOT_TYPE_NARROWED" : "NOT_TYPE_EXTENDED");
  }
}

function comparePattern(context: Context, original: string | undefined, update: string | undefined): void {
  if (original === update) return;
  add(context, `PATTERN_${original === undefined ? "ADDED" : update === undefined ? "REMOVED" : "CHANGED"}`);
}

type NumberNode = Extract<JsonNode, { readonly kind: "number" }>;

function compareNumbers(context: Context, original: NumberNode, update: NumberNode): void {
  for (const keyword of ["maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"]) {
    compareLimit(context, keyword, [original.limits[keyword], update.limits[keyword]]);
  }
  const [before, after] = [original.multipleOf, update.multipleOf];
  if (before !== after) add(below(context, "multipleOf"), `MULTIPLE_OF_${multipleChange(before, after)}`);
  if (original.integer !== update.integer) add(context, original.integer ? "TYPE_EXTENDED" : "TYPE_NARROWED");
}

function multipleChange(before: number | undefined, after: number | undefined): string {
  if (before === undefined) return "ADDED";
  if (after === undefined) return "REMOVED";
  if (after % before === 0) return "EXPANDED";
  return before % after === 0 ? "REDUCED" : "CHANGED";
}

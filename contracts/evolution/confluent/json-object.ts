import { add, below, type CompareNodes, type Context, compareLimit, tried } from "./json-context.js";
import type { JsonNode, Lazy, ObjectNode, Rest } from "./json-node.js";

/** Required names, properties under the content model, dependencies, what may stand beside, and counts. */
export function compareObjects(context: Context, [original, update]: readonly [ObjectNode, ObjectNode], compare: CompareNodes): void {
  compareRequired(below(context, "required"), original, update);
  for (const key of new Set([...original.properties.keys(), ...update.properties.keys()])) {
    compareProperty({ context: below(context, "properties", key), key, original, update, compare });
  }
  compareDependencies(below(context, "dependencies"), [original, update], compare);
  compareRest(below(context, "additionalProperties"), "ADDITIONAL_PROPERTIES", [original.additional, update.additional], compare);
  compareRest(below(context, "unevaluatedProperties"), "UNEVALUATED_PROPERTIES", [original.unevaluated, update.unevaluated], compare);
  for (const keyword of ["maxProperties", "minProperties"])
    compareLimit(context, keyword, [original.limits[keyword], update.limits[keyword]]);
}

/** What may stand beside the named members: a change between anything, something and nothing. */
export function compareRest(context: Context, word: string, [original, update]: readonly [Rest, Rest], compare: CompareNodes): void {
  if (original.permitted !== update.permitted) add(context, `${word}_${update.permitted ? "ADDED" : "REMOVED"}`);
  else if (original.schema === undefined && update.schema !== undefined) add(context, `${word}_NARROWED`);
  else if (original.schema !== undefined && update.schema === undefined) add(context, `${word}_EXTENDED`);
  else if (original.schema !== undefined && update.schema !== undefined) compare(context, original.schema(), update.schema());
}

function compareRequired(context: Context, original: ObjectNode, update: ObjectNode): void {
  for (const key of original.properties.keys()) {
    const property = update.properties.get(key);
    if (property === undefined) continue;
    const [before, after] = [original.required.has(key), update.required.has(key)];
    if (before && !after) add(below(context, key), "REQUIRED_ATTRIBUTE_REMOVED");
    if (!before && after) add(below(context, key), `REQUIRED_ATTRIBUTE${withDefault(property())}_ADDED`);
  }
}

interface Property {
  readonly context: Context;
  readonly key: string;
  readonly original: ObjectNode;
  readonly update: ObjectNode;
  readonly compare: CompareNodes;
}

function compareProperty(property: Property): void {
  const { context, key, original, update, compare } = property;
  const [before, after] = [original.properties.get(key), update.properties.get(key)];
  if (before !== undefined && after !== undefined) compare(context, before(), after());
  else if (before !== undefined) propertyRemoved(property, before());
  else if (after !== undefined) propertyAdded(property, after());
}

function propertyRemoved({ context, key, update, compare }: Property, before: JsonNode): void {
  if (isOpen(update)) {
    add(context, "PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL");
    return;
  }
  const cover = coverOf(update, key);
  if (cover === undefined) {
    add(context, `PROPERTY${before.kind === "false" ? "_WITH_FALSE" : ""}_REMOVED_FROM_CLOSED_CONTENT_MODEL`);
    return;
  }
  const { allowed, differences } = tried(context, (aside) => compare(aside, before, cover()));
  context.differences.push(...differences);
  add(context, `PROPERTY_REMOVED_${covered(allowed)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
}

function propertyAdded({ context, key, original, update, compare }: Property, after: JsonNode): void {
  const isRequired = update.required.has(key);
  const word = isRequired ? `REQUIRED_PROPERTY${withDefault(after)}` : "OPTIONAL_PROPERTY";
  if (isOpen(original)) {
    const isEmpty = after.kind === "empty" && !isRequired;
    add(context, isEmpty ? "PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL" : `${word}_ADDED_TO_OPEN_CONTENT_MODEL`);
    return;
  }
  const cover = coverOf(original, key);
  if (cover !== undefined) {
    const { allowed, differences } = tried(context, (aside) => compare(aside, cover(), after));
    context.differences.push(...differences);
    add(context, `PROPERTY_ADDED_${covered(allowed)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  }
  add(context, `${word}_ADDED_TO_UNOPEN_CONTENT_MODEL`);
}

function withDefault(node: JsonNode): string {
  return node.default === undefined ? "" : "_WITH_DEFAULT";
}

/** `COVERED`, as the tail of the registry's words: IS_COVERED or NOT_COVERED. */
export function covered(allowed: boolean): string {
  return allowed ? "IS_COVERED" : "NOT_COVERED";
}

function isOpen({ patterns, additional, unevaluated }: ObjectNode): boolean {
  const open = (rest: Rest) => rest.permitted && rest.schema === undefined;
  return patterns.length === 0 && open(additional) && open(unevaluated);
}

/** The schema that a name without a property of its own falls under in a partially open model. */
function coverOf({ patterns, additional, unevaluated }: ObjectNode, key: string): Lazy | undefined {
  const found = patterns.find(({ pattern }) => new RegExp(pattern, "u").test(key));
  return found?.schema ?? additional.schema ?? unevaluated.schema;
}

function compareDependencies(context: Context, [original, update]: readonly [ObjectNode, ObjectNode], compare: CompareNodes): void {
  for (const key of new Set([...original.arrayDependencies.keys(), ...update.arrayDependencies.keys()])) {
    const [before, after] = [original.arrayDependencies.get(key), update.arrayDependencies.get(key)];
    const word = before === undefined ? "ADDED" : after === undefined ? "REMOVED" : changeOf(before, after);
    if (word !== undefined) add(below(context, key), `DEPENDENCY_ARRAY_${word}`);
  }
  for (const key of new Set([...original.schemaDependencies.keys(), ...update.schemaDependencies.keys()])) {
    const [before, after] = [original.schemaDependencies.get(key), update.schemaDependencies.get(key)];
    if (before !== undefined && after !== undefined) compare(below(context, key), before(), after());
    else add(below(context, key), `DEPENDENCY_SCHEMA_${before === undefined ? "ADDED" : "REMOVED"}`);
  }
}

/** How a set of words changed; undefined where it did not. */
export function changeOf(before: readonly string[], after: readonly string[]): "EXTENDED" | "NARROWED" | "CHANGED" | undefined {
  const kept = before.every((each) => after.includes(each));
  const known = after.every((each) => before.includes(each));
  if (kept && known) return undefined;
  return kept ? "EXTENDED" : known ? "NARROWED" : "CHANGED";
}

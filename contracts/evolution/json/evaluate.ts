/** A small validator for the values that schemas name themselves; undefined where it doesn't know. */
import { type Handle, lookUp } from "./document.js";
import { isMultiple, isObject, type Json, type JsonObject, stable, typeOfValue } from "./value.js";

/** True, false, or undefined for "not decided here". */
export type Verdict = boolean | undefined;

/** Whether `value` is valid under a schema. */
export function evaluate(value: Json, { schema, doc }: Handle, depth = 0): Verdict {
  if (typeof schema === "boolean") return schema;
  if (!isObject(schema) || depth > 32) return undefined;
  const inner = (sub: Json | undefined, of: Json = value) => (sub === undefined ? true : evaluate(of, { schema: sub, doc }, depth + 1));
  if (typeof schema.$ref === "string") {
    const target = lookUp(doc, schema.$ref);
    const referred = target === undefined ? undefined : inner(target);
    if (!doc.siblingsOfRef || referred === false) return referred;
    return every([referred, evaluate(value, { schema: without(schema, "$ref"), doc }, depth + 1)]);
  }
  return every([
    ...scalarVerdicts(value, schema),
    ...combined(schema, inner),
    ...(isObject(value) ? objectVerdicts(value, schema, inner) : []),
    ...(Array.isArray(value) ? arrayVerdicts(value, schema, doc.prefixItems, inner) : []),
    Object.keys(schema).some((key) => undecided.has(key)) ? undefined : true,
  ]);
}

type Inner = (schema: Json | undefined, of?: Json) => Verdict;

const undecided = new Set([
  "$dynamicRef",
  "$recursiveRef",
  "unevaluatedProperties",
  "unevaluatedItems",
  "dependentSchemas",
  "dependencies",
]);

/** True if a value has one of the types that `type` names. */
function hasType(value: Json, type: Json | undefined): boolean {
  if (type === undefined) return true;
  const names = Array.isArray(type) ? type : [type];
  return names.includes(typeOfValue(value)) || (names.includes("integer") && Number.isInteger(value));
}

function scalarVerdicts(value: Json, schema: JsonObject): Verdict[] {
  const verdicts: Verdict[] = [hasType(value, schema.type)];
  if (schema.const !== undefined) verdicts.push(stable(schema.const) === stable(value));
  if (Array.isArray(schema.enum)) verdicts.push(schema.enum.some((item) => stable(item) === stable(value)));
  if (typeof value === "number") verdicts.push(...numberVerdicts(value, schema));
  if (typeof value === "string") verdicts.push(...stringVerdicts(value, schema));
  return verdicts;
}

function numberVerdicts(value: number, schema: JsonObject): Verdict[] {
  return [
    limit(schema.minimum, (min) => value >= min),
    limit(schema.maximum, (max) => value <= max),
    limit(schema.exclusiveMinimum, (min) => value > min),
    limit(schema.exclusiveMaximum, (max) => value < max),
    limit(schema.multipleOf, (step) => isMultiple(value, step)),
  ];
}

function stringVerdicts(value: string, schema: JsonObject): Verdict[] {
  const length = [...value].length;
  return [
    limit(schema.minLength, (min) => length >= min),
    limit(schema.maxLength, (max) => length <= max),
    typeof schema.pattern === "string" ? test(schema.pattern, value) : true,
  ];
}

function objectVerdicts(value: JsonObject, schema: JsonObject, inner: Inner): Verdict[] {
  const names = Object.keys(value);
  const properties = isObject(schema.properties) ? schema.properties : {};
  const patterns = Object.entries(isObject(schema.patternProperties) ? schema.patternProperties : {});
  const required = Array.isArray(schema.required) ? schema.required : [];
  return [
    limit(schema.minProperties, (min) => names.length >= min),
    limit(schema.maxProperties, (max) => names.length <= max),
    ...required.map((name) => typeof name !== "string" || Object.hasOwn(value, name)),
    ...names.map((name) => inner(schema.propertyNames, name)),
    ...names.flatMap((name) => {
      const of = value[name] ?? null;
      const matching = patterns.filter(([pattern]) => test(pattern, name) !== false);
      const own = Object.hasOwn(properties, name) ? [inner(properties[name], of)] : [];
      const rest = own.length + matching.length === 0 ? [inner(schema.additionalProperties, of)] : [];
      return [...own, ...matching.map(([, sub]) => inner(sub, of)), ...rest];
    }),
    isObject(schema.dependentRequired) ? undefined : true,
  ];
}

function arrayVerdicts(value: readonly Json[], schema: JsonObject, prefixItems: boolean, inner: Inner): Verdict[] {
  const tuple = prefixItems ? schema.prefixItems : schema.items;
  const prefix = Array.isArray(tuple) ? tuple : [];
  const rest = !prefixItems && Array.isArray(schema.items) ? schema.additionalItems : schema.items;
  const unique = new Set(value.map(stable)).size === value.length;
  return [
    limit(schema.minItems, (min) => value.length >= min),
    limit(schema.maxItems, (max) => value.length <= max),
    schema.uniqueItems === true ? unique : true,
    ...value.map((item, index) => inner(index < prefix.length ? prefix[index] : rest, item)),
    schema.contains === undefined ? true : undefined,
  ];
}

function combined(schema: JsonObject, inner: Inner): Verdict[] {
  const verdicts: Verdict[] = [];
  if (Array.isArray(schema.allOf)) verdicts.push(...schema.allOf.map((sub: Json) => inner(sub)));
  if (Array.isArray(schema.anyOf)) verdicts.push(some(schema.anyOf.map((sub: Json) => inner(sub))));
  if (Array.isArray(schema.oneOf)) verdicts.push(exactlyOne(schema.oneOf.map((sub: Json) => inner(sub))));
  if (schema.not !== undefined) verdicts.push(negate(inner(schema.not)));
  if (schema.if !== undefined) {
    const condition = inner(schema.if);
    verdicts.push(condition === undefined ? undefined : inner(condition ? schema.then : schema.else));
  }
  return verdicts;
}

/** Whether a pattern is found in a string; undefined for a pattern that JavaScript refuses. */
export function test(pattern: string, value: string): Verdict {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return undefined;
  }
}

function limit(bound: Json | undefined, holds: (bound: number) => boolean): Verdict {
  return typeof bound === "number" ? holds(bound) : true;
}

function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function some(verdicts: readonly Verdict[]): Verdict {
  return negate(every(verdicts.map(negate)));
}

function exactlyOne(verdicts: readonly Verdict[]): Verdict {
  const yes = verdicts.filter((verdict) => verdict === true).length;
  if (yes > 1) return false;
  return verdicts.includes(undefined) ? undefined : yes === 1;
}

function negate(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}

function without(schema: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}

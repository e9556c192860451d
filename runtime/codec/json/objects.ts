/** Keywords about objects. */
import { below, type Check, entriesOf, failure, type Keyword, namesOf, numberOf, type Seen, type Site } from "./check.js";
import { regular } from "./scalars.js";
import { has, isObject, type Members } from "./value.js";

export const required: Keyword = (argument) => {
  const names = namesOf("required", argument);
  return (value) => (isObject(value) ? missing(value, names) : undefined);
};

function missing(value: Members, names: readonly string[], because = "") {
  for (const name of names) if (!has(value, name)) return failure(`must have required property '${name}'${because}`);
  return undefined;
}

const size = (keyword: string, argument: unknown, tooFew: boolean): Check => {
  const count = numberOf(keyword, argument);
  const wrong = `must NOT have ${tooFew ? "fewer" : "more"} than ${count} properties`;
  return (value) => {
    if (!isObject(value)) return undefined;
    const found = namesIn(value).length;
    return (tooFew ? found >= count : found <= count) ? undefined : failure(wrong);
  };
};

export const minProperties: Keyword = (argument) => size("minProperties", argument, true);
export const maxProperties: Keyword = (argument) => size("maxProperties", argument, false);

function namesIn(value: Members): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== undefined);
}

export const propertyNames: Keyword = (argument, site) => {
  const check = site.part(argument);
  return (value) => {
    if (!isObject(value)) return undefined;
    return namesIn(value).some((name) => check(name, undefined)) ? failure("property name must be valid") : undefined;
  };
};

/** `properties`, `patternProperties` and `additionalProperties` in one walk, for the last needs what the others took. */
export const members: Keyword = (_, site) => {
  const rules = rulesOf(site);
  return (value, seen) => (isObject(value) ? walk(value, rules, seen) : undefined);
};

interface Rules {
  readonly named: ReadonlyMap<string, Check>;
  readonly patterns: readonly (readonly [RegExp, Check])[];
  readonly additional: Check | false | undefined;
}

function rulesOf(site: Site): Rules {
  const { properties = {}, patternProperties = {}, additionalProperties } = site.node;
  return {
    named: new Map(entriesOf("properties", properties).map(([name, schema]) => [name, site.part(schema)])),
    patterns: entriesOf("patternProperties", patternProperties).map(([source, schema]) => [regular(source), site.part(schema)]),
    additional:
      additionalProperties === undefined || additionalProperties === false ? additionalProperties : site.part(additionalProperties),
  };
}

function walk(value: Members, { named, patterns, additional }: Rules, seen: Seen | undefined) {
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item === undefined) continue;
    const own = named.get(name);
    let wrong = own?.(item, undefined);
    let taken = own !== undefined;
    for (const [expression, check] of patterns) {
      if (wrong || !expression.test(name)) continue;
      wrong = check(item, undefined);
      taken = true;
    }
    if (!taken && additional !== undefined) {
      if (additional === false) return failure("must NOT have additional properties", name);
      wrong = additional(item, undefined);
      taken = true;
    }
    if (wrong) return below(name, wrong);
    if (taken) seen?.names.add(name);
  }
  return undefined;
}

export const dependentRequired: Keyword = (argument, site) => {
  return site.draft === "draft-07" ? undefined : dependent("dependentRequired", argument, site);
};

export const dependentSchemas: Keyword = (argument, site) => {
  return site.draft === "draft-07" ? undefined : dependent("dependentSchemas", argument, site);
};

export const dependencies: Keyword = (argument, site) => dependent("dependencies", argument, site);

const dependent = (keyword: string, argument: unknown, site: Site): Check => {
  const rules = entriesOf(keyword, argument).map(([name, rule]) => [name, consequence(name, rule, site)] as const);
  return (value, seen) => {
    if (!isObject(value)) return undefined;
    for (const [name, check] of rules) {
      const wrong = has(value, name) ? check(value, seen) : undefined;
      if (wrong) return wrong;
    }
    return undefined;
  };
};

function consequence(name: string, rule: unknown, site: Site): Check {
  if (!Array.isArray(rule)) return site.part(rule);
  const names = namesOf(name, rule);
  return (value) => (isObject(value) ? missing(value, names, ` when property ${name} is present`) : undefined);
}

/** What no other keyword has looked at; `seen` holds what they have. */
export const unevaluatedProperties: Keyword = (argument, site) => {
  const check = site.part(argument);
  return (value, seen) => (isObject(value) && seen ? unseen(value, seen, check, argument === false) : undefined);
};

function unseen(value: Members, seen: Seen, check: Check, none: boolean) {
  for (const name of namesIn(value)) {
    if (seen.names.has(name)) continue;
    if (none) return failure("must NOT have unevaluated properties", name);
    const wrong = check(value[name], undefined);
    if (wrong) return below(name, wrong);
    seen.names.add(name);
  }
  return undefined;
}

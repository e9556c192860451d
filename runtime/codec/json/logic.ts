/** Keywords that combine schemas at one value. */
import { addSeen, type Check, type Failure, failure, type Keyword, listOf, nothingSeen, type Seen, type Site } from "./check.js";

const partsOf = (keyword: string, argument: unknown, site: Site): readonly Check[] => {
  const schemas = listOf(keyword, argument);
  if (schemas.length === 0) throw new Error(`"${keyword}" takes at least one schema`);
  return schemas.map((schema) => site.part(schema));
};

export const allOf: Keyword = (argument, site) => {
  const parts = partsOf("allOf", argument, site);
  return (value, seen) => {
    for (const part of parts) {
      const wrong = part(value, seen);
      if (wrong) return wrong;
    }
    return undefined;
  };
};

export const anyOf: Keyword = (argument, site) => {
  const parts = partsOf("anyOf", argument, site);
  return (value, seen) => {
    const failures: Failure[] = [];
    let fits = false;
    for (const part of parts) {
      const wrong = tried(part, value, seen);
      if (wrong) failures.push(wrong);
      else fits = true;
      // What the other branches look at counts as well.
      if (fits && !seen) return undefined;
    }
    return fits ? undefined : (nearest(failures) ?? failure("must match a schema in anyOf"));
  };
};

export const oneOf: Keyword = (argument, site) => {
  const parts = partsOf("oneOf", argument, site);
  return (value, seen) => {
    const failures = parts.map((part) => tried(part, value, seen)).filter((wrong) => wrong !== undefined);
    const fitting = parts.length - failures.length;
    if (fitting === 1) return undefined;
    return (fitting === 0 ? nearest(failures) : undefined) ?? failure("must match exactly one schema in oneOf");
  };
};

/** What a branch looks at counts only where the branch fits. */
function tried(part: Check, value: unknown, seen: Seen | undefined): Failure | undefined {
  if (!seen) return part(value, undefined);
  const own = nothingSeen();
  const wrong = part(value, own);
  if (!wrong) addSeen(seen, own);
  return wrong;
}

/** The failure of the branch that was followed further than all others: most likely the one that was meant. */
function nearest(failures: readonly Failure[]): Failure | undefined {
  const deepest = Math.max(...failures.map(({ steps }) => steps.length));
  const [one, ...others] = failures.filter(({ steps }) => steps.length === deepest);
  return others.length === 0 ? one : undefined;
}

export const not: Keyword = (argument, site) => {
  const part = site.part(argument);
  return (value) => (part(value, undefined) ? undefined : failure("must NOT be valid"));
};

export const condition: Keyword = (argument, site) => {
  const { then, else: otherwise } = site.node;
  const test = site.part(argument);
  const yes = then === undefined ? undefined : site.part(then);
  const no = otherwise === undefined ? undefined : site.part(otherwise);
  return (value, seen) => (tried(test, value, seen) ? no?.(value, seen) : yes?.(value, seen));
};

export const reference: Keyword = (argument, site) => {
  if (typeof argument !== "string") throw new Error('"$ref" takes an address');
  return site.target(argument);
};

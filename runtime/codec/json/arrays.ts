/** Keywords about arrays. */
import { below, type Check, failure, type Keyword, listOf, numberOf, type Seen, type Site } from "./check.js";
import { identity } from "./value.js";

const limit = (keyword: string, argument: unknown, tooFew: boolean): Check => {
  const count = numberOf(keyword, argument);
  const wrong = `must NOT have ${tooFew ? "fewer" : "more"} than ${count} items`;
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    return (tooFew ? value.length >= count : value.length <= count) ? undefined : failure(wrong);
  };
};

export const minItems: Keyword = (argument) => limit("minItems", argument, true);
export const maxItems: Keyword = (argument) => limit("maxItems", argument, false);

export const uniqueItems: Keyword = (argument) => {
  if (argument !== true) return undefined;
  return (value) => {
    if (!Array.isArray(value) || value.length < 2) return undefined;
    const places = new Map<string, number>();
    for (const [index, item] of value.entries()) {
      const text = identity(item);
      const other = places.get(text);
      if (other !== undefined) return failure(`must NOT have duplicate items (items ## ${other} and ${index} are identical)`);
      places.set(text, index);
    }
    return undefined;
  };
};

const tuple = (checks: readonly Check[]): Check => {
  return (value, seen) => {
    if (!Array.isArray(value)) return undefined;
    for (const [index, check] of checks.entries()) {
      if (index >= value.length) break;
      const wrong = check(value[index], undefined);
      if (wrong) return below(index, wrong);
      seen?.items.add(index);
    }
    return undefined;
  };
};

const rest = (from: number, schema: unknown, site: Site): Check => {
  const check = site.part(schema);
  const wrongLength = `must NOT have more than ${from} items`;
  return (value, seen) => {
    if (!Array.isArray(value)) return undefined;
    if (schema === false && value.length > from) return failure(wrongLength);
    for (let index = from; index < value.length; index += 1) {
      const wrong = check(value[index], undefined);
      if (wrong) return below(index, wrong);
      seen?.items.add(index);
    }
    return undefined;
  };
};

const tupleOf = (keyword: string, argument: unknown, site: Site): Check => {
  return tuple(listOf(keyword, argument).map((schema) => site.part(schema)));
};

export const prefixItems: Keyword = (argument, site) => {
  return site.draft === "2020-12" ? tupleOf("prefixItems", argument, site) : undefined;
};

export const items: Keyword = (argument, site) => {
  if (site.draft !== "2020-12" && Array.isArray(argument)) return tupleOf("items", argument, site);
  const prefix = site.draft === "2020-12" ? site.node.prefixItems : undefined;
  return rest(Array.isArray(prefix) ? prefix.length : 0, argument, site);
};

export const additionalItems: Keyword = (argument, site) => {
  const prefix = site.node.items;
  return site.draft === "2020-12" || !Array.isArray(prefix) ? undefined : rest(prefix.length, argument, site);
};

export const contains: Keyword = (argument, site) => {
  const check = site.part(argument);
  const counts = site.draft !== "draft-07";
  const { minContains, maxContains } = site.node;
  const least = counts && minContains !== undefined ? numberOf("minContains", minContains) : 1;
  const most = counts && maxContains !== undefined ? numberOf("maxContains", maxContains) : Number.POSITIVE_INFINITY;
  const wrong = `must contain at least ${least}${most === Number.POSITIVE_INFINITY ? "" : ` and no more than ${most}`} valid item(s)`;
  return (value, seen) => {
    if (!Array.isArray(value)) return undefined;
    let found = 0;
    for (const [index, item] of value.entries()) {
      if (check(item, undefined)) continue;
      found += 1;
      if (site.draft === "2020-12") seen?.items.add(index);
    }
    return found >= least && found <= most ? undefined : failure(wrong);
  };
};

/** What no other keyword has looked at; `seen` holds what they have. */
export const unevaluatedItems: Keyword = (argument, site) => {
  const check = site.part(argument);
  return (value, seen) => (Array.isArray(value) && seen ? unseen(value, seen, check, argument === false) : undefined);
};

function unseen(value: readonly unknown[], seen: Seen, check: Check, none: boolean) {
  for (const [index, item] of value.entries()) {
    if (seen.items.has(index)) continue;
    if (none) return failure(`must NOT have more than ${index} items`);
    const wrong = check(item, undefined);
    if (wrong) return below(index, wrong);
    seen.items.add(index);
  }
  return undefined;
}

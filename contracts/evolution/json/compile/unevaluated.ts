/** `unevaluatedProperties` and `unevaluatedItems`: which keywords looked at what, case by case. */
import { always, type Formula, never } from "../formula/formula.js";
import { Undecided } from "../undecided.js";
import { isList, type Json } from "../value.js";
import { itemsOf } from "./array.js";
import { declaredNames, entries } from "./object.js";
import { anyRow, type Row, type Site } from "./site.js";

/** Where the condition holds, these names and this many first items were looked at. */
interface Case {
  readonly object: Formula;
  readonly array: Formula;
  readonly names: Formula;
  readonly items: number;
}

const mostCases = 128;
const nothingSeen: Case = { object: always, array: always, names: never, items: 0 };

export function unevaluatedRow(site: Site): readonly Row[] {
  const { schema, pool, spot } = site;
  const { unevaluatedProperties: properties, unevaluatedItems: items } = schema;
  if (!spot.doc.dialect.newer || (properties === undefined && items === undefined)) return [];
  const { atoms, formulas } = pool;
  const cases = casesOf(site, schema, { own: false, depth: 0 });
  if (items !== undefined && items !== true && spot.doc.dialect.prefixItems && hasContains(site, schema, 0))
    throw new Undecided('"contains" beside "unevaluatedItems" is not decided by this check');
  const unless = (condition: Formula, form: Formula) => formulas.or([formulas.not(condition), form]);
  const object = (seen: Case, sub: Json) => unless(seen.object, atoms.all(formulas.not(seen.names), site.sub(sub)));
  const array = (seen: Case, sub: Json) =>
    seen.items === Number.POSITIVE_INFINITY ? always : unless(seen.array, atoms.rest(seen.items, site.sub(sub)));
  return [
    {
      ...anyRow,
      object: properties === undefined ? always : formulas.and(cases.map((seen) => object(seen, properties))),
      array: items === undefined ? always : formulas.and(cases.map((seen) => array(seen, items))),
    },
  ];
}

interface Walk {
  /** Whether the schema's own unevaluated… count: not for the one that asks. */
  readonly own: boolean;
  readonly depth: number;
}

function casesOf(site: Site, schema: Json, { own, depth }: Walk): readonly Case[] {
  if (typeof schema !== "object" || schema === null || isList(schema)) return [nothingSeen];
  if (depth > 64) throw new Undecided("unevaluated properties behind too many references");
  const at = { ...site, schema };
  const inner = (sub: Json) => casesOf(site, sub, { own: true, depth: depth + 1 });
  const choice = (condition: Json, yes: readonly Case[], no: readonly Case[]) => chosen(site, condition, yes, no);
  let cases: readonly Case[] = [ownCase(at, own)];
  const join = (others: readonly Case[]) => {
    cases = product(site, cases, others);
  };
  for (const key of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    if (schema[key] !== undefined) join(inner(site.spot.doc.target(key, schema[key], schema)));
  }
  for (const part of list(schema.allOf)) join(inner(part));
  for (const part of [...list(schema.anyOf), ...list(schema.oneOf)]) join(choice(part, inner(part), [nothingSeen]));
  if (schema.if !== undefined) {
    const yes = product(site, inner(schema.if), schema.then === undefined ? [nothingSeen] : inner(schema.then));
    join(choice(schema.if, yes, schema.else === undefined ? [nothingSeen] : inner(schema.else)));
  }
  for (const key of ["dependentSchemas", "dependencies"]) {
    for (const [name, rule] of entries(schema, key)) {
      if (!isList(rule)) join(choice({ type: "object", required: [name] }, inner(rule), [nothingSeen]));
    }
  }
  return cases;
}

function ownCase(site: Site, own: boolean): Case {
  const { schema, pool } = site;
  const { prefix, rest } = itemsOf(site);
  const allNames = schema.additionalProperties !== undefined || (own && schema.unevaluatedProperties !== undefined);
  const allItems = rest !== undefined || (own && schema.unevaluatedItems !== undefined);
  const names = allNames ? always : declaredNames(site);
  return { ...nothingSeen, names: pool.formulas.or([names]), items: allItems ? Number.POSITIVE_INFINITY : prefix.length };
}

function chosen(site: Site, condition: Json, yes: readonly Case[], no: readonly Case[]): readonly Case[] {
  const isBlind = [...yes, ...no].every((seen) => seen.names === never && seen.items === 0);
  if (isBlind) return [nothingSeen];
  const row = site.here(condition);
  const { formulas } = site.pool;
  const when = (seen: Case, object: Formula, array: Formula): Case => ({
    ...seen,
    object: formulas.and([seen.object, object]),
    array: formulas.and([seen.array, array]),
  });
  return [
    ...yes.map((seen) => when(seen, row.object, row.array)),
    ...no.map((seen) => when(seen, formulas.not(row.object), formulas.not(row.array))),
  ];
}

function product({ pool: { formulas } }: Site, left: readonly Case[], right: readonly Case[]): readonly Case[] {
  const cases = left.flatMap((a) =>
    right.map((b) => ({
      object: formulas.and([a.object, b.object]),
      array: formulas.and([a.array, b.array]),
      names: formulas.or([a.names, b.names]),
      items: Math.max(a.items, b.items),
    })),
  );
  const possible = cases.filter((seen) => seen.object !== never || seen.array !== never);
  if (possible.length > mostCases) throw new Undecided("too many cases of what is unevaluated");
  return possible;
}

function hasContains(site: Site, schema: Json, depth: number): boolean {
  if (typeof schema !== "object" || schema === null || isList(schema) || depth > 64) return false;
  if (schema.contains !== undefined) return true;
  const referred = schema.$ref === undefined ? [] : [site.spot.doc.target("$ref", schema.$ref, schema)];
  const parts = [...list(schema.allOf), ...list(schema.anyOf), ...list(schema.oneOf), ...referred];
  return [...parts, schema.if, schema.then, schema.else].some((part) => part !== undefined && hasContains(site, part, depth + 1));
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** From a schema to six formulas, one for each type. */
import { modernised } from "../dialect.js";
import { always, never } from "../formula/formula.js";
import { Undecided } from "../undecided.js";
import { isList, isObject, type Json } from "../value.js";
import { arrayForms } from "./array.js";
import { dependencyRows, objectForms } from "./object.js";
import { numberForms, stringForms, typeRow, valuesRow } from "./scalar.js";
import { allRows, anyRow, anyRows, type Makers, notRow, type Row, rowOf, type Site, type Spot } from "./site.js";
import { unevaluatedRow } from "./unevaluated.js";

const noRow: Row = rowOf(() => never);

/** Compiles a schema. @throws Undecided on what this check has no formula for. */
export function compileRow(pool: Makers, spot: Spot): Row {
  return rowAt(pool, spot, spot.schema, new Set());
}

function rowAt(pool: Makers, spot: Spot, schema: Json, above: ReadonlySet<Json>): Row {
  if (typeof schema === "boolean") return schema ? anyRow : noRow;
  if (!isObject(schema)) throw new Undecided("a part of it is no schema");
  if (above.has(schema)) throw new Undecided("a schema that refers to itself about the same value");
  if (above.size > 400) throw new Undecided("the schema is nested too deeply for this check");
  const within = new Set(above).add(schema);
  const site: Site = {
    pool,
    spot,
    schema: modernised(schema),
    sub: (inner) => pool.handle({ ...spot, schema: inner }),
    here: (inner) => rowAt(pool, spot, inner, within),
    target: (keyword) => spot.doc.target(keyword, schema[keyword] ?? null, schema),
  };
  if (schema.$ref !== undefined && !spot.doc.dialect.siblingsOfRef) return site.here(site.target("$ref"));
  const rows = [...scalarRows(site), ...references(site), ...combined(site), ...dependencyRows(site), ...unevaluatedRow(site)];
  return allRows(pool, rows);
}

function scalarRows(site: Site): readonly Row[] {
  const { formulas } = site.pool;
  const own: Row = {
    ...anyRow,
    number: formulas.and(numberForms(site)),
    string: formulas.and(stringForms(site)),
    object: formulas.and(objectForms(site)),
    array: formulas.and(arrayForms(site)),
  };
  return [own, ...typeRow(site), ...valuesRow(site)];
}

function references(site: Site): readonly Row[] {
  return ["$ref", "$dynamicRef", "$recursiveRef"].flatMap((key) => (site.schema[key] === undefined ? [] : [site.here(site.target(key))]));
}

function combined(site: Site): readonly Row[] {
  const { pool, schema, here } = site;
  const rows: Row[] = [];
  if (schema.allOf !== undefined) rows.push(...parts(schema.allOf).map(here));
  if (schema.anyOf !== undefined) rows.push(anyRows(pool, parts(schema.anyOf).map(here)));
  if (schema.oneOf !== undefined) rows.push(exactlyOne(site, parts(schema.oneOf)));
  if (schema.not !== undefined) rows.push(notRow(pool, here(schema.not)));
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
    const condition = here(schema.if);
    rows.push(anyRows(pool, [notRow(pool, condition), here(schema.then ?? true)]), anyRows(pool, [condition, here(schema.else ?? true)]));
  }
  return rows;
}

function parts(value: Json): readonly Json[] {
  if (!isList(value)) throw new Undecided("a combination of schemas is no list");
  return value;
}

/** A node of its own: which branches can hold together is asked only where it matters. */
function exactlyOne({ pool, here, sub }: Site, branches: readonly Json[]): Row {
  const rows = branches.map(here);
  return rowOf((type) => {
    const open = branches.map((branch, at) => ({ sub: sub(branch), form: rows[at]?.[type] ?? never })).filter(({ form }) => form !== never);
    const sure = open.filter(({ form }) => form === always);
    if (sure.length > 1) return never;
    if (sure.length === 1) return pool.formulas.and(open.filter((it) => it.form !== always).map(({ form }) => pool.formulas.not(form)));
    if (open.length < 2) return open[0]?.form ?? never;
    const sorted = open.sort((a, b) => a.form.id - b.form.id);
    const key = `one ${type} ${sorted.map((it) => `${it.sub}/${it.form.id}`).join()}`;
    return pool.formulas.atom(key, () => ({ kind: "one", type, subs: sorted.map((it) => it.sub), forms: sorted.map(({ form }) => form) }));
  });
}

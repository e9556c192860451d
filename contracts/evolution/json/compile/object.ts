/** Keywords about objects: each speaks of the properties whose names are in some set. */
import { nothing } from "../formula/atoms.js";
import type { Formula } from "../formula/formula.js";
import { Undecided } from "../undecided.js";
import { isList, isObject, type Json, type JsonObject } from "../value.js";
import { patternForm } from "./pattern.js";
import { number } from "./scalar.js";
import { anyRow, anyRows, type Row, type Site } from "./site.js";

export function objectForms(site: Site): readonly Formula[] {
  const { schema, pool, sub } = site;
  const { atoms, formulas } = pool;
  const forms: Formula[] = [];
  for (const [name, inner] of entries(schema, "properties")) forms.push(atoms.all(atoms.values([name]), sub(inner)));
  for (const [source, inner] of entries(schema, "patternProperties")) forms.push(atoms.all(patternForm(pool, source), sub(inner)));
  if (schema.additionalProperties !== undefined) {
    forms.push(atoms.all(formulas.not(declaredNames(site)), sub(schema.additionalProperties)));
  }
  if (schema.propertyNames !== undefined) forms.push(atoms.all(formulas.not(site.here(schema.propertyNames).string), nothing));
  for (const name of names(schema.required)) forms.push(atoms.has(name));
  const [least, most] = [number(schema, "minProperties"), number(schema, "maxProperties")];
  if (least !== undefined) forms.push(atoms.count("size", least));
  if (most !== undefined) forms.push(formulas.not(atoms.count("size", Math.floor(most) + 1)));
  return forms;
}

/** The names that `properties` and `patternProperties` of a schema speak of. */
export function declaredNames({ schema, pool }: Site): Formula {
  const patterns = entries(schema, "patternProperties").map(([source]) => patternForm(pool, source));
  return pool.formulas.or([pool.atoms.values(entries(schema, "properties").map(([name]) => name)), ...patterns]);
}

/** `dependentRequired`, `dependentSchemas` and what they were before: a property's presence asks for more. */
export function dependencyRows(site: Site): readonly Row[] {
  const { schema, spot, pool } = site;
  const keys = spot.doc.dialect.newer ? ["dependencies", "dependentRequired", "dependentSchemas"] : ["dependencies"];
  return keys.flatMap((key) =>
    entries(schema, key).map(([name, rule]) => {
      const absent: Row = { ...anyRow, object: pool.formulas.not(pool.atoms.has(name)) };
      const wanted = isList(rule) ? { ...anyRow, object: pool.formulas.and(names(rule).map((it) => pool.atoms.has(it))) } : site.here(rule);
      return anyRows(pool, [absent, wanted]);
    }),
  );
}

/** The members of a keyword's argument. */
export function entries(schema: JsonObject, key: string): readonly (readonly [string, Json])[] {
  const value = schema[key];
  if (value === undefined) return [];
  if (!isObject(value)) throw new Undecided(`"${key}" takes an object`);
  return Object.entries(value);
}

function names(value: Json | undefined): readonly string[] {
  if (value === undefined || typeof value === "boolean") return [];
  if (!isList(value)) throw new Undecided('"required" takes a list of names');
  return value.filter((name) => typeof name === "string");
}

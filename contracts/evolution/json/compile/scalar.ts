/** Keywords about numbers and strings, types and listed values. */
import { always, type Formula, never } from "../formula/formula.js";
import { Undecided } from "../undecided.js";
import { isList, isObject, type Json, type JsonObject, type JsonType, objectOf, typeOfValue } from "../value.js";
import { patternForm } from "./pattern.js";
import { anyRows, type Row, rowOf, type Site } from "./site.js";

const kinds = new Set<Json>(["null", "boolean", "integer", "number", "string", "array", "object"]);

export function typeRow({ schema, pool }: Site): readonly Row[] {
  if (schema.type === undefined) return [];
  const names = new Set(isList(schema.type) ? schema.type : [schema.type]);
  for (const name of names) if (!kinds.has(name)) throw new Undecided(`${JSON.stringify(name)} is no type`);
  const integers = names.has("integer") && !names.has("number");
  return [rowOf((type) => (names.has(type) ? always : type === "number" && integers ? pool.atoms.bound("multiple", 1) : never))];
}

export function valuesRow(site: Site): readonly Row[] {
  const { schema } = site;
  const rows: Row[] = [];
  if (schema.const !== undefined) rows.push(oneOfValues(site, [schema.const]));
  if (isList(schema.enum)) rows.push(oneOfValues(site, schema.enum));
  return rows;
}

function oneOfValues(site: Site, values: readonly Json[]): Row {
  const { atoms, formulas } = site.pool;
  const of = (type: JsonType) => values.filter((value) => typeOfValue(value) === type);
  const scalars = (type: JsonType) => atoms.values(of(type).filter((value) => typeof value === "string" || typeof value === "number"));
  const isTrue = atoms.isTrue();
  const structures = [...of("object"), ...of("array")].map((value) => site.here(exactly(value)));
  const found = structures.length === 0 ? undefined : anyRows(site.pool, structures);
  return {
    string: scalars("string"),
    number: scalars("number"),
    null: values.includes(null) ? always : never,
    boolean: formulas.or([...(values.includes(true) ? [isTrue] : []), ...(values.includes(false) ? [formulas.not(isTrue)] : [])]),
    object: found?.object ?? never,
    array: found?.array ?? never,
  };
}

/** A list or an object as the schema that it alone fits; in the words of every draft at once. */
function exactly(value: Json): JsonObject {
  if (isList(value)) {
    const items = value.map((item): Json => ({ const: item }));
    return { type: "array", exactItems: items, minItems: value.length, maxItems: value.length };
  }
  const entries = Object.entries(isObject(value) ? value : {});
  const properties = objectOf(entries.map(([name, inner]) => [name, { const: inner }]));
  return { type: "object", properties, required: entries.map(([name]) => name), additionalProperties: false };
}

export function numberForms({ schema, pool: { atoms, formulas } }: Site): readonly Formula[] {
  const at = (key: string) => number(schema, key);
  const forms: Formula[] = [];
  const [least, most, above, below, step] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].map(at);
  if (least !== undefined) forms.push(atoms.bound("least", least));
  if (most !== undefined) forms.push(formulas.not(atoms.bound("above", most)));
  if (above !== undefined) forms.push(atoms.bound("above", above));
  if (below !== undefined) forms.push(formulas.not(atoms.bound("least", below)));
  if (step !== undefined) {
    if (!(step > 0)) throw new Undecided('"multipleOf" takes a number above 0');
    forms.push(atoms.bound("multiple", step));
  }
  return forms;
}

export function stringForms({ schema, pool, spot }: Site): readonly Formula[] {
  const { atoms, formulas } = pool;
  const forms: Formula[] = [];
  const [least, most] = [number(schema, "minLength"), number(schema, "maxLength")];
  if (least !== undefined) forms.push(atoms.count("length", least));
  if (most !== undefined) forms.push(formulas.not(atoms.count("length", Math.floor(most) + 1)));
  if (schema.pattern !== undefined) forms.push(patternForm(pool, schema.pattern));
  if (typeof schema.format === "string" && spot.withFormats) forms.push(atoms.text("format", schema.format));
  return forms;
}

/** A keyword's number; undefined where the keyword is absent. @throws Undecided */
export function number(schema: JsonObject, key: string): number | undefined {
  const value = schema[key];
  if (value === undefined || typeof value === "number") return value;
  throw new Undecided(`"${key}" takes a number`);
}

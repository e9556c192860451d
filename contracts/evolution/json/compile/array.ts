/** Keywords about arrays. */
import type { Formula } from "../formula/formula.js";
import { isList, type Json } from "../value.js";
import { number } from "./scalar.js";
import type { Site } from "./site.js";

export function arrayForms(site: Site): readonly Formula[] {
  const { schema, pool, sub } = site;
  const { atoms, formulas } = pool;
  const { prefix, rest } = itemsOf(site);
  const forms = prefix.map((inner, index) => atoms.at(index, sub(inner)));
  if (rest !== undefined) forms.push(atoms.rest(prefix.length, sub(rest)));
  const [least, most] = [number(schema, "minItems"), number(schema, "maxItems")];
  if (least !== undefined) forms.push(atoms.count("items", least));
  if (most !== undefined) forms.push(formulas.not(atoms.count("items", Math.floor(most) + 1)));
  if (schema.uniqueItems === true) forms.push(atoms.unique());
  return schema.contains === undefined ? forms : [...forms, ...contained(site, schema.contains)];
}

/** The schemas of the first items, and the one of all others, in any draft's words. */
export function itemsOf({ schema, spot }: Site): { readonly prefix: readonly Json[]; readonly rest: Json | undefined } {
  if (isList(schema.exactItems)) return { prefix: schema.exactItems, rest: undefined };
  if (spot.doc.dialect.prefixItems) return { prefix: isList(schema.prefixItems) ? schema.prefixItems : [], rest: schema.items };
  if (isList(schema.items)) return { prefix: schema.items, rest: schema.additionalItems };
  return { prefix: [], rest: schema.items };
}

function contained({ schema, pool, sub, spot }: Site, inner: Json): readonly Formula[] {
  const { newer } = spot.doc.dialect;
  const least = (newer ? number(schema, "minContains") : undefined) ?? 1;
  const most = newer ? number(schema, "maxContains") : undefined;
  const { atoms, formulas } = pool;
  const forms = [atoms.counted(sub(inner), least)];
  if (most !== undefined) forms.push(formulas.not(atoms.counted(sub(inner), Math.floor(most) + 1)));
  return forms;
}

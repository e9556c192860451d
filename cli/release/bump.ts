import type { EventModel, SchemaModel } from "../../catalog/index.js";
import { type Bump, diffSides } from "../../contracts/index.js";

/** What a schema's next version is to those who know its last one: major breaks somebody, minor is new, patch is words alone. */
export function bumpOf(schema: SchemaModel, model: EventModel): Bump {
  const last = schema.released.at(-1);
  if (last === undefined) return "minor";
  const { format } = schema;
  const before = { format, text: last.text, shape: last.shape, types: last.types, placed: true };
  const after = { format, text: schema.text, shape: schema.shape, types: model.types, placed: true };
  return diffSides(schema.name, before, after)?.bump ?? "none";
}

/** Why, in a few words. */
export const bumpWords: Readonly<Record<Bump, string>> = {
  major: "breaks some reader, which the mode allows",
  minor: "new, and breaks nobody",
  patch: "words alone",
  none: "the same",
};

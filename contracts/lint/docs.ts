import type { EventModel, Shape } from "../../catalog/index.js";
import type { LintRule } from "./rule.js";

/** Rules about what people read. */
export const docRules = {
  "event-doc": {
    summary: "an event that does not say what happened",
    severity: "warn",
    check({ schema, types, topic }) {
      const root = types.find(({ name }) => name === schema.name);
      if (topic === undefined || hasWords(schema.doc) || hasWords(root?.doc)) return [];
      const word = schema.format === "avro" ? "doc" : "description";
      const message = `${schema.shortName} has no ${word}: whoever meets it in the topic has to guess what happened`;
      return [{ place: root?.place ?? schema.place, path: schema.shortName, message, hint: `Add a "${word}" of one sentence` }];
    },
  },
  "field-doc": {
    summary: "a field that does not say what it holds",
    severity: "warn",
    check: ({ schema, fields, model }) =>
      fields
        .filter(({ field }) => !hasWords(field.doc) && !(schema.format === "json" && saysItself(field.shape, model)))
        .map(({ field, path }) => {
          const word = schema.format === "avro" ? "doc" : "description";
          return { place: field.place, path, message: `${path} has no ${word}`, hint: `Add a "${word}": what it holds, in which unit` };
        }),
  },
} as const satisfies Readonly<Record<string, LintRule>>;

/** A constant needs no words, and a type of its own has them where it is defined. */
function saysItself(shape: Shape, { types }: EventModel): boolean {
  if (shape.kind === "literal") return shape.values.length === 1;
  return shape.kind === "ref" && hasWords(types.get(shape.name)?.doc);
}

function hasWords(doc: string | undefined): boolean {
  return doc !== undefined && doc.trim() !== "";
}

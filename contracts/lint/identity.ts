import { type EventModel, filesOf, type SchemaModel } from "../../catalog/index.js";
import type { LintRule } from "./rule.js";

/** Rules about what a schema is called and who takes it. */
export const identityRules = {
  "schema-title": {
    summary: 'a JSON Schema whose "title" or "$id" does not name it',
    severity: "warn",
    check({ schema, model }) {
      if (schema.format !== "json") return [];
      const { title, $id } = headOf(schema, model);
      const at = { place: schema.place, path: schema.shortName };
      if (title === undefined) {
        const message = `${schema.place.path} has no title, so its full name comes from its place`;
        return [{ ...at, message, hint: 'Add a dotted "title", e.g. "acme.payments.PaymentFailed"' }];
      }
      if ($id === undefined || bare($id).endsWith(bare(schema.shortName))) return [];
      const message = `"$id" ends in ${JSON.stringify($id.slice($id.lastIndexOf("/") + 1))}, but the title names ${schema.shortName}`;
      return [{ ...at, message, hint: "Let both name the same event" }];
    },
  },
  "event-without-topic": {
    summary: "a record that is on no topic and that no schema uses",
    severity: "warn",
    check({ schema, model, topic, types }) {
      const isUsed = topic !== undefined || types.some(({ name }) => usesOf(model).has(name)) || usesOf(model).has(schema.name);
      if (model.topics.length === 0 || isUsed || !types.some(({ kind, name }) => kind === "record" && name === schema.name)) return [];
      const message = `${schema.shortName} is on no topic: it has no key, no compatibility mode and no client, and no other schema uses it`;
      return [{ place: schema.place, path: schema.shortName, message, hint: "Add a topic.yaml beside it, or remove the file" }];
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;

/** Written as a name or as a file: `PaymentFailed`, `payment-failed.schema.json`. */
function bare(name: string): string {
  return name
    .replace(/[#?].*$/, "")
    .replace(/\.json$/, "")
    .replace(/\.schema$/, "")
    .replace(/[^A-Za-z0-9]/g, "")
    .toLowerCase();
}

/** As the file says it: the model's own text knows no `$id`. */
function headOf({ place, text }: SchemaModel, model: EventModel): { readonly title?: string; readonly $id?: string } {
  const bytes = filesOf(model).get(place.path);
  const root: unknown = JSON.parse(bytes === undefined ? text : new TextDecoder().decode(bytes));
  if (typeof root !== "object" || root === null) return {};
  const { title, $id }: { title?: unknown; $id?: unknown } = root;
  return { ...(typeof title === "string" && { title }), ...(typeof $id === "string" && { $id }) };
}

const known = new WeakMap<EventModel, ReadonlySet<string>>();

/** Full names that some file refers to. */
function usesOf(model: EventModel): ReadonlySet<string> {
  const before = known.get(model);
  if (before !== undefined) return before;
  const names = new Set<string>();
  for (const type of model.types.values()) collect(type, names);
  known.set(model, names);
  return names;
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("kind" in value && value.kind === "ref" && "name" in value && typeof value.name === "string") names.add(value.name);
  for (const inner of Object.values(value)) collect(inner, names);
}

import type { Field, NamedType, Shape } from "../../catalog/index.js";
import { type Plan, rootName, type SchemaPlan, type TopicPlan } from "../artifacts/plan.js";
import { declareTypes } from "../render/declarations.js";
import { commentText, propertyKey, stringLiteral } from "../render/escape.js";
import type { EventView, FieldView } from "./views.js";

/** One event, or a schema without a topic, as plain data. */
export function eventView(schemaPlan: SchemaPlan, plan: Plan): EventView {
  const { schema, codec, stem, from } = schemaPlan;
  const topic = plan.topics.find((each) => each.events.some((event) => event.plan === schemaPlan));
  const doc = schema.doc ?? "";
  const name = topic?.events.find((event) => event.plan === schemaPlan)?.name ?? schema.shortName;
  const home = plan.homes.get(rootName(schema));
  return {
    viewVersion: 1,
    name,
    literal: stringLiteral(name),
    fullName: schema.name,
    doc,
    comment: commentText(doc),
    format: schema.format,
    context: schema.context,
    file: from,
    version: schema.version,
    released: schema.released.map(({ version }) => version),
    isReleased: schema.released.some(({ fingerprint }) => fingerprint === schema.fingerprint),
    fingerprint: schema.fingerprint,
    topic: topic?.topic.topic ?? null,
    type: { name: home?.name ?? "unknown", module: `${home?.plan.stem ?? stem}.type.ts` },
    codec: codec === undefined ? null : { name: codec, module: `${stem}.codec.ts` },
    fields: fieldViews(schemaPlan, plan, topic),
  };
}

function fieldViews(schemaPlan: SchemaPlan, plan: Plan, topic: TopicPlan | undefined): readonly FieldView[] {
  const fullName = rootName(schemaPlan.schema);
  const root = plan.model.types.get(fullName);
  const home = plan.homes.get(fullName)?.plan ?? schemaPlan;
  const members = declareTypes(home, plan).declarations.find((each) => each.fullName === fullName)?.members;
  if (root?.kind !== "record") return [];
  return root.fields.map((field) => fieldView(field, members?.get(field.name) ?? "unknown", { types: plan.model.types, topic }));
}

interface Surroundings {
  readonly types: Plan["model"]["types"];
  readonly topic: TopicPlan | undefined;
}

function fieldView(field: Field, type: string, { types, topic }: Surroundings): FieldView {
  const { key, id, time } = topic?.topic ?? {};
  const isAt = (path: readonly string[] | undefined) => path?.length === 1 && path[0] === field.name;
  const branches = field.shape.kind === "union" ? field.shape.branches.map((branch) => branch.shape) : [field.shape];
  const [only, ...more] = branches.filter((shape) => shape.kind !== "null");
  const doc = field.doc ?? "";
  return {
    name: field.name,
    property: propertyKey(field.name),
    literal: stringLiteral(field.name),
    doc,
    comment: commentText(doc),
    type,
    kind: only === undefined ? "null" : more.length > 0 ? "union" : kindOf(only, types),
    nullable: branches.some((shape) => shape.kind === "null"),
    required: field.required,
    default: field.defaultText ?? null,
    since: field.since ?? null,
    isKey: isAt(key),
    isId: id?.kind === "field" && isAt(id.path),
    isTime: isAt(time),
  };
}

function kindOf(shape: Shape, types: ReadonlyMap<string, NamedType>): string {
  if (shape.kind === "logical") return shape.logical;
  if (shape.kind === "object") return "record";
  if (shape.kind !== "ref") return shape.kind;
  const type = types.get(shape.name);
  if (type?.kind === "alias") return type.shape.kind === "ref" ? "record" : kindOf(type.shape, types);
  return (type?.kind === "fixed" ? type.logical?.logical : undefined) ?? type?.kind ?? "any";
}

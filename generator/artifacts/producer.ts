import { type EventModel, type Field, fieldsOf, type SchemaModel } from "../../catalog/index.js";
import { topicView } from "../custom/topic-view.js";
import { commentText, docComment, literalKey, stringLiteral } from "../render/escape.js";
import { Imports, lineWidth } from "../render/imports.js";
import { defineArtifact } from "./artifact.js";
import { publishDoc } from "./docs.js";
import { type EventPlan, rootName, type TopicPlan } from "./plan.js";
import { constantFields } from "./topic.js";
import { addTopic, addTypes } from "./topic-imports.js";

/** `<context>.producer.ts`: one typed method for each event. */
export const producerArtifact = defineArtifact<TopicPlan>({
  name: "producer",
  stays: "with-source",
  subjects: (plan) => plan.topics.filter((topic) => topic.events.length > 0),
  path: (topic) => `${topic.stem}.producer.ts`,
  from: (topic) => topic.from,
  view(plan, all) {
    const imports = new Imports();
    imports.gen("EventMeta", "New", "Producer", "ProducerOptions", "Published", "createProducer");
    addTypes(imports, plan, all);
    addTopic(imports, plan, all);
    const events = plan.events.map((event) => eventView(event, plan, all.model));
    return {
      imports: imports.lines(),
      type: `${plan.type}Producer`,
      factory: `${plan.value}Producer`,
      get view() {
        return topicView(plan, all);
      },
      topic: `${plan.value}Topic`,
      topicName: commentText(plan.topic.topic),
      key: commentText(plan.topic.key.join(".")),
      events,
    };
  },
});

function eventView(event: EventPlan, plan: TopicPlan, model: EventModel) {
  const made = `New${event.type}`;
  const { doc } = event.plan.schema;
  const failure = "@throws EventwrightError PRODUCE_FAILED when no broker acknowledged it within the deadline.";
  const words = docComment([publishDoc({ name: event.name, ...(doc === undefined ? {} : { doc }) })]);
  return {
    made,
    madeDoc: docComment([`${event.name} as it is published: what can be filled in may be left out.`]),
    madeLines: newLines(made, event.type, leftOut(event.plan.schema, plan, model)),
    doc: withThrows(words, failure),
    method: event.method,
    property: literalKey(event.method),
    name: stringLiteral(event.name),
  };
}

/** Joins a doc comment and its `@throws`, which is ours and so needs no escaping. */
function withThrows(words: readonly string[], failure: string): readonly string[] {
  const lines = words.length === 1 ? words.map((line) => line.slice(4, -3)) : words.slice(1, -1).map((line) => line.slice(3));
  return ["/**", ...[...lines, failure].map((line) => ` * ${line}`), " */"];
}

/** Top-level fields that the producer can fill in: identity, time, constants, defaults. */
export function leftOut(schema: SchemaModel, plan: TopicPlan, model: EventModel): readonly string[] {
  const fields = fieldsOf({ kind: "ref", name: rootName(schema) }, model.types);
  const { id, time } = plan.topic;
  const filled = new Set(constantFields(schema, model).map(([name]) => name));
  if (id.kind === "field" && id.path.length === 1) for (const name of id.path) filled.add(name);
  if (time?.length === 1) for (const name of time) filled.add(name);
  // In JSON Schema a default is a remark, and nobody fills it in.
  const hasDefault = (field: Field) => schema.format === "avro" && field.defaultText !== undefined;
  return fields.filter((field) => filled.has(field.name) || hasDefault(field)).map((field) => field.name);
}

function newLines(made: string, type: string, keys: readonly string[]): readonly string[] {
  const union = keys.length === 0 ? "never" : keys.map(stringLiteral).join(" | ");
  const line = `export type ${made} = New<${type}, ${union}>;`;
  if (line.length <= lineWidth) return [line];
  const head = [`export type ${made} = New<`, `  ${type},`];
  if (union.length + 2 <= lineWidth) return [...head, `  ${union}`, ">;"];
  return [...head, ...keys.map((key) => `  | ${stringLiteral(key)}`), ">;"];
}

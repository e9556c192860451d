import CodeBlockWriter from "code-block-writer";
import type { EventModel, SchemaModel, TopicModel } from "../../catalog/index.js";
import { docComment, literalKey, propertyKey, stringLiteral } from "../render/escape.js";
import { literal } from "../render/expression.js";
import { Imports } from "../render/imports.js";
import { defineArtifact } from "./artifact.js";
import { topicDoc } from "./docs.js";
import { named, rootName, type TopicPlan } from "./plan.js";
import { addCodecs, addTypes } from "./topic-imports.js";

/** `<context>.topic.ts`: the topic as a value, and its events by name as a type. */
export const topicArtifact = defineArtifact<TopicPlan>({
  name: "topic",
  stays: "with-source",
  subjects: (plan) => plan.topics,
  path: (topic) => `${topic.stem}.topic.ts`,
  from: (topic) => topic.from,
  write(plan, all) {
    const { model } = all;
    const { topic, type, value } = plan;
    const imports = new Imports();
    imports.gen("Topic", "defineTopic");
    addTypes(imports, plan, all);
    addCodecs(imports, plan, all);
    const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2 });
    for (const line of imports.lines()) writer.writeLine(line);
    writer.blankLine();
    for (const line of docComment([`The events on ${topic.topic}, by name.`])) writer.writeLine(line);
    writer.write(`export interface ${type}Events`).block(() => {
      for (const event of plan.events) writer.writeLine(`readonly ${propertyKey(event.name)}: ${event.type};`);
    });
    writer.blankLine();
    for (const line of docComment([topicDoc(topic)])) writer.writeLine(line);
    writer.write(`export const ${value}Topic: Topic<${type}Events> = /* @__PURE__ */ defineTopic<${type}Events>(`).inlineBlock(() => {
      for (const line of settings(topic)) writer.writeLine(line);
      writer.write("events: ").inlineBlock(() => {
        for (const event of plan.events) {
          writer.writeLine(`${literalKey(event.name)}: ${entry(event.codec, constantsOf(event.plan.schema, model))},`);
        }
      });
      writer.write(",").newLine();
    });
    return writer.write(");").newLine().toString();
  },
});

function settings(topic: TopicModel): readonly string[] {
  const { retry, id } = topic;
  const idText = id.kind === "field" ? `{ kind: "field", path: ${path(id.path)} }` : `{ kind: "header", name: ${stringLiteral(id.name)} }`;
  const wait = `attempts: ${retry.attempts}, backoffMs: ${retry.backoffMs}, maxMs: ${retry.maxMs}`;
  return [
    `name: ${stringLiteral(topic.topic)},`,
    `deadLetter: ${stringLiteral(topic.deadLetter)},`,
    `partitions: ${topic.partitions},`,
    `subject: ${stringLiteral(topic.subject)},`,
    `key: ${path(topic.key)},`,
    `id: ${idText},`,
    ...(topic.time === undefined ? [] : [`time: ${path(topic.time)},`]),
    `retry: { ${wait}, jitter: ${stringLiteral(retry.jitter)}, ordering: ${stringLiteral(retry.ordering)} },`,
  ];
}

function path(parts: readonly string[]): string {
  return `[${parts.map(stringLiteral).join(", ")}]`;
}

function entry(codec: string, constants: readonly string[]): string {
  return constants.length === 0 ? `{ codec: ${codec} }` : `{ codec: ${codec}, constants: { ${constants.join(", ")} } }`;
}

function constantsOf(schema: SchemaModel, model: EventModel): readonly string[] {
  return constantFields(schema, model).map(([name, value]) => `${literalKey(name)}: ${literal(value)}`);
}

/** The fields of an event that have one possible value. */
export function constantFields(schema: SchemaModel, model: EventModel): readonly (readonly [string, string | number | boolean | null])[] {
  const root = model.types.get(rootName(schema));
  if (root?.kind !== "record") return [];
  return root.fields.flatMap((field) => {
    const type = named(field.shape, model);
    const shape = type?.kind === "alias" ? type.shape : field.shape;
    const values = type?.kind === "enum" ? type.symbols : shape.kind === "literal" ? shape.values : [];
    return values.length === 1 && values[0] !== undefined ? [[field.name, values[0]] as const] : [];
  });
}

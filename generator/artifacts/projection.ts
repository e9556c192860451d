import type { EventModel, Shape } from "../../catalog/index.js";
import { topicView } from "../custom/topic-view.js";
import { commentText, identifier, literalKey, memberAccess, stringLiteral } from "../render/escape.js";
import type { FillTemplate } from "./artifact.js";
import { camel, fileStem, pascal, snake } from "./names.js";
import { type EventPlan, named, type Plan, rootName, type TopicPlan } from "./plan.js";
import type { StubFile } from "./stub.js";

/** `<name>.projection.ts` for each projection that a topic asks for. */
export const projectionArtifact = {
  name: "projection",
  template: true,
  emit(plan: Plan, fill: FillTemplate): readonly StubFile[] {
    return plan.topics.flatMap((topic) =>
      topic.topic.projections.map((name) => {
        const handlers = topic.events.map((event) => ({ event: event.name, ...handlerOf(event, topic, plan.model) }));
        const part = (word: "id" | "evolve") => {
          return { name: word, entries: handlers.map((each) => ({ name: each.event, text: `${each.key}: ${each[word]}` })) };
        };
        return {
          path: `${fileStem(name)}.projection.ts`,
          text: fill("projection", viewOf({ name, topic, handlers, plan })),
          from: topic.from,
          topic: topic.topic.topic,
          anchor: { kind: "projection" },
          parts: [part("id"), part("evolve")],
        };
      }),
    );
  },
} as const;

interface Handler {
  readonly key: string;
  readonly id: string;
  readonly evolve: string;
}

function viewOf(stub: { name: string; topic: TopicPlan; handlers: readonly Handler[]; plan: Plan }): object {
  const { name, topic, handlers, plan } = stub;
  return {
    get view() {
      return topicView(topic, plan);
    },
    eventType: `${topic.type}Event`,
    module: stringLiteral(plan.layout.stubModule(`${topic.stem}.consumer.ts`)),
    state: identifier(pascal(name)),
    value: identifier(camel(name)),
    table: stringLiteral(snake(name)),
    key: commentText(topic.topic.key.join(".")),
    handlers: handlers.map(({ key, id }) => ({ key, id })),
  };
}

function handlerOf(event: EventPlan, topic: TopicPlan, model: EventModel): Handler {
  return { key: literalKey(event.name), id: idOf(event, topic, model), evolve: "(state) => state" };
}

/** The record key of the event, as text. */
function idOf(event: EventPlan, topic: TopicPlan, model: EventModel): string {
  let shape: Shape = { kind: "ref", name: rootName(event.plan.schema) };
  for (const part of topic.topic.key) {
    const type = named(shape, model);
    const field = type?.kind === "record" ? type.fields.find((each) => each.name === part) : undefined;
    if (field === undefined) return "(event) => event.id";
    shape = field.required ? field.shape : { kind: "any" };
  }
  const path = `event.data${topic.topic.key.map(memberAccess).join("")}`;
  return isText(shape, model) ? `(event) => ${path}` : `(event) => String(${path})`;
}

function isText(shape: Shape, model: EventModel): boolean {
  const type = named(shape, model);
  if (type !== undefined) return type.kind === "enum" || (type.kind === "alias" && isText(type.shape, model));
  return shape.kind === "string" || (shape.kind === "logical" && (shape.logical === "uuid" || shape.logical === "date"));
}

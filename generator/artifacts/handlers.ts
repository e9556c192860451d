import { topicView } from "../custom/topic-view.js";
import { commentText, identifier, literalKey, stringLiteral } from "../render/escape.js";
import { Imports } from "../render/imports.js";
import type { FillTemplate } from "./artifact.js";
import { camel, fileStem } from "./names.js";
import type { Plan, TopicPlan } from "./plan.js";
import type { StubFile } from "./stub.js";

/** `<name>.handlers.ts` for each consumer that a topic asks for: a handler for each event, and the consumer that runs them. */
export const handlersArtifact = {
  name: "handlers",
  template: true,
  emit(plan: Plan, fill: FillTemplate): readonly StubFile[] {
    const topics = plan.topics.filter((topic) => topic.events.length > 0);
    return topics.flatMap((topic) =>
      topic.topic.consumers.map((name) => ({
        path: `${fileStem(name)}.handlers.ts`,
        text: fill("handlers", viewOf(name, topic, plan)),
        from: topic.from,
        topic: topic.topic.topic,
        anchor: { kind: "handlers", type: `${topic.type}Handlers`, factory: `${topic.value}Consumer` },
        parts: [{ name: "handlers", entries: topic.events.map((event) => ({ name: event.name, text: entry(event.name) })) }],
      })),
    );
  },
} as const;

function viewOf(name: string, topic: TopicPlan, plan: Plan): object {
  const module = plan.layout.stubModule(`${topic.stem}.consumer.ts`);
  const factory = `${topic.value}Consumer`;
  const type = `${topic.type}Handlers`;
  const imports = new Imports();
  imports.gen("Consumer", "ConsumerOptions", "Tx", "ignore");
  imports.add(module, { name: factory });
  imports.add(module, { name: type, type: true });
  const value = identifier(camel(name));
  const isTaken = [factory, "ignore", "options"].includes(value);
  return {
    get view() {
      return topicView(topic, plan);
    },
    imports: imports.lines(),
    topicName: commentText(topic.topic.topic),
    group: stringLiteral(name),
    value: isTaken ? `${value}$` : value,
    handlers: `${camel(name)}Handlers`,
    type,
    factory,
    entries: topic.events.map((event) => entry(event.name)),
  };
}

/** Nothing is done with an event until its reader says what. */
function entry(event: string): string {
  return `${literalKey(event)}: ignore`;
}

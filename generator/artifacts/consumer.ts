import { topicView } from "../custom/topic-view.js";
import { aliasLines } from "../render/declarations.js";
import { commentText, propertyKey, stringLiteral } from "../render/escape.js";
import { Imports } from "../render/imports.js";
import { defineArtifact } from "./artifact.js";
import type { TopicPlan } from "./plan.js";
import { addTopic, addTypes } from "./topic-imports.js";

/** `<context>.consumer.ts`: a total map of handlers, and the union of the topic's events. */
export const consumerArtifact = defineArtifact<TopicPlan>({
  name: "consumer",
  stays: "with-source",
  subjects: (plan) => plan.topics.filter((topic) => topic.events.length > 0),
  path: (topic) => `${topic.stem}.consumer.ts`,
  from: (topic) => topic.from,
  view(plan, all) {
    const imports = new Imports();
    imports.gen("Consumer", "ConsumerOptions", "Handler", "Ignore", "Received", "Store", "Tx", "TxOf", "createConsumer");
    addTypes(imports, plan, all);
    addTopic(imports, plan, all);
    const events = plan.events.map((event) => ({
      property: propertyKey(event.name),
      received: `Received<${stringLiteral(event.name)}, ${event.type}>`,
    }));
    return {
      imports: imports.lines(),
      union: aliasLines(
        `${plan.type}Event`,
        events.map((event) => event.received),
      ),
      handlers: `${plan.type}Handlers`,
      factory: `${plan.value}Consumer`,
      get view() {
        return topicView(plan, all);
      },
      topic: `${plan.value}Topic`,
      topicName: commentText(plan.topic.topic),
      events,
    };
  },
});

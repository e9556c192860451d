import { topicView } from "../custom/topic-view.js";
import { stringLiteral } from "../render/escape.js";
import { Imports } from "../render/imports.js";
import { defineArtifact } from "./artifact.js";
import type { TopicPlan } from "./plan.js";
import { addCodecs } from "./topic-imports.js";

/** `<context>.compat.test.ts`: every released version against the current one, as the topic's mode demands. */
export const compatTestArtifact = defineArtifact<TopicPlan>({
  name: "compat-test",
  stays: "with-source",
  subjects: (plan) => plan.topics.filter((topic) => topic.events.length > 0),
  path: (topic) => `${topic.stem}.compat.test.ts`,
  from: (topic) => topic.from,
  view(plan, all) {
    const imports = new Imports();
    imports.add("eventwright/testing", { name: "provesCompatibility" });
    addCodecs(imports, plan, all);
    return {
      get view() {
        return topicView(plan, all);
      },
      imports: imports.lines(),
      events: plan.events.map((event) => ({
        codec: event.codec,
        mode: stringLiteral(plan.topic.compatibility),
        versions: event.plan.schema.released.map((released) => released.version).join(", "),
      })),
    };
  },
});

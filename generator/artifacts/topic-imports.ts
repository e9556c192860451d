import type { Imports } from "../render/imports.js";
import { type Plan, rootName, type TopicPlan } from "./plan.js";

/** Imports the type of each event of a topic. */
export function addTypes(imports: Imports, plan: TopicPlan, { homes, layout }: Plan): void {
  for (const event of plan.events) {
    const home = homes.get(rootName(event.plan.schema));
    if (home) imports.add(layout.module(plan.stem, `${home.plan.stem}.type.ts`), { name: home.name, as: event.type, type: true });
  }
}

/** Imports the codec of each event of a topic. */
export function addCodecs(imports: Imports, plan: TopicPlan, { layout }: Plan): void {
  for (const event of plan.events) {
    if (event.plan.codec === undefined) continue;
    imports.add(layout.module(plan.stem, `${event.plan.stem}.codec.ts`), { name: event.plan.codec, as: event.codec });
  }
}

/** Imports the topic's own value. */
export function addTopic(imports: Imports, plan: TopicPlan, { layout }: Plan): void {
  imports.add(layout.module(plan.stem, `${plan.stem}.topic.ts`), { name: `${plan.value}Topic` });
}

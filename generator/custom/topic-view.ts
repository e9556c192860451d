import { topicDoc } from "../artifacts/docs.js";
import type { Plan, TopicPlan } from "../artifacts/plan.js";
import { commentText, stringLiteral } from "../render/escape.js";
import { eventView } from "./event-view.js";
import type { ModelView, TopicView } from "./views.js";

/** One topic with its events as plain data. */
export function topicView(topicPlan: TopicPlan, plan: Plan): TopicView {
  const { topic, stem, type, value, events } = topicPlan;
  const { attempts, backoffMs, maxMs, jitter, ordering } = topic.retry;
  const exported = (word: string, file: string) => (events.length === 0 ? null : { name: `${value}${word}`, module: `${stem}.${file}.ts` });
  return {
    viewVersion: 1,
    name: topic.topic,
    literal: stringLiteral(topic.topic),
    comment: commentText(topicDoc(topic)),
    context: topic.context,
    file: topicPlan.from,
    owner: topic.owner ?? null,
    key: topic.key.join("."),
    id: topic.id.kind === "field" ? topic.id.path.join(".") : topic.id.name,
    idIn: topic.id.kind,
    time: topic.time?.join(".") ?? null,
    partitions: topic.partitions,
    subject: topic.subject,
    compatibility: topic.compatibility,
    retentionMs: topic.retentionMs ?? null,
    retry: { attempts, backoffMs, maxMs, jitter, ordering },
    deadLetter: topic.deadLetter,
    typePrefix: type,
    valuePrefix: value,
    producer: exported("Producer", "producer"),
    consumer: exported("Consumer", "consumer"),
    events: events.map((event) => eventView(event.plan, plan)),
  };
}

/** Everything as plain data. */
export function modelView(plan: Plan): ModelView {
  return {
    viewVersion: 1,
    topics: plan.topics.map((topic) => topicView(topic, plan)),
    events: plan.schemas.filter((schema) => schema.codec !== undefined).map((schema) => eventView(schema, plan)),
  };
}

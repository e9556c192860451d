import type { TopicModel } from "../../catalog/index.js";

/** What a topic's value says of itself. */
export function topicDoc(topic: TopicModel): string {
  const id = topic.id.kind === "field" ? topic.id.path.join(".") : `the header ${topic.id.name}`;
  const owner = topic.owner === undefined ? "" : ` Owner: ${topic.owner}.`;
  return `${topic.topic}: keyed by ${topic.key.join(".")}, de-duplicated by ${id}.${owner}`;
}

/** What a method that publishes an event says of it. */
export function publishDoc(event: { readonly name: string; readonly doc?: string }): string {
  const doc = event.doc?.replace(/\s+/g, " ").trim() ?? "";
  return doc === "" ? `Publishes ${event.name}.` : `Publishes ${event.name}: ${doc.replace(/\.?$/, ".")}`;
}

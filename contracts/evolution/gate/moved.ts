/** One event that left a topic that is still there. */
import type { SchemaModel, TopicModel } from "../../../catalog/index.js";
import { fingerprint } from "../fingerprint.js";
import type { BaselineEvent } from "./baseline.js";
import type { Candidate } from "./match.js";
import type { Raw } from "./raw.js";

/** Events that go to another topic than they did while both topics stand. */
export function movedFindings({ event, topic }: Candidate, olds: readonly BaselineEvent[], topics: readonly TopicModel[]): readonly Raw[] {
  const names = new Set(topics.map((one) => one.topic));
  const left = new Set(olds.flatMap((old) => (old.topic !== undefined && old.topic !== topic.topic && names.has(old.topic) ? [old] : [])));
  return [...left].map((old) => moved(event, topic, old));
}

function moved(event: SchemaModel, topic: TopicModel, old: BaselineEvent): Raw {
  const last = old.versions.at(-1);
  return {
    rule: "TOPIC_CHANGED",
    severity: "error",
    breaks: "forward",
    message: `consumers of ${old.topic} don't get ${event.shortName} written after this change: it goes to ${topic.topic}`,
    path: "",
    place: event.place,
    ...(last === undefined ? {} : { was: last.place }),
    before: JSON.stringify(old.topic),
    after: JSON.stringify(topic.topic),
    waysOut: [`leave it in the folder of ${old.topic}`, "write it to both topics until every consumer has moved"],
    fingerprint: fingerprint(["TOPIC_CHANGED", event.name, old.topic ?? ""]),
    version: last?.version ?? 0,
  };
}

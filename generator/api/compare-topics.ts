import type { ApiChange } from "./change.js";
import type { ApiEvent, ApiSide, ApiTopic } from "./side.js";

/** Events that a topic gained or lost: handlers are a total map, so each asks something of every consumer. */
export function compareTopics(before: ApiSide, after: ApiSide): readonly ApiChange[] {
  return after.topics.flatMap((topic) => {
    const old = before.topics.find((each) => each.type === topic.type);
    if (old === undefined) return [];
    const come = missing(topic.events, old.events).flatMap((event) => added(event, topic));
    const gone = missing(old.events, topic.events).flatMap((event) => removed(event, topic));
    return [...come, ...gone];
  });
}

function missing(events: readonly ApiEvent[], others: readonly ApiEvent[]): readonly ApiEvent[] {
  return events.filter((event) => !others.some((other) => other.name === event.name));
}

function added(event: ApiEvent, topic: ApiTopic): readonly ApiChange[] {
  const { place } = event;
  const reason = `each consumer and projection of ${topic.name} must say what it does with ${event.name}, if only \`ignore\``;
  return [
    { kind: "handler-demanded", level: "major", readers: "major", path: `${topic.type}Handlers.${event.name}`, reason, place },
    {
      kind: "method-added",
      level: "minor",
      writers: "minor",
      path: `${topic.type}Producer.${event.method}`,
      reason: "writers may publish it",
      place,
    },
  ];
}

function removed(event: ApiEvent, topic: ApiTopic): readonly ApiChange[] {
  const { place } = event;
  const reason = `a handler for ${event.name} no longer compiles, and is never called`;
  const published = "code that publishes it no longer compiles";
  return [
    { kind: "handler-gone", level: "major", readers: "major", path: `${topic.type}Handlers.${event.name}`, reason, place },
    { kind: "method-removed", level: "major", writers: "major", path: `${topic.type}Producer.${event.method}`, reason: published, place },
  ];
}

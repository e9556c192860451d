/** Narrowing a gate to some events, topics or findings. */
import { type EventModel, suggest } from "../../../catalog/index.js";
import { EventwrightError } from "../../../runtime/index.js";
import type { Baseline } from "./baseline.js";

/** Says what of a gate is wanted. */
export interface Only {
  /** False where everything is. */
  readonly isNarrow: boolean;
  event(topic: string, ...names: readonly string[]): boolean;
  topic(topic: string): boolean;
}

/** From the names of `--only`: of an event, short or full, or of a topic. @throws EventwrightError USAGE for a name that nothing has. */
export function onlyOf(names: readonly string[], model: EventModel, baselines: readonly Baseline[]): Only {
  const wanted = new Set(names);
  const isNarrow = wanted.size > 0;
  if (isNarrow) checkNames(names, model, baselines);
  return {
    isNarrow,
    event: (topic, ...own) => !isNarrow || wanted.has(topic) || own.some((name) => wanted.has(name)),
    topic: (topic) => !isNarrow || wanted.has(topic),
  };
}

function checkNames(names: readonly string[], model: EventModel, baselines: readonly Baseline[]): void {
  const known = new Set<string>();
  for (const { topic, events } of model.topics)
    for (const name of [topic, ...events.flatMap((event) => [event.name, event.shortName])]) known.add(name);
  for (const { events, topics } of baselines) {
    for (const event of events) for (const name of [event.shortName, event.context ?? ""]) known.add(name);
    for (const { topic } of topics) known.add(topic);
  }
  const unknown = names.find((name) => !known.has(name) && !baselines.some(({ events }) => events.some((event) => event.name() === name)));
  if (unknown === undefined) return;
  const near = suggest(unknown, known);
  throw new EventwrightError("USAGE", {
    detail: `--only ${unknown}: no event and no topic has this name`,
    hint:
      near === undefined
        ? `there are ${[...known]
            .filter((name) => name !== "")
            .slice(0, 10)
            .join(", ")}`
        : `did you mean ${near}?`,
  });
}

/** Narrowing a gate to some events, topics or findings. */
import { type EventModel, suggest } from "../../../catalog/index.js";
import { EventwrightError } from "../../../runtime/errors.js";
import type { EventVerdict } from "../finding.js";
import type { Baseline } from "./baseline.js";

/** Says what of a gate is wanted. */
export interface Only {
  /** False where everything is. */
  readonly isNarrow: boolean;
  event(topic: string, ...names: readonly string[]): boolean;
  topic(topic: string): boolean;
}

/** Where names may come from besides the model. */
export interface Besides {
  readonly baselines: readonly Baseline[];
  readonly verdicts: readonly Pick<EventVerdict, "event" | "topic">[];
}

/** From the names of `--only`: of an event, short or full, or of a topic. @throws EventwrightError USAGE for a name that nothing has. */
export function onlyOf(names: readonly string[], model: EventModel, besides: Besides): Only {
  const wanted = new Set(names);
  const isNarrow = wanted.size > 0;
  if (isNarrow) checkNames(names, model, besides);
  return {
    isNarrow,
    event: (topic, ...own) => !isNarrow || wanted.has(topic) || own.some((name) => wanted.has(name)),
    topic: (topic) => !isNarrow || wanted.has(topic),
  };
}

function checkNames(names: readonly string[], model: EventModel, { baselines, verdicts }: Besides): void {
  const known = new Set(verdicts.flatMap(({ event, topic }) => [event, event.slice(event.lastIndexOf(".") + 1), topic]));
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

import { loadCatalog } from "../../../catalog/index.js";
import type { GeneratedTopics } from "../../../contracts/verify/generated.js";
import { ordersTopic, paymentsTopic } from "../../../generated/index.js";
import type { EventCodec, Topic } from "../../../runtime/index.js";

/** The clients generated from this repository's schemas. */
export const topics: GeneratedTopics = new Map<string, Topic>([
  [ordersTopic.name, ordersTopic],
  [paymentsTopic.name, paymentsTopic],
]);

/** The model of a working directory's schemas. */
export async function modelIn(cwd: string) {
  const { model, diagnostics } = await loadCatalog({ schemas: "schemas", cwd });
  if (model === undefined) throw new Error(diagnostics.map((it) => `${it.place.path}: ${it.message}`).join("\n"));
  return model;
}

/** The clients with one event's codec changed. */
export function withCodec(event: string, change: (codec: EventCodec<unknown>) => EventCodec<unknown>): GeneratedTopics {
  return new Map(
    [...topics].map(([name, topic]): [string, Topic] => {
      const entry = topic.events[event];
      if (entry === undefined) return [name, topic];
      return [name, { ...topic, events: { ...topic.events, [event]: { ...entry, codec: change(entry.codec) } } }];
    }),
  );
}

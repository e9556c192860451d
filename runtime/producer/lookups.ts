import { isEventwrightError } from "../errors.js";
import { jsonLog } from "../log.js";
import { partitionOf } from "../partition.js";
import { subjectOf, type Topic, type TopicEvent } from "../topic.js";
import { type Deadline, retrying } from "./deadline.js";
import type { ProducerOptions } from "./producer.js";

/** Where an event goes, and the id its bytes are framed with. */
interface Target {
  readonly schemaId: number;
  readonly partition: number;
}

export interface Lookups {
  target(entry: TopicEvent<unknown>, key: Uint8Array, deadline: Deadline): Promise<Target>;
}

const refreshMs = 30_000;

/** Schema ids are asked for once, the number of partitions every 30 s; trouble is waited out as long as the deadline allows. */
export function createLookups<E>(topic: Topic<E>, { registry, transport, log = jsonLog() }: ProducerOptions): Lookups {
  const ids = new Map<TopicEvent<unknown>, number>();
  let partitions: { readonly count: number; readonly at: number } | undefined;

  const schemaId = async ({ codec }: TopicEvent<unknown>) =>
    registry.idOf(subjectOf(topic, codec.name), { format: codec.format, text: codec.schema });

  const refresh = async (): Promise<number> => {
    const count = await transport.partitions(topic.name);
    if (partitions && partitions.count !== count) {
      log.warn("number of partitions changed: keys move, and their order across the change is not kept", {
        topic: topic.name,
        before: partitions.count,
        now: count,
      });
    }
    partitions = { count, at: performance.now() };
    return count;
  };

  const partitionCount = async (deadline: Deadline): Promise<number> => {
    if (!partitions) return retrying(deadline, isTemporary, refresh);
    if (performance.now() - partitions.at < refreshMs) return partitions.count;
    const { count } = partitions;
    // The old number is good enough while the broker is away; the next try is due in another 30 s.
    partitions = { count, at: performance.now() };
    refresh().catch((error: unknown) => log.warn("number of partitions not refreshed", { topic: topic.name, error }));
    return count;
  };

  return {
    async target(entry, key, deadline) {
      const known = ids.get(entry) ?? (await retrying(deadline, isTemporary, () => schemaId(entry)));
      ids.set(entry, known);
      return { schemaId: known, partition: partitionOf(key, await partitionCount(deadline), 0) };
    },
  };
}

/** Trouble that passes by itself. */
export function isTemporary(error: unknown): boolean {
  return isEventwrightError(error, "REGISTRY_UNAVAILABLE") || isEventwrightError(error, "BROKER_UNAVAILABLE");
}

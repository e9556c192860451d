import type { OwnedPartitions } from "./kafkajs-client.js";
import type { TopicPartition } from "./transport.js";

/** The protocol's name in JoinGroup: members with another one never see our user data. */
export const stickyProtocol = "eventwright-sticky";

/** What a member owned, as JoinGroup user data. */
export function encodeOwned({ partitions, generation }: OwnedPartitions): Buffer {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return Buffer.from(JSON.stringify({ generation, topics: [...topics] }));
}

/** The reverse; bytes of another origin claim nothing. */
export function decodeOwned(userData: Uint8Array): OwnedPartitions {
  try {
    return readOwned(JSON.parse(Buffer.from(userData).toString()));
  } catch {
    return { partitions: [], generation: -1 };
  }
}

/** What the group's protocol carries as an assignment. */
export function assignmentByTopic(partitions: readonly TopicPartition[]): Record<string, number[]> {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return Object.fromEntries([...topics].map(([topic, list]) => [topic, list.sort((a, b) => a - b)]));
}

/** The reverse, sorted. */
export function partitionsOf(assignment: Readonly<Record<string, readonly number[]>>): TopicPartition[] {
  return Object.entries(assignment).flatMap(([topic, list]) => [...list].sort((a, b) => a - b).map((partition) => ({ topic, partition })));
}

function readOwned(data: unknown): OwnedPartitions {
  if (typeof data !== "object" || data === null || !("generation" in data) || !("topics" in data)) throw new TypeError("not ours");
  if (typeof data.generation !== "number" || !Array.isArray(data.topics)) throw new TypeError("not ours");
  const partitions = data.topics.flatMap((entry: unknown) => {
    if (!Array.isArray(entry) || typeof entry[0] !== "string" || !Array.isArray(entry[1])) throw new TypeError("not ours");
    const topic = entry[0];
    return entry[1].filter((partition) => Number.isInteger(partition)).map((partition: number) => ({ topic, partition }));
  });
  return { partitions, generation: data.generation };
}

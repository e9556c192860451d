import { isEventwrightError } from "../errors.js";
import type { Log } from "../log.js";
import { type MemberClaim, planAssignment } from "./assignment.js";
import { causes } from "./kafkajs-errors.js";
import type { TopicPartition } from "./transport.js";

/** A group as its leader sees it. */
export interface LedGroup {
  readonly claims: readonly MemberClaim[];
  /** Partitions of a topic that the leader itself subscribed to; 0: it did not, or does not know it. */
  readonly ownCount: (topic: string) => number;
  /** Asks the broker. */
  readonly partitions: (topic: string) => Promise<number>;
  readonly log: Log;
}

/**
 * Plans over the topics of all members. The client tells its leader of the leader's own topics alone, so the others' are asked for: without
 * them a member of another topic would be given nothing. @throws what keeps the broker from answering, because the join is then tried again.
 */
export async function planGroup(group: LedGroup): Promise<ReadonlyMap<string, readonly TopicPartition[]>> {
  const topics = [...new Set(group.claims.flatMap((claim) => claim.topics))];
  const counts = await Promise.all(topics.map(async (topic) => [topic, group.ownCount(topic) || (await countOf(topic, group))] as const));
  return planAssignment(group.claims, new Map(counts));
}

/** What is missing or forbidden of another's topic must not keep the leader from its own. */
async function countOf(topic: string, { partitions, log }: LedGroup): Promise<number> {
  try {
    return await partitions(topic);
  } catch (error) {
    const denied = causes(error).some(({ type }) => type === "TOPIC_AUTHORIZATION_FAILED");
    if (!denied && !isEventwrightError(error, "TOPIC_UNKNOWN")) throw error;
    log.warn("nobody of the group is given a topic that its leader can't see", { topic, error });
    return 0;
  }
}

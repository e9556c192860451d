import type { TopicPartition } from "./transport.js";

/** What one member of a group wants and says it owned. */
export interface MemberClaim {
  readonly id: string;
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
  /** The group's generation in which it owned them; of two claims the later wins. */
  readonly generation: number;
}

/** A name for a partition that can be a map's key. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Spreads partitions evenly and moves as few as it can; the same question always gets the same answer. */
export function planAssignment(
  claims: readonly MemberClaim[],
  partitionCounts: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly TopicPartition[]> {
  const members = [...claims].sort((a, b) => compare(a.id, b.id));
  const plan = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]));
  const owners = ownersByClaim(members);
  const orphans: TopicPartition[] = [];
  for (const [topic, count] of [...partitionCounts].sort(([a], [b]) => compare(a, b))) {
    for (let partition = 0; partition < count; partition++) {
      const owner = owners.get(partitionKey({ topic, partition }));
      if (owner === undefined) orphans.push({ topic, partition });
      else plan.get(owner)?.push({ topic, partition });
    }
  }
  for (const orphan of orphans) {
    const receiver = leastLoaded(members, plan, orphan.topic);
    if (receiver !== undefined) plan.get(receiver)?.push(orphan);
  }
  while (moveOne(members, plan)) {
    // each move brings two loads closer together, so this ends
  }
  return plan;
}

function ownersByClaim(members: readonly MemberClaim[]): ReadonlyMap<string, string> {
  const winners = new Map<string, MemberClaim>();
  for (const member of members) {
    for (const owned of member.owned) {
      if (!member.topics.includes(owned.topic)) continue;
      const key = partitionKey(owned);
      const rival = winners.get(key);
      if (!rival || rival.generation < member.generation) winners.set(key, member);
    }
  }
  return new Map([...winners].map(([key, { id }]) => [key, id]));
}

function leastLoaded(members: readonly MemberClaim[], plan: ReadonlyMap<string, TopicPartition[]>, topic: string): string | undefined {
  let best: { id: string; load: number } | undefined;
  for (const { id, topics } of members) {
    const load = plan.get(id)?.length ?? 0;
    if (topics.includes(topic) && (!best || load < best.load)) best = { id, load };
  }
  return best?.id;
}

function moveOne(members: readonly MemberClaim[], plan: ReadonlyMap<string, TopicPartition[]>): boolean {
  const byLoad = members.map(({ id, topics }) => ({ topics, list: plan.get(id) ?? [] })).sort((a, b) => b.list.length - a.list.length);
  for (const giver of byLoad) {
    for (const taker of [...byLoad].reverse()) {
      if (giver.list.length - taker.list.length < 2) break;
      const index = giver.list.findLastIndex(({ topic }) => taker.topics.includes(topic));
      if (index >= 0) {
        taker.list.push(...giver.list.splice(index, 1));
        return true;
      }
    }
  }
  return false;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

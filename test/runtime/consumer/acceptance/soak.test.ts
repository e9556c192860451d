import { describe, expect, it } from "vitest";
import type { Consumer } from "../../../../runtime/consumer/consumer.js";
import { setStage, stage } from "./stage.js";
import { type Handle, pause, topicName, until, type World, world } from "./world.js";

setStage();
const { store, nextGroup, effectOf, effects, started } = stage;

describe("many at once", () => {
  const soak = async (w: World, group: string, members: number): Promise<void> => {
    const seqs = new Map<string, number>();
    const handle: Handle = async (event, context) => {
      if (event.offset % 11n === 3n && context.attempt < 3) throw new Error("a bad moment");
      if (event.offset % 7n === 0n) await pause(2);
      await effectOf(group)(event, context);
    };
    const consumers: Consumer[] = [];
    for (let member = 0; member < members; member++) consumers.push(await started(w.consumer({ group, store }, handle)));
    for (let n = 0; n < 240; n++) {
      const customerId = `c${(n * 7919) % 17}`;
      const seq = seqs.get(customerId) ?? 0;
      seqs.set(customerId, seq + 1);
      await w.placed({ customerId, seq, eventId: `${group}-${n}` }, { partition: ((n * 7919) % 17) % 3 });
      if (n === 80) await consumers[0]?.close();
      if (n === 120) consumers.push(await started(w.consumer({ group, store }, handle)));
      if (n === 180) w.transport.control.rebalance(group);
    }
    const ends = await w.transport.offsets(topicName);
    await until(
      "all committed",
      async () => (await w.committed(group)).every((offset, partition) => offset === ends[partition]?.next),
      25_000,
    );
    const all = await effects(group);
    expect(new Set(all.map(({ event_id }) => event_id)).size).toBe(240);
    expect(all).toHaveLength(240);
    for (const [key, count] of seqs) {
      const order = all.filter(({ customer }) => customer === key).map(({ seq }) => seq);
      expect(order).toEqual(Array.from({ length: count }, (_, seq) => seq));
    }
    expect(await w.dead()).toHaveLength(0);
  };

  it.each([1, 2, 3])(
    "seed %i: duplicates, redeliveries, rebalances, refusals: none lost, order kept, effects once",
    async (seed) => {
      const faults = {
        duplicate: { topic: topicName, every: 9 },
        redeliver: { topic: topicName, every: 13 },
        reorder: true,
        rebalanceEvery: 15,
        failedCommits: 5,
      };
      await soak(await world({ seed, faults, batch: 8 }), nextGroup(), 2);
    },
    40_000,
  );
});

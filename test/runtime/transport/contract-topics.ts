import { describe, expect, it } from "vitest";
import { type ContractBench, record } from "./contract-bench.js";
import { until } from "./recording-intake.js";

/** What a transport owes the members of one group that want different topics. */
export function topicsContract(bench: ContractBench): void {
  describe("one group, different topics", () => {
    it("gives each member all of its own topic and nothing of the other's, whoever leads", async () => {
      const [first, second] = [await bench.fresh(2), await bench.fresh(3)];
      const group = bench.freshGroup();
      const one = await bench.join(first, group);
      await until("the first has its topic", () => one.intake.assignment.length === 2);
      const two = await bench.join(second, group, { on: bench.other() });
      await until("the second has its topic", () => two.intake.assignment.length === 3);
      await until("the first has its topic again", () => one.intake.assignment.length === 2);
      await bench.transport().send([record(first, 0, "a"), record(first, 1, "b"), record(second, 0, "c"), record(second, 2, "d")]);
      await until("all have come", () => one.intake.values.length + two.intake.values.length >= 4);
      expect(one.intake.values.sort()).toEqual(["a", "b"]);
      expect(two.intake.values.sort()).toEqual(["c", "d"]);
      // Whoever led is gone, so the other leads now and plans for a newcomer on the topic that is not its own.
      await one.subscription.close();
      const joins = two.intake.joins;
      const three = await bench.join(first, group);
      await until("the newcomer has the first topic", () => three.intake.assignment.length === 2);
      await until("the second has its topic again", () => two.intake.joins > joins && two.intake.assignment.length === 3);
      await Promise.all([two.subscription.close(), three.subscription.close()]);
    }, 60_000);

    it("shares a topic among those alone who want it", async () => {
      const [common, own] = [await bench.fresh(2), await bench.fresh(1)];
      const group = bench.freshGroup();
      const one = await bench.join(common, group);
      const two = await bench.join(own, group, { on: bench.other() });
      const three = await bench.join(common, group, { on: bench.other() });
      const places = () => [one, two, three].map(({ intake }) => intake.assignment.map(({ topic }) => topic));
      await until("everybody has a place", () => JSON.stringify(places()) === JSON.stringify([[common], [own], [common]]));
      await Promise.all([one, two, three].map(({ subscription }) => subscription.close()));
    }, 60_000);
  });
}

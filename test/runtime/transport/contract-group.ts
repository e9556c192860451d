import { describe, expect, it } from "vitest";
import type { Subscription, Transport } from "../../../runtime/transport/transport.js";
import { type ContractBench, position, record } from "./contract-bench.js";
import { RecordingIntake, until } from "./recording-intake.js";

/** What a transport owes the members of a group. */
export function groupContract(bench: ContractBench): void {
  describe("group", () => {
    it("delivers all from the earliest, in order of offsets, tombstones too", async () => {
      const topic = await bench.fresh();
      await bench.transport().send(Array.from({ length: 30 }, (_, index) => record(topic, index % 3, `${index}`)));
      await bench.transport().send([{ topic, partition: 0, key: Buffer.from("k"), value: null, headers: [] }]);
      const { intake, subscription } = await bench.join(topic, bench.freshGroup());
      await until("all have come", () => intake.records.length >= 31);
      await bench.transport().send([record(topic, 2, "later")]);
      await until("the later one has come", () => intake.records.length >= 32);
      await subscription.close();
      for (const partition of [0, 1, 2]) {
        const offsets = intake.records.filter((got) => got.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.map((_, index) => BigInt(index)));
      }
      expect(intake.values.filter((value) => value === "null")).toHaveLength(1);
      expect(intake.calls[0]).toBe("assigned");
    });

    it("delivers only what is new from the latest", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([record(topic, 0, "old")]);
      const { intake, subscription } = await bench.join(topic, bench.freshGroup(), { from: "latest" });
      await until("it is assigned", () => intake.assignment.length === 1);
      let sent = 0;
      await until("a new one comes", async () => {
        // The position is taken with the first fetch, which nothing announces.
        await bench.transport().send([record(topic, 0, `new${sent++}`)]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return intake.records.length > 0;
      });
      await subscription.close();
      expect(intake.values).not.toContain("old");
    });

    it("resumes behind the committed offset", async () => {
      const topic = await bench.fresh(2);
      const group = bench.freshGroup();
      await bench.transport().send(Array.from({ length: 10 }, (_, index) => record(topic, index % 2, `${index}`)));
      const first = await bench.join(topic, group);
      await until("all have come", () => first.intake.records.length >= 10);
      await first.subscription.commit([
        { topic, partition: 0, offset: 3n },
        { topic, partition: 1, offset: 5n },
      ]);
      await first.subscription.close();
      const second = await bench.join(topic, group);
      await until("the rest has come", () => second.intake.records.length >= 2);
      await bench.transport().send([record(topic, 1, "mark")]);
      await until("the mark has come", () => second.intake.values.includes("mark"));
      await second.subscription.close();
      expect(second.intake.records.map(position).sort()).toEqual(["0@3=6", "0@4=8", "1@5=mark"]);
    });

    it.runIf(bench.can.offsetFetchAdmin)("tells what a group has committed", async () => {
      const topic = await bench.fresh(2);
      const group = bench.freshGroup();
      expect(await bench.transport().committed(group, topic)).toEqual([undefined, undefined]);
      await bench.transport().send([record(topic, 0, "a"), record(topic, 1, "b")]);
      const { intake, subscription } = await bench.join(topic, group);
      await until("all have come", () => intake.records.length >= 2);
      await subscription.commit([{ topic, partition: 1, offset: 1n }]);
      await subscription.close();
      expect(await bench.other().committed(group, topic)).toEqual([undefined, 1n]);
    });

    it("gives two groups the same records", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([record(topic, 0, "a")]);
      const [one, two] = [await bench.join(topic, bench.freshGroup()), await bench.join(topic, bench.freshGroup())];
      await until("both have it", () => one.intake.records.length === 1 && two.intake.records.length === 1);
      await Promise.all([one.subscription.close(), two.subscription.close()]);
    });

    it("shares partitions between two members and hands them over without loss", async () => {
      const topic = await bench.fresh(4);
      const group = bench.freshGroup();
      const one = await joinCommitting(topic, group, bench.transport());
      await until("the first owns all", () => one.intake.assignment.length === 4);
      let sent = 0;
      const pump = async (count: number) => {
        for (let round = 0; round < count; round++)
          await bench.transport().send([0, 1, 2, 3].map((partition) => record(topic, partition, `${sent++}`)));
      };
      await pump(10);
      const two = await joinCommitting(topic, group, bench.other());
      const shared = () => one.intake.assignment.length === 2 && two.intake.assignment.length === 2;
      const traffic = (async () => {
        while (!shared()) {
          await pump(1);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      })();
      await until("both own two", shared);
      await traffic;
      const generation = two.intake.generation;
      await pump(10);
      const seen = () => new Set([...one.intake.values, ...two.intake.values]).size;
      await until("nothing is missing", () => seen() === sent);
      expect(two.intake.records.length).toBeGreaterThan(0);
      await one.commitAll();
      await one.subscription.close();
      await until("the second owns all", () => two.intake.assignment.length === 4);
      expect(two.intake.generation).toBeGreaterThan(generation);
      await pump(5);
      await until("nothing is missing", () => seen() === sent);
      await two.subscription.close();
      const owned = one.intake.calls.indexOf("rebalancing");
      expect(one.intake.calls.slice(owned).includes("assigned")).toBe(true);
    }, 90_000);

    it("pauses one partition, delivers the others, and resumes it where it was", async () => {
      const topic = await bench.fresh(2);
      const intake = new RecordingIntake();
      const box: { subscription?: Subscription } = {};
      intake.onDelivery = ({ partition, records, take }) => {
        if (partition === 1) return true;
        // Takes one, then asks for a pause: the rest has to come again.
        const [first] = records;
        if (first) {
          intake.records.push(first);
          take(first.offset);
        }
        box.subscription?.pause({ topic, partition: 0 });
        return false;
      };
      box.subscription = await bench.transport().subscribe({ topics: [topic], group: bench.freshGroup(), from: "earliest" }, intake);
      await until("it is assigned", () => intake.assignment.length === 2);
      await bench.transport().send(["a", "b", "c"].map((value) => record(topic, 0, value)));
      await until("one has come", () => intake.records.length === 1);
      await bench.transport().send([record(topic, 1, "other")]);
      await until("the other partition goes on", () => intake.values.includes("other"));
      expect(intake.values.sort()).toEqual(["a", "other"]);
      intake.onDelivery = () => true;
      box.subscription.resume({ topic, partition: 0 });
      await until("the rest has come", () => intake.records.length === 4);
      await box.subscription.close();
      expect(intake.values.filter((value) => value !== "other")).toEqual(["a", "b", "c"]);
    });

    it("delivers again what was not taken", async () => {
      const topic = await bench.fresh(1);
      const intake = new RecordingIntake();
      let refusals = 0;
      intake.onDelivery = () => ++refusals > 3;
      const subscription = await bench.transport().subscribe({ topics: [topic], group: bench.freshGroup(), from: "earliest" }, intake);
      await bench.transport().send([record(topic, 0, "a"), record(topic, 0, "b")]);
      await until("they were taken", () => intake.records.length >= 2);
      await subscription.close();
      expect(intake.values).toEqual(["a", "b"]);
    });

    it("survives an intake that throws", async () => {
      const topic = await bench.fresh(1);
      const intake = new RecordingIntake();
      let failures = 0;
      intake.onDelivery = () => {
        if (failures++ < 2) throw new TypeError("a bug in a handler");
        return true;
      };
      const subscription = await bench.transport().subscribe({ topics: [topic], group: bench.freshGroup(), from: "earliest" }, intake);
      await bench.transport().send([record(topic, 0, "a")]);
      await until("it was taken", () => intake.records.length >= 1);
      await subscription.close();
      expect(intake.values).toEqual(["a"]);
      expect(failures).toBeGreaterThan(2);
    });

    it("keeps a held delivery alive, and calls it back before the rejoin: rebalancing, then the new assignment", async () => {
      const topic = await bench.fresh(2);
      const group = bench.freshGroup();
      const one = await bench.join(topic, group);
      const answers = new Set<string>();
      const events: string[] = [];
      one.intake.onDelivery = async (delivery) => {
        events.push("held");
        for (;;) {
          const answer = await delivery.heartbeat();
          answers.add(answer);
          if (answer !== "steady") break;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        events.push("let go");
        const last = delivery.records.at(-1);
        if (last) delivery.take(last.offset);
        one.intake.records.push(...delivery.records);
        return false;
      };
      one.intake.onRebalancing = async () => {
        await until("the delivery is let go", () => events.includes("let go"));
        await one.subscription.commit([{ topic, partition: 0, offset: 1n }]);
        events.push("committed");
      };
      await until("it is assigned", () => one.intake.assignment.length === 2);
      one.intake.onAssigned = () => events.push("assigned");
      await bench.transport().send([record(topic, 0, "held")]);
      await until("it is held", () => events.includes("held"));
      await until("it beats", () => answers.has("steady"));
      const two = await bench.join(topic, group, { on: bench.other() });
      await until("both own one", () => one.intake.assignment.length === 1 && two.intake.assignment.length === 1);
      expect(events.slice(0, 4)).toEqual(["held", "let go", "committed", "assigned"]);
      expect([...answers].sort()).toEqual(["rebalancing", "steady"]);
      one.intake.onDelivery = () => true;
      await bench.transport().send([record(topic, 0, "after")]);
      await until("the next comes", () => [...one.intake.values, ...two.intake.values].includes("after"));
      expect([...one.intake.values, ...two.intake.values].filter((value) => value === "held")).toHaveLength(1);
      await Promise.all([one.subscription.close(), two.subscription.close()]);
    }, 60_000);

    it("does not commit for a subscription that is closed", async () => {
      const topic = await bench.fresh(1);
      const { intake, subscription } = await bench.join(topic, bench.freshGroup());
      await bench.transport().send([record(topic, 0, "a")]);
      await until("it has come", () => intake.records.length === 1);
      await subscription.close();
      await expect(subscription.commit([{ topic, partition: 0, offset: 1n }])).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    });
  });
}

async function joinCommitting(topic: string, group: string, on: Transport) {
  const intake = new RecordingIntake();
  const box: { subscription?: Subscription } = {};
  const commitAll = async () => {
    const next = new Map<number, bigint>();
    for (const { partition, offset } of intake.records) next.set(partition, offset + 1n);
    const owned = new Set(intake.assignment.map(({ partition }) => partition));
    const offsets = [...next].filter(([partition]) => owned.has(partition)).map(([partition, offset]) => ({ topic, partition, offset }));
    if (offsets.length > 0) await box.subscription?.commit(offsets);
  };
  intake.onRebalancing = () => commitAll().catch(() => {});
  box.subscription = await on.subscribe({ topics: [topic], group, from: "earliest" }, intake);
  return { intake, subscription: box.subscription, commitAll };
}

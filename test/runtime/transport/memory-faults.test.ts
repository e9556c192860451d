import { afterEach, describe, expect, it } from "vitest";
import { type MemoryOptions, type MemoryTransport, memoryTransport } from "../../../runtime/transport/memory.js";
import type { OutgoingRecord, Subscription } from "../../../runtime/transport/transport.js";
import { RecordingIntake, until } from "./recording-intake.js";

const opened: MemoryTransport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

async function world(options: MemoryOptions = {}, partitions = 1) {
  const transport = memoryTransport(options);
  opened.push(transport);
  await transport.createTopics([{ name: "t", partitions }]);
  const join = async (group = "g") => {
    const intake = new RecordingIntake();
    return { intake, subscription: await transport.subscribe({ topics: ["t"], group, from: "earliest" }, intake) };
  };
  return { transport, join };
}

function record(value: string, partition = 0): OutgoingRecord {
  return { topic: "t", partition, key: Buffer.from(value), value: Buffer.from(value), headers: [] };
}

const commitAll = (subscription: Subscription, offset: bigint) => subscription.commit([{ topic: "t", partition: 0, offset }]);

describe("faults as data", () => {
  it("redelivers a record by going back to it", async () => {
    const { transport, join } = await world({ faults: { redeliver: { every: 3, times: 2 } } });
    await transport.send(["a", "b", "c", "d"].map((value) => record(value)));
    const { intake } = await join();
    await until("c and d came three times", () => intake.values.filter((value) => value === "d").length === 3);
    expect(intake.values).toEqual(["a", "b", "c", "d", "c", "d", "c", "d"]);
  });

  it("appends a record twice, as a producer's retry does", async () => {
    const { transport } = await world({ faults: { duplicate: { topic: "t", every: 1 } } });
    const answers = await transport.send([record("a"), record("b")]);
    expect(answers.map(({ offset }) => offset)).toEqual([0n, 2n]);
    expect(await transport.offsets("t")).toEqual([{ first: 0n, next: 4n }]);
  });

  it("lets partitions overtake each other, the same way for the same seed", async () => {
    const arrival = async (seed: number) => {
      const { transport, join } = await world({ seed, batch: 1, faults: { reorder: true } }, 4);
      await transport.send(Array.from({ length: 40 }, (_, index) => record(`${index}`, index % 4)));
      const { intake } = await join();
      await until("all came", () => intake.records.length === 40);
      for (const partition of [0, 1, 2, 3]) {
        const values = intake.records.filter((got) => got.partition === partition).map(({ offset }) => offset);
        expect(values).toEqual(Array.from({ length: 10 }, (_, index) => BigInt(index)));
      }
      return intake.values.join(" ");
    };
    const seven = await arrival(7);
    expect(await arrival(7)).toBe(seven);
    expect(await arrival(8)).not.toBe(seven);
  });

  it("fails sends before and after the append", async () => {
    const { transport } = await world({ faults: { failedSends: 1, lostAcks: 1 } });
    await expect(transport.send([record("never")])).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    await expect(transport.send([record("stored")])).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    expect(await transport.send([record("fine")])).toEqual([{ topic: "t", partition: 0, offset: 1n }]);
  });

  it("refuses commits, so many and no more", async () => {
    const { transport, join } = await world({ faults: { failedCommits: 2 } });
    const { intake, subscription } = await join();
    await until("it is assigned", () => intake.joins === 1);
    for (const _ of [1, 2]) await expect(commitAll(subscription, 1n)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    await commitAll(subscription, 1n);
    expect(await transport.committed("g", "t")).toEqual([1n]);
  });

  it("rebalances after every so many deliveries, and starts again at the committed offset", async () => {
    const { transport, join } = await world({ batch: 2, faults: { rebalanceEvery: 2 } });
    const { intake, subscription } = await join();
    intake.onRebalancing = () => commitAll(subscription, (intake.records.at(-1)?.offset ?? -1n) + 1n);
    await transport.send(Array.from({ length: 10 }, (_, index) => record(`${index}`)));
    await until("all came", () => intake.records.length === 10);
    expect(intake.joins).toBeGreaterThanOrEqual(3);
    expect(intake.values).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  });
});

describe("switches", () => {
  it("lets sends wait while the broker is down, and delivers when it is up", async () => {
    const { transport, join } = await world();
    const { intake, subscription } = await join();
    await until("it is assigned", () => intake.joins === 1);
    transport.control.down();
    const sent = transport.send([record("a")]);
    await expect(transport.partitions("t")).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    await expect(commitAll(subscription, 0n)).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    await expect(transport.send([record("b")], { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    expect(intake.records).toHaveLength(0);
    transport.control.up();
    expect(await sent).toEqual([{ topic: "t", partition: 0, offset: 0n }]);
    await until("it came", () => intake.records.length === 1);
  });

  it("joins when a broker that was down comes up", async () => {
    const { transport, join } = await world();
    transport.control.down();
    const { intake } = await join();
    expect(intake.joins).toBe(0);
    expect(intake.troubles).toHaveLength(1);
    transport.control.up();
    await until("it is assigned", () => intake.joins === 1);
  });

  it("ends a crashed subscription without a commit, and gives its partitions away", async () => {
    const { transport, join } = await world({}, 2);
    const one = await join();
    await transport.send([record("a")]);
    await until("it came", () => one.intake.records.length === 1);
    transport.control.crash(one.subscription);
    expect(one.intake.lostReasons).toHaveLength(1);
    await expect(commitAll(one.subscription, 1n)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    const two = await join();
    await until("it comes again", () => two.intake.values.includes("a"));
    expect(one.intake.joins).toBe(1);
  });

  it("evicts a member: lost first, then assigned anew", async () => {
    const { transport, join } = await world();
    const { intake } = await join();
    await until("it is assigned", () => intake.joins === 1);
    transport.control.evict("g");
    await until("it is back", () => intake.joins === 2);
    expect(intake.calls).toEqual(["assigned", "lost", "assigned"]);
  });

  it("awaits every drain of a forced rebalance before anyone is assigned", async () => {
    const { transport, join } = await world({}, 2);
    const [one, two] = [await join(), await join()];
    await until("both own one", () => one.intake.assignment.length === 1 && two.intake.assignment.length === 1);
    const joins = two.intake.joins;
    let finish = () => {};
    one.intake.onRebalancing = () => new Promise((resolve) => (finish = () => resolve()));
    transport.control.rebalance("g");
    await until("the second was asked", () => two.intake.calls.includes("rebalancing"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(two.intake.joins).toBe(joins);
    finish();
    await until("both are back", () => two.intake.joins === joins + 1);
  });

  it("goes on without a member that drains for ever", async () => {
    const { transport, join } = await world({ rebalanceTimeoutMs: 30 }, 1);
    const { intake } = await join();
    await until("it is assigned", () => intake.joins === 1);
    intake.onRebalancing = () => new Promise(() => {});
    transport.control.rebalance("g");
    await until("it was thrown out and came again", () => intake.joins === 2);
    expect(intake.lostReasons).toHaveLength(1);
  });

  it("leaves gaps by compaction and a later first offset by retention", async () => {
    const { transport, join } = await world();
    await transport.send(["k", "x", "k", "y"].map((value) => record(value)));
    transport.control.compact("t");
    const { intake } = await join("after-compaction");
    await until("three came", () => intake.records.length === 3);
    expect(intake.records.map(({ offset }) => offset)).toEqual([1n, 2n, 3n]);
    transport.control.trim({ topic: "t", partition: 0 }, 2n);
    expect(await transport.offsets("t")).toEqual([{ first: 2n, next: 4n }]);
  });

  it("refuses what is too large for a broker", async () => {
    const { transport } = await world({ maxRecordBytes: 10 });
    await expect(transport.send([{ ...record("x"), value: Buffer.alloc(11) }])).rejects.toMatchObject({ code: "RECORD_INVALID" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogRecord, OutgoingRecord, Subscription, Transport } from "../../../runtime/transport/transport.js";
import { RecordingIntake, until } from "./recording-intake.js";

/** What not every broker can. */
export interface TransportCapabilities {
  readonly nullVsEmpty: boolean;
  readonly offsetFetchAdmin: boolean;
  readonly maxValueBytes: number;
}

export interface OpenTransport {
  readonly transport: Transport;
  /** A second one on the same log; the same one where the log lives in the transport. */
  readonly other: Transport;
  cleanup(): Promise<void>;
}

const everything: TransportCapabilities = { nullVsEmpty: true, offsetFetchAdmin: true, maxValueBytes: 900_000 };

/** What every transport owes the rooms above it. */
export function transportContract(name: string, open: () => Promise<OpenTransport>, capabilities: Partial<TransportCapabilities> = {}): void {
  const can = { ...everything, ...capabilities };
  const run = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  let opened: OpenTransport;
  let serial = 0;

  const transport = () => opened.transport;
  const fresh = async (partitions = 3): Promise<string> => {
    const topic = `contract-${run}-${++serial}`;
    await transport().createTopics([{ name: topic, partitions }]);
    return topic;
  };
  const freshGroup = () => `group-${run}-${++serial}`;
  const join = async (topic: string, group: string, options: { from?: "earliest" | "latest"; on?: Transport } = {}) => {
    const intake = new RecordingIntake();
    const subscription = await (options.on ?? transport()).subscribe({ topics: [topic], group, from: options.from ?? "earliest" }, intake);
    return { intake, subscription };
  };
  const readAll = async (topic: string, range?: Parameters<Transport["read"]>[1]): Promise<LogRecord[]> => {
    const records: LogRecord[] = [];
    for await (const record of transport().read(topic, range)) records.push(record);
    return records;
  };

  describe(`transport contract: ${name}`, () => {
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.cleanup());

    describe("append", () => {
      it("answers each record, in order, with ascending offsets per partition", async () => {
        const topic = await fresh();
        const answers = await transport().send([0, 1, 0, 2, 0, 1].map((partition, index) => record(topic, partition, `v${index}`)));
        expect(answers).toEqual([
          { topic, partition: 0, offset: 0n },
          { topic, partition: 1, offset: 0n },
          { topic, partition: 0, offset: 1n },
          { topic, partition: 2, offset: 0n },
          { topic, partition: 0, offset: 2n },
          { topic, partition: 1, offset: 1n },
        ]);
        const more = await transport().send([record(topic, 0, "v6")]);
        expect(more).toEqual([{ topic, partition: 0, offset: 3n }]);
        expect((await readAll(topic)).map(position)).toEqual(["0@0=v0", "0@1=v2", "0@2=v4", "0@3=v6", "1@0=v1", "1@1=v5", "2@0=v3"]);
      });

      it("writes to several topics in one call", async () => {
        const [a, b] = [await fresh(1), await fresh(2)];
        const answers = await transport().send([record(b, 1, "x"), record(a, 0, "y"), record(b, 1, "z")]);
        expect(answers).toEqual([
          { topic: b, partition: 1, offset: 0n },
          { topic: a, partition: 0, offset: 0n },
          { topic: b, partition: 1, offset: 1n },
        ]);
      });

      it("answers nothing to nothing", async () => {
        expect(await transport().send([])).toEqual([]);
      });

      it("keeps the order of sends that nobody awaited in between", async () => {
        const topic = await fresh(1);
        await Promise.all(Array.from({ length: 50 }, (_, index) => transport().send([record(topic, 0, `${index}`)])));
        expect((await readAll(topic)).map(({ value }) => text(value))).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
      });

      it("refuses a topic that does not exist, and creates none", async () => {
        const topic = `contract-${run}-missing`;
        await expect(transport().send([record(topic, 0, "x")])).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
        await expect(transport().partitions(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
        await expect(transport().offsets(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
        await expect(readAll(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
      });

      it.each([3, 99, -1, 0.5])("refuses partition %s of three, and appends nothing of the call", async (partition) => {
        const topic = await fresh(3);
        const records = [record(topic, 0, "fine"), record(topic, partition, "lost")];
        await expect(transport().send(records)).rejects.toMatchObject({ code: "RECORD_INVALID" });
        expect(await readAll(topic)).toEqual([]);
      });

      it("gives up when the caller does", async () => {
        const topic = await fresh(1);
        await expect(transport().send([record(topic, 0, "x")], { signal: AbortSignal.abort() })).rejects.toMatchObject({
          code: "BROKER_UNAVAILABLE",
        });
      });
    });

    describe("round trip", () => {
      it("returns every byte of key, value and headers, and the timestamp", async () => {
        const topic = await fresh(1);
        const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
        const headers = [
          ["ce_type", bytes],
          ["empty", new Uint8Array(0)],
          ["twice", Buffer.from("first")],
          ["twice", Buffer.from("second")],
          ["ümlaut", Buffer.from("ß")],
        ] as const;
        await transport().send([{ topic, partition: 0, key: bytes, value: bytes, headers, timestamp: 1_700_000_000_123 }]);
        const [got] = await readAll(topic);
        expect(got && [...(got.key ?? [])]).toEqual([...bytes]);
        expect(got && [...(got.value ?? [])]).toEqual([...bytes]);
        expect(got?.headers.map(([name, value]) => [name, [...value]])).toEqual(headers.map(([name, value]) => [name, [...value]]));
        expect(got).toMatchObject({ topic, partition: 0, offset: 0n, timestamp: 1_700_000_000_123 });
      });

      it("stamps a record that has no timestamp", async () => {
        const topic = await fresh(1);
        const before = Date.now();
        await transport().send([record(topic, 0, "x")]);
        const [got] = await readAll(topic);
        expect(got?.timestamp).toBeGreaterThanOrEqual(before - 1_000);
        expect(got?.timestamp).toBeLessThanOrEqual(Date.now() + 1_000);
      });

      it("keeps a tombstone a tombstone", async () => {
        const topic = await fresh(1);
        await transport().send([{ topic, partition: 0, key: Buffer.from("k"), value: null, headers: [] }]);
        const [got] = await readAll(topic);
        expect(got?.value).toBeNull();
        expect(got && text(got.key)).toBe("k");
      });

      it("keeps a missing key missing", async () => {
        const topic = await fresh(1);
        await transport().send([{ ...record(topic, 0, "v"), key: null }]);
        expect((await readAll(topic))[0]?.key).toBeNull();
      });

      it.runIf(can.nullVsEmpty)("tells empty from null", async () => {
        const topic = await fresh(1);
        await transport().send([{ topic, partition: 0, key: new Uint8Array(0), value: new Uint8Array(0), headers: [] }]);
        const [got] = await readAll(topic);
        expect(got?.key).toHaveLength(0);
        expect(got?.value).toHaveLength(0);
      });

      it("carries a large value", async () => {
        const topic = await fresh(1);
        const large = Buffer.alloc(Math.min(can.maxValueBytes, 900_000), "äöü");
        await transport().send([{ topic, partition: 0, key: null, value: large, headers: [] }]);
        const [got] = await readAll(topic);
        expect(Buffer.from(got?.value ?? []).equals(large)).toBe(true);
      });

      it("is not fooled by a buffer that is used again", async () => {
        const topic = await fresh(1);
        const value = Buffer.from("first");
        await transport().send([{ topic, partition: 0, key: null, value, headers: [] }]);
        value.write("other");
        expect((await readAll(topic)).map(({ value: kept }) => text(kept))).toEqual(["first"]);
      });
    });

    describe("read", () => {
      it("keeps to its range, partition by partition", async () => {
        const topic = await fresh(2);
        await transport().send([0, 0, 0, 0, 1, 1, 1].map((partition, index) => record(topic, partition, `${index}`)));
        expect((await readAll(topic, { from: [1n, 2n], to: [3n, undefined] })).map(position)).toEqual(["0@1=1", "0@2=2", "1@2=6"]);
        expect(await readAll(topic, { from: [3n, 1n], to: [2n, 1n] })).toEqual([]);
      });

      it("ends where the log ended when it began, also for a range beyond the end", async () => {
        const topic = await fresh(1);
        await transport().send([record(topic, 0, "a")]);
        expect((await readAll(topic, { to: [100n] })).map(position)).toEqual(["0@0=a"]);
        expect(await readAll(topic, { from: [50n] })).toEqual([]);
      });

      it("reads an empty topic", async () => {
        expect(await readAll(await fresh())).toEqual([]);
      });

      it("reads more than one fetch can carry", async () => {
        const topic = await fresh(2);
        const size = Math.min(can.maxValueBytes, 1_000);
        for (let batch = 0; batch < 6; batch++) {
          await transport().send(Array.from({ length: 500 }, (_, index) => record(topic, index % 2, `${batch * 500 + index}`.padEnd(size, "."))));
        }
        const all = await readAll(topic);
        expect(all).toHaveLength(3_000);
        expect(all.filter(({ partition }) => partition === 1).map(({ offset }) => offset)).toEqual(
          Array.from({ length: 1_500 }, (_, index) => BigInt(index)),
        );
      });

      it("can be left in the middle", async () => {
        const topic = await fresh(1);
        await transport().send([record(topic, 0, "a"), record(topic, 0, "b")]);
        const seen: string[] = [];
        for await (const got of transport().read(topic)) {
          seen.push(text(got.value));
          break;
        }
        expect(seen).toEqual(["a"]);
      });
    });

    describe("topics", () => {
      it("counts partitions and knows first and next", async () => {
        const topic = await fresh(3);
        await transport().send([record(topic, 1, "a"), record(topic, 1, "b")]);
        expect(await transport().partitions(topic)).toBe(3);
        expect(await transport().offsets(topic)).toEqual([
          { first: 0n, next: 0n },
          { first: 0n, next: 2n },
          { first: 0n, next: 0n },
        ]);
      });

      it("creates only what is missing", async () => {
        const topic = await fresh(2);
        const second = `${topic}-second`;
        await transport().send([record(topic, 0, "kept")]);
        await transport().createTopics([
          { name: topic, partitions: 5 },
          { name: second, partitions: 1 },
        ]);
        expect(await transport().partitions(topic)).toBe(2);
        expect(await transport().partitions(second)).toBe(1);
        expect((await readAll(topic)).map(position)).toEqual(["0@0=kept"]);
      });
    });

    describe("group", () => {
      it("delivers all from the earliest, in order of offsets, tombstones too", async () => {
        const topic = await fresh();
        await transport().send(Array.from({ length: 30 }, (_, index) => record(topic, index % 3, `${index}`)));
        await transport().send([{ topic, partition: 0, key: Buffer.from("k"), value: null, headers: [] }]);
        const { intake, subscription } = await join(topic, freshGroup());
        await until("all have come", () => intake.records.length >= 31);
        await transport().send([record(topic, 2, "later")]);
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
        const topic = await fresh(1);
        await transport().send([record(topic, 0, "old")]);
        const { intake, subscription } = await join(topic, freshGroup(), { from: "latest" });
        await until("it is assigned", () => intake.assignment.length === 1);
        let sent = 0;
        await until("a new one comes", async () => {
          // The position is taken with the first fetch, which nothing announces.
          await transport().send([record(topic, 0, `new${sent++}`)]);
          await new Promise((resolve) => setTimeout(resolve, 100));
          return intake.records.length > 0;
        });
        await subscription.close();
        expect(intake.values).not.toContain("old");
      });

      it("resumes behind the committed offset", async () => {
        const topic = await fresh(2);
        const group = freshGroup();
        await transport().send(Array.from({ length: 10 }, (_, index) => record(topic, index % 2, `${index}`)));
        const first = await join(topic, group);
        await until("all have come", () => first.intake.records.length >= 10);
        await first.subscription.commit([
          { topic, partition: 0, offset: 3n },
          { topic, partition: 1, offset: 5n },
        ]);
        await first.subscription.close();
        const second = await join(topic, group);
        await until("the rest has come", () => second.intake.records.length >= 2);
        await transport().send([record(topic, 1, "mark")]);
        await until("the mark has come", () => second.intake.values.includes("mark"));
        await second.subscription.close();
        expect(second.intake.records.map(position).sort()).toEqual(["0@3=6", "0@4=8", "1@5=mark"]);
      });

      it.runIf(can.offsetFetchAdmin)("tells what a group has committed", async () => {
        const topic = await fresh(2);
        const group = freshGroup();
        expect(await transport().committed(group, topic)).toEqual([undefined, undefined]);
        await transport().send([record(topic, 0, "a"), record(topic, 1, "b")]);
        const { intake, subscription } = await join(topic, group);
        await until("all have come", () => intake.records.length >= 2);
        await subscription.commit([{ topic, partition: 1, offset: 1n }]);
        await subscription.close();
        expect(await opened.other.committed(group, topic)).toEqual([undefined, 1n]);
      });

      it("gives two groups the same records", async () => {
        const topic = await fresh(1);
        await transport().send([record(topic, 0, "a")]);
        const [one, two] = [await join(topic, freshGroup()), await join(topic, freshGroup())];
        await until("both have it", () => one.intake.records.length === 1 && two.intake.records.length === 1);
        await Promise.all([one.subscription.close(), two.subscription.close()]);
      });

      it("shares partitions between two members and hands them over without loss", async () => {
        const topic = await fresh(4);
        const group = freshGroup();
        const one = await joinCommitting(topic, group, transport());
        await until("the first owns all", () => one.intake.assignment.length === 4);
        let sent = 0;
        const pump = async (count: number) => {
          for (let round = 0; round < count; round++) await transport().send([0, 1, 2, 3].map((partition) => record(topic, partition, `${sent++}`)));
        };
        await pump(10);
        const two = await joinCommitting(topic, group, opened.other);
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
        const topic = await fresh(2);
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
        box.subscription = await transport().subscribe({ topics: [topic], group: freshGroup(), from: "earliest" }, intake);
        await until("it is assigned", () => intake.assignment.length === 2);
        await transport().send(["a", "b", "c"].map((value) => record(topic, 0, value)));
        await until("one has come", () => intake.records.length === 1);
        await transport().send([record(topic, 1, "other")]);
        await until("the other partition goes on", () => intake.values.includes("other"));
        expect(intake.values.sort()).toEqual(["a", "other"]);
        intake.onDelivery = () => true;
        box.subscription.resume({ topic, partition: 0 });
        await until("the rest has come", () => intake.records.length === 4);
        await box.subscription.close();
        expect(intake.values.filter((value) => value !== "other")).toEqual(["a", "b", "c"]);
      });

      it("delivers again what was not taken", async () => {
        const topic = await fresh(1);
        const intake = new RecordingIntake();
        let refusals = 0;
        intake.onDelivery = () => ++refusals > 3;
        const subscription = await transport().subscribe({ topics: [topic], group: freshGroup(), from: "earliest" }, intake);
        await transport().send([record(topic, 0, "a"), record(topic, 0, "b")]);
        await until("they were taken", () => intake.records.length >= 2);
        await subscription.close();
        expect(intake.values).toEqual(["a", "b"]);
      });

      it("survives an intake that throws", async () => {
        const topic = await fresh(1);
        const intake = new RecordingIntake();
        let failures = 0;
        intake.onDelivery = () => {
          if (failures++ < 2) throw new TypeError("a bug in a handler");
          return true;
        };
        const subscription = await transport().subscribe({ topics: [topic], group: freshGroup(), from: "earliest" }, intake);
        await transport().send([record(topic, 0, "a")]);
        await until("it was taken", () => intake.records.length >= 1);
        await subscription.close();
        expect(intake.values).toEqual(["a"]);
        expect(failures).toBeGreaterThan(2);
      });

      it("keeps a held delivery alive, and calls it back before the rejoin: rebalancing, then the new assignment", async () => {
        const topic = await fresh(2);
        const group = freshGroup();
        const one = await join(topic, group);
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
        await transport().send([record(topic, 0, "held")]);
        await until("it is held", () => events.includes("held"));
        await until("it beats", () => answers.has("steady"));
        const two = await join(topic, group, { on: opened.other });
        await until("both own one", () => one.intake.assignment.length === 1 && two.intake.assignment.length === 1);
        expect(events.slice(0, 4)).toEqual(["held", "let go", "committed", "assigned"]);
        expect([...answers].sort()).toEqual(["rebalancing", "steady"]);
        one.intake.onDelivery = () => true;
        await transport().send([record(topic, 0, "after")]);
        await until("the next comes", () => [...one.intake.values, ...two.intake.values].includes("after"));
        expect([...one.intake.values, ...two.intake.values].filter((value) => value === "held")).toHaveLength(1);
        await Promise.all([one.subscription.close(), two.subscription.close()]);
      }, 60_000);

      it("does not commit for a subscription that is closed", async () => {
        const topic = await fresh(1);
        const { intake, subscription } = await join(topic, freshGroup());
        await transport().send([record(topic, 0, "a")]);
        await until("it has come", () => intake.records.length === 1);
        await subscription.close();
        await expect(subscription.commit([{ topic, partition: 0, offset: 1n }])).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
      });
    });
  });

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
}

function record(topic: string, partition: number, value: string): OutgoingRecord {
  return { topic, partition, key: Buffer.from("key"), value: Buffer.from(value), headers: [] };
}

function text(bytes: Uint8Array | null): string {
  return bytes === null ? "null" : Buffer.from(bytes).toString();
}

function position({ partition, offset, value }: LogRecord): string {
  return `${partition}@${offset}=${text(value)}`;
}

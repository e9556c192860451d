import { describe, expect, it } from "vitest";
import { type ContractBench, position, record, text } from "./contract-bench.js";

/** What a transport owes whoever appends and reads. */
export function logContract(bench: ContractBench): void {
  describe("append", () => {
    it("answers each record, in order, with ascending offsets per partition", async () => {
      const topic = await bench.fresh();
      const answers = await bench.transport().send([0, 1, 0, 2, 0, 1].map((partition, index) => record(topic, partition, `v${index}`)));
      expect(answers).toEqual([
        { topic, partition: 0, offset: 0n },
        { topic, partition: 1, offset: 0n },
        { topic, partition: 0, offset: 1n },
        { topic, partition: 2, offset: 0n },
        { topic, partition: 0, offset: 2n },
        { topic, partition: 1, offset: 1n },
      ]);
      const more = await bench.transport().send([record(topic, 0, "v6")]);
      expect(more).toEqual([{ topic, partition: 0, offset: 3n }]);
      expect((await bench.readAll(topic)).map(position)).toEqual(["0@0=v0", "0@1=v2", "0@2=v4", "0@3=v6", "1@0=v1", "1@1=v5", "2@0=v3"]);
    });

    it("writes to several topics in one call", async () => {
      const [a, b] = [await bench.fresh(1), await bench.fresh(2)];
      const answers = await bench.transport().send([record(b, 1, "x"), record(a, 0, "y"), record(b, 1, "z")]);
      expect(answers).toEqual([
        { topic: b, partition: 1, offset: 0n },
        { topic: a, partition: 0, offset: 0n },
        { topic: b, partition: 1, offset: 1n },
      ]);
    });

    it("answers nothing to nothing", async () => {
      expect(await bench.transport().send([])).toEqual([]);
    });

    it("keeps the order of sends that nobody awaited in between", async () => {
      const topic = await bench.fresh(1);
      await Promise.all(Array.from({ length: 50 }, (_, index) => bench.transport().send([record(topic, 0, `${index}`)])));
      expect((await bench.readAll(topic)).map(({ value }) => text(value))).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
    });

    it("refuses a topic that does not exist, and creates none", async () => {
      const topic = `contract-${bench.run}-missing`;
      await expect(bench.transport().send([record(topic, 0, "x")])).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
      await expect(bench.transport().partitions(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
      await expect(bench.transport().offsets(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
      await expect(bench.readAll(topic)).rejects.toMatchObject({ code: "TOPIC_UNKNOWN" });
    });

    it.each([3, 99, -1, 0.5])("refuses partition %s of three, and appends nothing of the call", async (partition) => {
      const topic = await bench.fresh(3);
      const records = [record(topic, 0, "fine"), record(topic, partition, "lost")];
      await expect(bench.transport().send(records)).rejects.toMatchObject({ code: "RECORD_INVALID" });
      expect(await bench.readAll(topic)).toEqual([]);
    });

    it("gives up when the caller does", async () => {
      const topic = await bench.fresh(1);
      await expect(bench.transport().send([record(topic, 0, "x")], { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: "BROKER_UNAVAILABLE",
      });
    });
  });

  describe("round trip", () => {
    it("returns every byte of key, value and headers, and the timestamp", async () => {
      const topic = await bench.fresh(1);
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      const headers = [
        ["ce_type", bytes],
        ["empty", new Uint8Array(0)],
        ["twice", Buffer.from("first")],
        ["twice", Buffer.from("second")],
        ["ümlaut", Buffer.from("ß")],
      ] as const;
      await bench.transport().send([{ topic, partition: 0, key: bytes, value: bytes, headers, timestamp: 1_700_000_000_123 }]);
      const [got] = await bench.readAll(topic);
      expect(got && [...(got.key ?? [])]).toEqual([...bytes]);
      expect(got && [...(got.value ?? [])]).toEqual([...bytes]);
      expect(got?.headers.map(([name, value]) => [name, [...value]])).toEqual(headers.map(([name, value]) => [name, [...value]]));
      expect(got).toMatchObject({ topic, partition: 0, offset: 0n, timestamp: 1_700_000_000_123 });
    });

    it("stamps a record that has no timestamp", async () => {
      const topic = await bench.fresh(1);
      const before = Date.now();
      await bench.transport().send([record(topic, 0, "x")]);
      const [got] = await bench.readAll(topic);
      expect(got?.timestamp).toBeGreaterThanOrEqual(before - 1_000);
      expect(got?.timestamp).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it("keeps a tombstone a tombstone", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([{ topic, partition: 0, key: Buffer.from("k"), value: null, headers: [] }]);
      const [got] = await bench.readAll(topic);
      expect(got?.value).toBeNull();
      expect(got && text(got.key)).toBe("k");
    });

    it("keeps a missing key missing", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([{ ...record(topic, 0, "v"), key: null }]);
      expect((await bench.readAll(topic))[0]?.key).toBeNull();
    });

    it.runIf(bench.can.nullVsEmpty)("tells empty from null", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([{ topic, partition: 0, key: new Uint8Array(0), value: new Uint8Array(0), headers: [] }]);
      const [got] = await bench.readAll(topic);
      expect(got?.key).toHaveLength(0);
      expect(got?.value).toHaveLength(0);
    });

    it("carries a large value", async () => {
      const topic = await bench.fresh(1);
      const large = Buffer.alloc(Math.min(bench.can.maxValueBytes, 900_000), "äöü");
      await bench.transport().send([{ topic, partition: 0, key: null, value: large, headers: [] }]);
      const [got] = await bench.readAll(topic);
      expect(Buffer.from(got?.value ?? []).equals(large)).toBe(true);
    });

    it("is not fooled by a buffer that is used again", async () => {
      const topic = await bench.fresh(1);
      const value = Buffer.from("first");
      await bench.transport().send([{ topic, partition: 0, key: null, value, headers: [] }]);
      value.write("other");
      expect((await bench.readAll(topic)).map(({ value: kept }) => text(kept))).toEqual(["first"]);
    });
  });

  describe("read", () => {
    it("keeps to its range, partition by partition", async () => {
      const topic = await bench.fresh(2);
      await bench.transport().send([0, 0, 0, 0, 1, 1, 1].map((partition, index) => record(topic, partition, `${index}`)));
      expect((await bench.readAll(topic, { from: [1n, 2n], to: [3n, undefined] })).map(position)).toEqual(["0@1=1", "0@2=2", "1@2=6"]);
      expect(await bench.readAll(topic, { from: [3n, 1n], to: [2n, 1n] })).toEqual([]);
    });

    it("ends where the log ended when it began, also for a range beyond the end", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([record(topic, 0, "a")]);
      expect((await bench.readAll(topic, { to: [100n] })).map(position)).toEqual(["0@0=a"]);
      expect(await bench.readAll(topic, { from: [50n] })).toEqual([]);
    });

    it("reads an empty topic", async () => {
      expect(await bench.readAll(await bench.fresh())).toEqual([]);
    });

    it("reads more than one fetch can carry", async () => {
      const topic = await bench.fresh(2);
      const size = Math.min(bench.can.maxValueBytes, 1_000);
      for (let batch = 0; batch < 6; batch++) {
        await bench
          .transport()
          .send(Array.from({ length: 500 }, (_, index) => record(topic, index % 2, `${batch * 500 + index}`.padEnd(size, "."))));
      }
      const all = await bench.readAll(topic);
      expect(all).toHaveLength(3_000);
      expect(all.filter(({ partition }) => partition === 1).map(({ offset }) => offset)).toEqual(
        Array.from({ length: 1_500 }, (_, index) => BigInt(index)),
      );
    });

    it("can be left in the middle", async () => {
      const topic = await bench.fresh(1);
      await bench.transport().send([record(topic, 0, "a"), record(topic, 0, "b")]);
      const seen: string[] = [];
      for await (const got of bench.transport().read(topic)) {
        seen.push(text(got.value));
        break;
      }
      expect(seen).toEqual(["a"]);
    });
  });

  describe("topics", () => {
    it("counts partitions and knows first and next", async () => {
      const topic = await bench.fresh(3);
      await bench.transport().send([record(topic, 1, "a"), record(topic, 1, "b")]);
      expect(await bench.transport().partitions(topic)).toBe(3);
      expect(await bench.transport().offsets(topic)).toEqual([
        { first: 0n, next: 0n },
        { first: 0n, next: 2n },
        { first: 0n, next: 0n },
      ]);
    });

    it("creates only what is missing", async () => {
      const topic = await bench.fresh(2);
      const second = `${topic}-second`;
      await bench.transport().send([record(topic, 0, "kept")]);
      await bench.transport().createTopics([
        { name: topic, partitions: 5 },
        { name: second, partitions: 1 },
      ]);
      expect(await bench.transport().partitions(topic)).toBe(2);
      expect(await bench.transport().partitions(second)).toBe(1);
      expect((await bench.readAll(topic)).map(position)).toEqual(["0@0=kept"]);
    });
  });
}

import { describe, expect, it } from "vitest";
import { frame } from "../../../../runtime/codec/framing.js";
import type { DeadLetter } from "../../../../runtime/consumer/consumer.js";
import type { LogRecord } from "../../../../runtime/transport/transport.js";
import { setStage, stage } from "./stage.js";
import { deadName, type Handle, placedCodec, topicName, until, world } from "./world.js";

setStage();
const { store, running, nextGroup, effectOf, effects, inboxRows, started } = stage;

describe("dead letters", () => {
  it("sends an exhausted record byte-identical, with every header", async () => {
    const w = await world();
    const group = nextGroup();
    const dead: DeadLetter[] = [];
    const own = Buffer.from([0, 255, 7]);
    const event = { eventId: "bad", customerId: "c9", seq: 4 };
    await w.placed({ customerId: "filler" }, { partition: 1 });
    await w.raw(w.bytesOf(event), {
      partition: 1,
      key: "c9",
      headers: [
        ["x", own],
        ["x", Buffer.from("again")],
      ],
    });
    const handle: Handle = ({ data }) => {
      if (data.eventId === "bad") throw new Error("no money", { cause: new RangeError("the account is empty") });
    };
    await started(w.consumer({ group, store, onDead: (one) => dead.push(one) }, handle));
    await until("dead", () => dead.length === 1);
    await until("committed", async () => (await w.committed(group))[1] === 2n);
    const [letter] = await w.dead();
    const headers = headersOf(letter);
    expect(letter).toMatchObject({ topic: deadName, partition: 1 });
    expect(Buffer.from(letter?.key ?? []).toString()).toBe("c9");
    expect(Buffer.from(letter?.value ?? []).equals(w.bytesOf(event))).toBe(true);
    expect(letter?.headers.slice(0, 2).map(([name, value]) => [name, Buffer.from(value).toString("hex")])).toEqual([
      ["x", "00ff07"],
      ["x", Buffer.from("again").toString("hex")],
    ]);
    expect(headers.get("kafka_dlt-original-topic")?.toString()).toBe(topicName);
    expect(headers.get("kafka_dlt-original-partition")).toEqual(Buffer.from([0, 0, 0, 1]));
    expect(headers.get("kafka_dlt-original-offset")).toEqual(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]));
    expect(headers.get("kafka_dlt-original-timestamp")?.length).toBe(8);
    expect(headers.get("kafka_dlt-original-timestamp-type")?.toString()).toBe("CreateTime");
    expect(headers.get("kafka_dlt-original-consumer-group")?.toString()).toBe(group);
    expect(headers.get("kafka_dlt-exception-cause-fqcn")?.toString()).toContain("RangeError");
    expect(headers.get("kafka_dlt-exception-message")?.toString()).toBe("no money; the account is empty");
    expect(headers.get("kafka_dlt-exception-stacktrace")?.length).toBeLessThanOrEqual(8_192);
    for (const name of [
      "topic",
      "partition",
      "offset",
      "connector.name",
      "task.id",
      "stage",
      "class.name",
      "exception.class.name",
      "exception.message",
    ]) {
      expect([...headers.keys()]).toContain(`__connect.errors.${name}`);
    }
    expect(headers.get("__connect.errors.offset")?.toString()).toBe("1");
    expect(dead[0]).toMatchObject({
      reason: "exhausted",
      attempts: 3,
      origin: { partition: 1, offset: 1n },
      letter: { partition: 1, offset: 0n },
    });
    expect(await inboxRows(group)).toBe(1);
  });

  it("sends what can't be read at once, delivers a tombstone as a deletion, and moves on", async () => {
    const w = await world();
    const group = nextGroup();
    const reasons: string[] = [];
    const deletions: (string | null)[] = [];
    const good = w.bytesOf({ eventId: `good-${group}`, customerId: "c1", seq: 1 });
    const magic = Buffer.from(good);
    magic[0] = 9;
    const poison = [
      good.subarray(0, good.length - 3),
      magic,
      Buffer.from([0, 0]),
      frame(4_711, placedCodec.encode({ eventId: "e", customerId: "c", seq: 1 })),
    ];
    for (const value of poison) await w.raw(value, { key: "c1" });
    await w.raw(null, { key: "gone" });
    await w.raw(good, { key: "c1" });
    await started(
      w.consumer(
        { group, store, onDead: ({ reason }) => reasons.push(reason), onDeletion: ({ key }) => void deletions.push(key) },
        effectOf(group),
      ),
    );
    await until("committed", async () => (await w.committed(group))[0] === 6n, 14_000);
    expect(reasons).toEqual(["undecodable", "undecodable", "undecodable", "unknown-schema"]);
    expect((await w.dead()).map(({ value }) => Buffer.from(value ?? []).toString("hex"))).toEqual(
      poison.map((value) => Buffer.from(value).toString("hex")),
    );
    expect(deletions).toEqual(["gone"]);
    expect(await effects(group)).toHaveLength(1);
  }, 20_000);

  it("sends what `classify` calls dead after one attempt", async () => {
    const w = await world();
    const group = nextGroup();
    const dead: DeadLetter[] = [];
    await w.placed({ customerId: "c1" });
    await started(
      w.consumer({ group, store, classify: () => "dead", onDead: (one) => dead.push(one) }, () => {
        throw new TypeError("never");
      }),
    );
    await until("dead", () => dead.length === 1);
    expect(dead[0]).toMatchObject({ reason: "fatal", attempts: 1 });
  });

  it("moves on although `onDead` throws", async () => {
    const w = await world();
    const group = nextGroup();
    await w.raw(Buffer.from("poison"), { key: "c1" });
    await w.placed({ customerId: "c1" });
    const onDead = () => {
      throw new Error("the alert failed");
    };
    await started(w.consumer({ group, store, onDead }, effectOf(group)));
    await until("committed", async () => (await w.committed(group))[0] === 2n, 3_000);
    expect(await effects(group)).toHaveLength(1);
  });

  it("keeps the record while the letter can't be written", async () => {
    const w = await world();
    const group = nextGroup();
    await w.raw(Buffer.from("poison"), { key: "c1" });
    await w.placed({ customerId: "c1" });
    w.transport.control.failSends(3);
    await started(w.consumer({ group, store }, effectOf(group)));
    await until("trouble", () => running[0]?.health().trouble !== undefined);
    // Its own offset may be stored already: it is where the next owner begins.
    expect((await w.committed(group))[0] ?? 0n).toBe(0n);
    await until("committed", async () => (await w.committed(group))[0] === 2n);
    expect(await w.dead()).toHaveLength(1);
    expect(running[0]?.health().trouble).toBeUndefined();
  });
});

function headersOf(record: LogRecord | undefined): Map<string, Buffer> {
  return new Map(record?.headers.map(([name, value]) => [name, Buffer.from(value)]));
}

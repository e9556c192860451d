import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../../runtime/codec/avro.js";
import { frame } from "../../../../runtime/codec/framing.js";
import { decodeRecord } from "../../../../runtime/consumer/decode.js";
import { timeOf } from "../../../../runtime/consumer/identity.js";
import { PartitionWork } from "../../../../runtime/consumer/partition-work.js";
import type { EventwrightError } from "../../../../runtime/errors.js";
import { memoryRegistry } from "../../../../runtime/registry/memory.js";
import type { Topic } from "../../../../runtime/topic.js";
import type { LogRecord } from "../../../../runtime/transport/transport.js";
import { placedCodec, topicName, world } from "./world.js";

const record: LogRecord = { topic: topicName, partition: 0, offset: 0n, timestamp: 5, key: null, value: null, headers: [] };
const placed = { eventId: "e1", customerId: "c1", seq: 1 };

describe("a decoded record", () => {
  it("may be written with a schema that was unknown at build time", async () => {
    const { topic } = await world();
    const registry = memoryRegistry();
    const renamed = JSON.stringify({ ...JSON.parse(placedCodec.schema), doc: "reformatted elsewhere" }, null, 2);
    const id = registry.register("any", { format: "avro", text: renamed });
    const received = await decodeRecord(topic, registry, { ...record, value: frame(id, placedCodec.encode(placed)) });
    expect(received).toMatchObject({ name: "Placed", data: placed, id: "e1", source: topicName });
  });

  it("is known by its header only for itself", async () => {
    const { topic } = await world();
    const registry = memoryRegistry();
    const nameless = JSON.stringify({ ...JSON.parse(placedCodec.schema), name: "Elsewhere", namespace: "other" });
    const value = frame(registry.register("any", { format: "avro", text: nameless }), placedCodec.encode(placed));
    const saying = (type: string): LogRecord => ({ ...record, value, headers: [["ce_type", Buffer.from(type)]] });
    const codeOf = (type: string) =>
      decodeRecord(topic, registry, saying(type)).then(
        () => "decoded",
        (error: EventwrightError) => error.code,
      );
    expect(await codeOf("acme.shop.Paid")).toBe("DECODE_INVALID");
    expect(await codeOf("no.such.Event")).toBe("DECODE_WRONG_EVENT");
  });

  it("has a time in whatever unit its field has", async () => {
    const { topic } = await world();
    const timed = { ...topic, time: ["at"] } as unknown as Topic;
    const when = new Date("2026-11-23T21:00:00.123Z");
    for (const logicalType of ["timestamp-millis", "timestamp-micros", "timestamp-nanos"]) {
      const field = { name: "at", type: ["null", { type: "long", logicalType }] };
      const schema = JSON.stringify({ type: "record", name: "Timed", fields: [field] });
      for (const timestamps of ["Date", "bigint", "string"] as const) {
        const codec = defineAvroCodec<unknown>({ name: "Timed", version: 1, fingerprint: "", schema, writers: [], timestamps });
        const at = codec.timeField?.(["at"])?.valueOf(when);
        expect(timeOf(timed, record, { data: codec.decode(codec.encode({ at })), codec })).toEqual(when);
        expect(timeOf(timed, record, { data: { at: null }, codec })).toEqual(new Date(5));
      }
    }
    expect(timeOf(timed, record, { data: { at: when.toISOString() }, codec: {} })).toEqual(when);
    expect(timeOf(timed, record, { data: { at: "no time" }, codec: {} })).toEqual(new Date(5));
  });
});

describe("a partition's work", () => {
  it("does not take a quiet hour for a stall", () => {
    const work = new PartitionWork({ topic: topicName, partition: 0, lanes: 1, window: 8, process: () => new Promise(() => {}) });
    work.lastDoneAt = performance.now() - 3_600_000;
    work.accept(record);
    expect(performance.now() - work.lastDoneAt).toBeLessThan(1_000);
  });
});

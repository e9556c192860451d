import { type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";
import { unframe } from "../../../runtime/codec/framing.js";
import { EventwrightError } from "../../../runtime/errors.js";
import { partitionOf } from "../../../runtime/partition.js";
import type { OutgoingRecord } from "../../../runtime/transport/transport.js";
import { ordersTopic, setting } from "./setting.js";

const uuid = "2f1c8a9e-0b1d-4c3e-8f5a-6b7c8d9e0f1a";
const headersOf = (record: OutgoingRecord | undefined) =>
  Object.fromEntries((record?.headers ?? []).map(([name, value]) => [name, Buffer.from(value).toString("utf8")]));
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const down = () => {
  throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "down" });
};

describe("what is sent", () => {
  it("fills identity, time and constants in, and leaves the event alone", async () => {
    const { producer, transport } = setting();
    const event = Object.freeze({ customerId: "c-1" });
    const before = Date.now();
    const published = await producer.publish("OrderCreated", event);
    const record = transport.sent[0];
    const { id, payload } = unframe(record?.value ?? new Uint8Array());
    const data = ordersTopic.events.OrderCreated.codec.decode(payload);
    expect(id).toBe(1);
    expect(data).toMatchObject({ customerId: "c-1", kind: "CREATED", eventId: published.eventId });
    expect(data.timestamp.getTime()).toBeGreaterThanOrEqual(before);
    expect(published).toEqual({ eventId: data.eventId, topic: "orders.events", partition: record?.partition, offset: 0n });
  });

  it("keeps what is given", async () => {
    const { producer, transport } = setting();
    const timestamp = new Date("2026-01-02T03:04:05.678Z");
    const published = await producer.publish("OrderCreated", { eventId: uuid, timestamp, customerId: "c-1", kind: "CREATED" });
    expect(published.eventId).toBe(uuid);
    expect(headersOf(transport.sent[0]).ce_time).toBe("2026-01-02T03:04:05.678Z");
  });

  it("gives a JSON event its time as text", async () => {
    const { producer, transport } = setting();
    await producer.publish("OrderPaid", { customerId: "c-1" });
    const { id, payload } = unframe(transport.sent[0]?.value ?? new Uint8Array());
    expect(id).toBe(2);
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({
      customerId: "c-1",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(headersOf(transport.sent[0])["content-type"]).toBe("application/json");
  });

  it("sets CloudEvents' headers, the caller's metadata and nothing that is missing", async () => {
    const { producer, transport } = setting();
    const meta = { correlationId: "k", causationId: "w", subject: "o-1", headers: { tenant: "ä" } };
    await producer.publish("OrderCreated", { eventId: uuid, customerId: "c-1" }, meta);
    await producer.publish("OrderCreated", { customerId: "c-1" });
    expect(headersOf(transport.sent[0])).toEqual({
      ce_specversion: "1.0",
      ce_id: uuid,
      ce_source: "/shop/orders",
      ce_type: "acme.orders.OrderCreated",
      ce_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      ce_subject: "o-1",
      ce_correlationid: "k",
      ce_causationid: "w",
      "content-type": "application/avro",
      tenant: "ä",
    });
    expect(Object.keys(headersOf(transport.sent[1]))).toEqual([
      "ce_specversion",
      "ce_id",
      "ce_source",
      "ce_type",
      "ce_time",
      "content-type",
    ]);
  });

  it("takes key and partition from the event", async () => {
    const { producer, transport } = setting();
    for (let i = 0; i < 20; i++) await producer.publish("OrderCreated", { customerId: `c-${i}` });
    for (const { key, partition } of transport.sent) expect(partition).toBe(partitionOf(key, 6, 0));
    expect(transport.sent.map(({ key }) => Buffer.from(key ?? []).toString())).toEqual(Array.from({ length: 20 }, (_, i) => `c-${i}`));
  });

  it("gives each event an id of its own where the topic has no field for it", async () => {
    const { producer, transport } = setting({ topic: { ...ordersTopic, id: { kind: "header", name: "ce_id" } } });
    const published = await producer.publish("OrderPaid", { eventId: "mine", timestamp: "2026-01-01T00:00:00Z", customerId: "c" });
    expect(published.eventId).not.toBe("mine");
    expect(headersOf(transport.sent[0]).ce_id).toBe(published.eventId);
  });
});

describe("trace context", () => {
  afterEach(() => context.disable());

  it("travels when a valid span is active", async () => {
    const { producer, transport } = setting();
    const span = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: TraceFlags.SAMPLED };
    context.setGlobalContextManager(fakeContextManager(trace.setSpanContext(ROOT_CONTEXT, span)));
    await producer.publish("OrderCreated", { customerId: "c" });
    await producer.publish("OrderCreated", { customerId: "c" }, { headers: { traceparent: "own" } });
    expect(headersOf(transport.sent[0]).traceparent).toBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    expect(transport.sent[1]?.headers.filter(([name]) => name === "traceparent")).toHaveLength(1);
    expect(headersOf(transport.sent[1]).traceparent).toBe("own");
  });
});

/** A fake context manager in which one context is always active. */
function fakeContextManager(active: ReturnType<ContextManager["active"]>): ContextManager {
  const manager: ContextManager = {
    active: () => active,
    with: (_context, run, self, ...given) => run.call(self as never, ...given),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

describe("what is refused", () => {
  it.each([
    ["a missing key", {}, {}, "ENCODE_INVALID", /customerId is missing/],
    ["an empty key", { customerId: "" }, {}, "ENCODE_INVALID", /customerId is empty/],
    ["an event that does not fit", { customerId: "c", timestamp: "now" }, {}, "ENCODE_INVALID", /timestamp: expected a valid Date/],
    ["a header of CloudEvents", { customerId: "c" }, { headers: { ce_id: "x" } }, "RECORD_INVALID", /"ce_id"/],
  ])("%s", async (_name, event, meta, code, message) => {
    const { producer, transport, lines } = setting();
    const refused = await producer.publish("OrderCreated", event, meta).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(transport.sent).toEqual([]);
    expect(lines).toMatchObject([{ level: "error", fields: { event: "OrderCreated", topic: "orders.events", error: refused } }]);
  });

  it("an event that the topic does not have", async () => {
    const { producer } = setting();
    await expect(producer.publish("toString" as never, {})).rejects.toMatchObject({ code: "RECORD_INVALID" });
  });
});

describe("order", () => {
  it("keeps the order of the calls for one key, while lookups and sends take their time", async () => {
    const { producer, transport } = setting();
    transport.beforePartitions = () => wait(20);
    transport.beforeSend = () => wait(Math.random() * 5);
    const calls = Array.from({ length: 300 }, (_, i) =>
      producer.publish(i % 2 ? "OrderPaid" : "OrderCreated", { customerId: `c-${i % 3}` }, { headers: { n: String(i) } }),
    );
    await Promise.all(calls);
    for (const key of ["c-0", "c-1", "c-2"]) {
      const numbers = transport.sent
        .filter((record) => Buffer.from(record.key ?? []).toString() === key)
        .map((record) => Number(headersOf(record).n));
      expect(numbers).toHaveLength(100);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect(Math.max(...transport.batches)).toBeGreaterThan(1);
    expect(transport.asked).toBe(1);
  });

  it("sends again, in order and with the same ids, after the broker was away", async () => {
    const { producer, transport } = setting();
    let failures = 3;
    transport.beforeSend = () => (failures-- > 0 ? down() : undefined);
    const published = await Promise.all(
      ["a", "b", "c"].map((n) => producer.publish("OrderCreated", { customerId: "k" }, { headers: { n } })),
    );
    expect(transport.sent.map((record) => headersOf(record).n)).toEqual(["a", "b", "c"]);
    expect(transport.sent.map((record) => headersOf(record).ce_id)).toEqual(published.map(({ eventId }) => eventId));
    expect(published.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
  });

  it("does not let one impossible record take its batch along", async () => {
    const { producer, transport } = setting();
    transport.beforeSend = (records) => {
      if (records.some((record) => headersOf(record).n === "b")) throw new EventwrightError("RECORD_INVALID", { detail: "too large" });
    };
    const outcomes = await Promise.allSettled(
      ["a", "b", "c"].map((n) => producer.publish("OrderCreated", { customerId: "k" }, { headers: { n } })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(transport.sent.map((record) => headersOf(record).n)).toEqual(["a", "c"]);
    expect((outcomes[1] as PromiseRejectedResult).reason).toMatchObject({ code: "RECORD_INVALID" });
  });
});

describe("trouble", () => {
  it("waits for a registry that comes back", async () => {
    const { producer, registry, transport } = setting();
    registry.fail();
    const publishing = producer.publish("OrderCreated", { customerId: "c" });
    await wait(150);
    expect(transport.sent).toEqual([]);
    registry.recover();
    expect(await publishing).toMatchObject({ offset: 0n });
  });

  it("fails with the registry's error as cause once the deadline is over", async () => {
    const { producer, registry, lines } = setting({ deadlineMs: 150 });
    registry.fail();
    const error = await producer.publish("OrderCreated", { customerId: "secret-customer" }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "PRODUCE_FAILED",
      cause: { code: "REGISTRY_UNAVAILABLE" },
      message: expect.stringMatching(/OrderCreated .* not in 150 ms/),
    });
    expect(lines).toMatchObject([{ level: "error", message: "event not published", fields: { error } }]);
    expect(String(error)).not.toContain("secret-customer");
  });

  it("fails at once for a schema that is not registered", async () => {
    const { producer } = setting({ topic: { ...ordersTopic, subject: "record" }, registry: setting().registry });
    const failing = producer.publish("OrderCreated", { customerId: "c" });
    await expect(failing).rejects.toMatchObject({ code: "PRODUCE_FAILED", cause: { code: "SCHEMA_NOT_REGISTERED" } });
  });

  it("fails with topic, partition and cause when no broker answers in time, and never sends late", async () => {
    const { producer, transport } = setting({ deadlineMs: 150 });
    transport.beforeSend = down;
    const error = await producer.publish("OrderCreated", { customerId: "c" }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "PRODUCE_FAILED",
      cause: { code: "BROKER_UNAVAILABLE" },
      message: expect.stringMatching(/orders\.events, partition \d/),
    });
    transport.beforeSend = () => undefined;
    await wait(300);
    expect(transport.sent).toEqual([]);
  });

  it("does not wait for a transport that overlooks its signal, and goes on with the next event", async () => {
    const { producer, transport } = setting({ deadlineMs: 150 });
    transport.beforeSend = () => new Promise<void>(() => undefined);
    await expect(producer.publish("OrderCreated", { customerId: "c" })).rejects.toMatchObject({ code: "PRODUCE_FAILED" });
    transport.beforeSend = () => undefined;
    expect(await producer.publish("OrderCreated", { customerId: "c" })).toMatchObject({ offset: 0n });
  });

  it("asks for an id once", async () => {
    const { producer, registry } = setting();
    await producer.publish("OrderCreated", { customerId: "c" });
    registry.fail();
    expect(await producer.publish("OrderCreated", { customerId: "c" })).toMatchObject({ offset: 1n });
  });

  it("logs where an event went", async () => {
    const { producer, lines } = setting();
    const { eventId, partition } = await producer.publish("OrderCreated", { customerId: "c" });
    const fields = { event: "OrderCreated", topic: "orders.events", eventId, partition, offset: 0n };
    expect(lines).toEqual([{ level: "info", message: "event published", fields }]);
  });
});

describe("close", () => {
  it("waits for what is in flight, then refuses", async () => {
    const { producer, transport } = setting();
    transport.beforeSend = () => wait(100);
    const publishing = producer.publish("OrderCreated", { customerId: "c" });
    await producer.close();
    expect(transport.sent).toHaveLength(1);
    expect(await publishing).toMatchObject({ offset: 0n });
    await expect(producer.publish("OrderCreated", { customerId: "c" })).rejects.toMatchObject({ code: "PRODUCER_CLOSED" });
    await producer.close();
  });
});

describe("closing twice", () => {
  it("answers with one promise, which waits for what is under way", async () => {
    const { producer, transport } = setting();
    let release = () => {};
    transport.beforeSend = () =>
      new Promise<void>((resolve) => {
        release = resolve;
      });
    const publishing = producer.publish("OrderCreated", { customerId: "c-1" });
    const closing = producer.close();
    expect(producer.close()).toBe(closing);
    await expect.poll(() => transport.asked).toBeGreaterThan(0);
    await wait(20);
    release();
    await closing;
    expect((await publishing).offset).toBe(0n);
  });
});

import { describe, expect, it } from "vitest";
import { deadLetterHeaders } from "../../../runtime/consumer/dead-letter-headers.js";
import { identityOf } from "../../../runtime/consumer/identity.js";
import { besideHandler, isStoreTrouble } from "../../../runtime/consumer/temporary.js";
import type { Topic } from "../../../runtime/topic.js";
import type { LogRecord } from "../../../runtime/transport/transport.js";

const record: LogRecord = { topic: "t", partition: 0, offset: 7n, timestamp: 5, key: null, value: null, headers: [] };
const cause = { reason: "exhausted", error: new Error("no"), attempts: 1, group: "g", firstFailedAt: new Date(0) } as const;

describe("dead letter headers", () => {
  it("keep the first origin of a letter that was sent back and failed again", () => {
    const first = deadLetterHeaders(record, cause);
    const again = deadLetterHeaders({ ...record, offset: 9n, headers: first }, cause);
    const origin = first.map(([name]) => name).filter((name) => name.startsWith("kafka_dlt-original-"));
    expect(origin).toHaveLength(6);
    expect(again.filter(([name]) => origin.includes(name))).toEqual([]);
    expect(again.map(([name]) => name)).toContain("kafka_dlt-exception-message");
  });

  it("have a bound, however long the message", () => {
    const long = deadLetterHeaders(record, { ...cause, error: new Error("x".repeat(2_000_000)) });
    expect(long.reduce((sum, [, value]) => sum + value.length, 0)).toBeLessThan(64 * 1024);
  });
});

describe("a record that can't be claimed", () => {
  it.each(["22021", "54000", "23505"])("is at fault itself for SQLSTATE %s", (code) => {
    expect(isStoreTrouble(besideHandler(Object.assign(new Error("refused"), { code })))).toBe(false);
  });

  it("is not at fault for a server in trouble", () => {
    expect(isStoreTrouble(besideHandler(Object.assign(new Error("disk full"), { code: "53100" })))).toBe(true);
  });
});

it("takes an empty id for none: else all records without one would be repeats of the first", () => {
  const topic = { name: "t", id: { kind: "field", path: ["eventId"] } } as unknown as Topic;
  expect(identityOf(topic, record, { eventId: "" })).toEqual({ source: "kafka:t/0", id: "7" });
});

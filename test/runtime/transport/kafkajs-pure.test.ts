import { describe, expect, it } from "vitest";
import type { Log } from "../../../runtime/log.js";
import type { FetchedMessage } from "../../../runtime/transport/kafkajs-client.js";
import { clientError, membershipAfter, passes } from "../../../runtime/transport/kafkajs-errors.js";
import { clientLog } from "../../../runtime/transport/kafkajs-log.js";
import { committedOnly } from "../../../runtime/transport/kafkajs-reader.js";
import { fromHeaders, toHeaders, toLogRecord } from "../../../runtime/transport/kafkajs-records.js";
import { decodeOwned, encodeOwned } from "../../../runtime/transport/kafkajs-sticky.js";

function fault(name: string, more: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name, ...more });
}

describe("errors of the client", () => {
  it.each([
    [
      "an unknown topic",
      fault("KafkaJSNumberOfRetriesExceeded", {
        cause: fault("KafkaJSProtocolError", { type: "UNKNOWN_TOPIC_OR_PARTITION", retriable: true }),
      }),
      "TOPIC_UNKNOWN",
      false,
    ],
    [
      "an invalid topic name in an aggregate",
      fault("KafkaJSAggregateError", { errors: [fault("KafkaJSCreateTopicError", { type: "INVALID_TOPIC_EXCEPTION" })] }),
      "TOPIC_UNKNOWN",
      false,
    ],
    ["a record that is too large", fault("KafkaJSProtocolError", { type: "MESSAGE_TOO_LARGE" }), "RECORD_INVALID", false],
    [
      "a refused connection",
      fault("KafkaJSNumberOfRetriesExceeded", { cause: fault("KafkaJSConnectionError", { retriable: true }) }),
      "BROKER_UNAVAILABLE",
      true,
    ],
    ["too few replicas", fault("KafkaJSProtocolError", { type: "NOT_ENOUGH_REPLICAS", retriable: true }), "BROKER_UNAVAILABLE", true],
    ["no broker left", fault("KafkaJSNonRetriableError", { cause: fault("KafkaJSNoBrokerAvailableError") }), "BROKER_UNAVAILABLE", true],
    ["a wrong password", fault("KafkaJSSASLAuthenticationError"), "BROKER_UNAVAILABLE", false],
    ["a bug", new TypeError("x is not a function"), "RECORD_INVALID", false],
    ["nothing at all", undefined, "BROKER_UNAVAILABLE", false],
  ] as const)("%s", (_, error, code, transient) => {
    expect(clientError(error, "send").code).toBe(code);
    expect(passes(error)).toBe(transient);
  });

  it("ends with a cause that causes itself", () => {
    const loop = fault("Loop");
    loop.cause = loop;
    expect(clientError(loop, "send").code).toBe("BROKER_UNAVAILABLE");
  });

  it.each([
    ["REBALANCE_IN_PROGRESS", "rebalancing"],
    ["NOT_COORDINATOR_FOR_GROUP", "rebalancing"],
    ["UNKNOWN_MEMBER_ID", "lost"],
    ["ILLEGAL_GENERATION", "lost"],
    ["GROUP_LOAD_IN_PROGRESS", "steady"],
  ])("a heartbeat answered with %s leaves the membership %s", (type, membership) => {
    expect(membershipAfter(fault("KafkaJSProtocolError", { type }))).toBe(membership);
  });
});

describe("headers", () => {
  const bytes = (text: string) => Buffer.from(text);

  it("groups repeats by name, also names that objects know", () => {
    const grouped = fromHeaders([
      ["a", bytes("1")],
      ["__proto__", bytes("2")],
      ["a", bytes("3")],
    ]);
    expect(Object.keys(grouped)).toEqual(["a", "__proto__"]);
    expect(grouped.a).toEqual([bytes("1"), bytes("3")]);
  });

  it("reads buffers, strings, lists of both, and nothing", () => {
    expect(toHeaders({ a: bytes("1"), b: "2", c: [bytes("3"), "4"], d: null })).toEqual([
      ["a", bytes("1")],
      ["b", bytes("2")],
      ["c", bytes("3")],
      ["c", bytes("4")],
      ["d", Buffer.alloc(0)],
    ]);
    expect(toHeaders(undefined)).toEqual([]);
  });

  it("keeps offsets beyond 2^53", () => {
    const message = { offset: "9007199254740993", timestamp: "1700000000000", key: null, value: null };
    expect(toLogRecord({ topic: "t", partition: 1 }, message).offset).toBe(9_007_199_254_740_993n);
  });
});

describe("user data of the sticky protocol", () => {
  it("comes back as it was", () => {
    const owned = {
      partitions: [
        { topic: "a/b", partition: 1 },
        { topic: "a/b", partition: 3 },
        { topic: "c", partition: 0 },
      ],
      generation: 7,
    };
    expect(decodeOwned(encodeOwned(owned))).toEqual(owned);
  });

  it.each(["", "\u0000\u0001", "null", "[]", '{"generation":"x","topics":[]}', '{"generation":1,"topics":[["t"]]}'])(
    "of another origin (%j) claims nothing",
    (text) => {
      expect(decodeOwned(Buffer.from(text))).toEqual({ partitions: [], generation: -1 });
    },
  );
});

describe("the client's log", () => {
  function heard() {
    const lines: string[] = [];
    const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
    const log: Log = { debug: () => {}, info: say("info"), warn: say("warn"), error: say("error") };
    return { log, lines };
  }

  it("passes on what is new, once in ten seconds, and keeps quiet about what is retried", () => {
    const { log, lines } = heard();
    let now = 0;
    const say = clientLog(log, () => now);
    const line = (message: string, level = 1) => say({ level, namespace: "Consumer", log: { message } });
    line("[Connection] Response Metadata(key: 3, version: 6)");
    line("Connection error: connect ECONNREFUSED 127.0.0.1:9092");
    line("Something odd");
    line("Something odd");
    now = 11_000;
    line("Something odd");
    line("chatter", 4);
    expect(lines).toEqual(["warn: Something odd", "warn: Something odd"]);
  });
});

describe("reading transactions", () => {
  const message = (offset: number, producerId: string, more: Partial<FetchedMessage> = {}): FetchedMessage => ({
    offset: `${offset}`,
    timestamp: "0",
    key: null,
    value: null,
    batchContext: { producerId, inTransaction: producerId !== "-1" },
    ...more,
  });

  it("leaves out markers and what was aborted, and keeps what others wrote in between", () => {
    const messages = [
      message(0, "7"),
      message(1, "-1"),
      message(2, "8"),
      message(3, "7", { isControlRecord: true }),
      message(4, "7"),
      message(5, "8", { isControlRecord: true }),
    ];
    const abortedTransactions = [{ producerId: "7", firstOffset: "0" }];
    const kept = committedOnly(messages, { partition: 0, highWatermark: "6", messages, abortedTransactions });
    expect(kept.map(({ offset }) => offset)).toEqual(["1", "2", "4"]);
  });
});

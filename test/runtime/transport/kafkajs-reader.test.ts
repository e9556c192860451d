import { describe, expect, it } from "vitest";
import type { ClusterClient, FetchedMessage, FetchedPartition } from "../../../runtime/transport/kafkajs-client.js";
import { readStretches } from "../../../runtime/transport/kafkajs-reader.js";

const nothing: FetchedPartition = { partition: 0, highWatermark: "6", messages: [] };
const outOfRange = Object.assign(new Error("gone"), { type: "OFFSET_OUT_OF_RANGE", retriable: false });

function message(offset: number, more: Partial<FetchedMessage> = {}): FetchedMessage {
  return { offset: `${offset}`, timestamp: "0", key: null, value: Buffer.from(`${offset}`), ...more };
}

function answer(...offsets: number[]): FetchedPartition {
  return { ...nothing, messages: offsets.map((offset) => message(offset)) };
}

/** Fake connections: one leader, which answers as it is told, and the last answer again and again. */
class ScriptedCluster implements ClusterClient {
  readonly fetches: string[] = [];
  first = "0";
  /** What is there with the records of open transactions. */
  uncommitted: FetchedPartition = nothing;
  readonly #script: (FetchedPartition | "throttled" | Error)[];

  constructor(...script: (FetchedPartition | "throttled" | Error)[]) {
    this.#script = script;
  }

  async connect(): Promise<void> {}
  async disconnect(): Promise<void> {}
  async addMultipleTargetTopics(): Promise<void> {}
  async refreshMetadata(): Promise<void> {}

  async fetchTopicsOffset() {
    return [{ topic: "t", partitions: [{ partition: 0, offset: this.first }] }];
  }

  findLeaderForPartitions() {
    return { "1": [0] };
  }

  async findBroker(): ReturnType<ClusterClient["findBroker"]> {
    return {
      fetch: async ({ isolationLevel, topics }) => {
        if (isolationLevel === 0) return { responses: [{ topicName: "t", partitions: [this.uncommitted] }] };
        this.fetches.push(topics[0]?.partitions[0]?.fetchOffset ?? "none");
        const next = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
        if (next === undefined || next instanceof Error) throw next;
        return { responses: next === "throttled" ? [] : [{ topicName: "t", partitions: [next] }] };
      },
    };
  }
}

async function read(
  cluster: ClusterClient,
  options: { readonly from?: bigint; readonly atFirst?: boolean; readonly quietMs?: number } = {},
) {
  const { from = 0n, atFirst = true, quietMs = 5_000 } = options;
  const offsets: number[] = [];
  const error = await (async () => {
    for await (const { offset } of readStretches(cluster, [{ topic: "t", partition: 0, from, to: 6n, atFirst }], { quietMs }))
      offsets.push(Number(offset));
  })().catch((reason: unknown) => reason);
  return { offsets, error };
}

describe("reading a stretch", () => {
  it("goes on after any number of empty answers, with or without the partition in them", async () => {
    const cluster = new ScriptedCluster(answer(0, 1), nothing, nothing, "throttled", nothing, "throttled", answer(2, 3, 4, 5));
    expect(await read(cluster)).toEqual({ offsets: [0, 1, 2, 3, 4, 5], error: undefined });
  });

  it("ends with one clear error when nothing comes any more, never as if it were complete", async () => {
    const { offsets, error } = await read(new ScriptedCluster(answer(0, 1), nothing), { quietMs: 300 });
    expect(offsets).toEqual([0, 1]);
    expect(error).toMatchObject({
      code: "BROKER_UNAVAILABLE",
      message: expect.stringContaining("t/0: of offsets 2 to 5 nothing came in 300 ms"),
    });
  });

  it("waits out a broker that is away, and says why when that takes too long", async () => {
    const away = Object.assign(new Error("connection refused"), { name: "KafkaJSConnectionError", retriable: true });
    expect(await read(new ScriptedCluster(answer(0), away, away, answer(1, 2, 3, 4, 5)))).toMatchObject({ offsets: [0, 1, 2, 3, 4, 5] });
    expect(await read(new ScriptedCluster(answer(0), away), { quietMs: 200 })).toMatchObject({
      offsets: [0],
      error: { code: "BROKER_UNAVAILABLE", cause: away },
    });
  });

  it("passes markers and what was aborted at the end: the position decides, not the last record", async () => {
    const batchContext = { producerId: "7", inTransaction: true };
    const messages = [
      message(0),
      message(3, { batchContext }),
      message(4, { batchContext }),
      message(5, { batchContext, isControlRecord: true }),
    ];
    const cluster = new ScriptedCluster({ ...nothing, messages, abortedTransactions: [{ producerId: "7", firstOffset: "3" }] });
    expect(await read(cluster)).toEqual({ offsets: [0], error: undefined });
    expect(cluster.fetches).toEqual(["0"]);
  });

  it("passes the end of a batch whose records compaction took", async () => {
    const batchContext = { producerId: "-1", inTransaction: false, firstOffset: "0", lastOffsetDelta: 3 };
    const cluster = new ScriptedCluster({ ...nothing, messages: [message(1, { batchContext })] }, answer(5));
    expect(await read(cluster, { from: 2n })).toEqual({ offsets: [5], error: undefined });
    expect(cluster.fetches).toEqual(["2", "4"]);
  });

  it("ends before an open transaction, although compaction left nothing up to it", async () => {
    const cluster = new ScriptedCluster(answer(0, 1), nothing);
    cluster.uncommitted = answer(6, 7);
    expect(await read(cluster)).toEqual({ offsets: [0, 1], error: undefined });
  });

  it("does not take a record inside the stretch that can't be read yet for a gap", async () => {
    const cluster = new ScriptedCluster(answer(0, 1), nothing);
    cluster.uncommitted = answer(4, 6);
    expect(await read(cluster, { quietMs: 200 })).toMatchObject({ offsets: [0, 1], error: { code: "BROKER_UNAVAILABLE" } });
  });

  it("says that the log left it behind", async () => {
    const cluster = new ScriptedCluster(answer(0, 1), outOfRange);
    cluster.first = "5";
    expect(await read(cluster)).toMatchObject({
      offsets: [0, 1],
      error: { code: "LOG_OVERTAKEN", message: expect.stringContaining("t/0: offsets 2 to 4") },
    });
  });

  it("begins at the log's first record, wherever that is by then, but not where an earlier read is to be continued", async () => {
    const cluster = new ScriptedCluster(outOfRange, answer(4, 5));
    cluster.first = "4";
    expect(await read(cluster)).toEqual({ offsets: [4, 5], error: undefined });
    const continued = new ScriptedCluster(outOfRange);
    continued.first = "4";
    expect(await read(continued, { atFirst: false })).toMatchObject({ offsets: [], error: { code: "LOG_OVERTAKEN" } });
  });

  it("does not take a log that was cut off at its end for one that moved on", async () => {
    const { error } = await read(new ScriptedCluster(outOfRange), { quietMs: 200 });
    expect(error).toMatchObject({ code: "BROKER_UNAVAILABLE" });
  });
});

import { describe, expect, it } from "vitest";
import { silentLog } from "../../../runtime/log.js";
import type { BatchPayload, ClientOffsets, GroupClient } from "../../../runtime/transport/kafkajs-client.js";
import { Seat } from "../../../runtime/transport/kafkajs-seat.js";
import { GroupSession } from "../../../runtime/transport/kafkajs-session.js";
import type { Delivery } from "../../../runtime/transport/transport.js";
import { RecordingIntake, until } from "./recording-intake.js";

/** A group consumer whose events the test raises by hand. */
class ManualGroup implements GroupClient {
  readonly resumed: unknown[] = [];
  readonly resolved: string[] = [];
  readonly commits: ClientOffsets[] = [];
  disconnects = 0;
  heartbeat: () => Promise<void> = async () => {};
  #eachBatch: ((payload: BatchPayload) => Promise<void>) | undefined;
  readonly #listeners = new Map<string, (event: never) => void>();

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.disconnects++;
  }

  async subscribe(): Promise<void> {}

  async run(options: { eachBatch(payload: BatchPayload): Promise<void> }): Promise<void> {
    this.#eachBatch = options.eachBatch;
  }

  pause(): void {}

  resume(topics: unknown): void {
    this.resumed.push(topics);
  }

  on(event: string, listener: (event: never) => void): void {
    this.#listeners.set(event, listener);
  }

  raise(event: string, payload: unknown = {}): void {
    this.#listeners.get(event)?.({ payload } as never);
  }

  join(memberId: string, partitions: number[]): void {
    this.raise("consumer.group_join", { memberId, memberAssignment: { t: partitions } });
  }

  batch(...offsets: number[]): Promise<void> {
    const messages = offsets.map((offset) => ({ offset: `${offset}`, timestamp: "0", key: null, value: Buffer.from(`${offset}`) }));
    const payload: BatchPayload = {
      batch: { topic: "t", partition: 0, messages },
      resolveOffset: (offset) => void this.resolved.push(offset),
      heartbeat: () => this.heartbeat(),
      commitOffsetsIfNecessary: async (committed) => void (committed && this.commits.push(committed)),
    };
    return this.#eachBatch?.(payload) ?? Promise.reject(new Error("not running"));
  }
}

async function started() {
  const client = new ManualGroup();
  const intake = new RecordingIntake();
  const subscribe = { topics: ["t"], group: "g", from: "earliest" } as const;
  const session = new GroupSession({ client, subscribe, intake, seat: new Seat(), drainMs: 200, log: silentLog, onJoined: () => {} });
  const over = session.run();
  await new Promise((resolve) => setImmediate(resolve));
  client.join("m1", [1, 0]);
  return { client, intake, session, over };
}

const one = [{ topic: "t", partition: 0, offset: 1n }];
const refusedWith = (type: string) => Object.assign(new Error(type), { type });

describe("GroupSession", () => {
  it("announces the assignment and undoes every pause", async () => {
    const { client, intake } = await started();
    expect(intake.assignment).toEqual([
      { topic: "t", partition: 0 },
      { topic: "t", partition: 1 },
    ]);
    expect(client.resumed).toEqual([[{ topic: "t", partitions: [0, 1] }]]);
  });

  it("commits through the newest batch's function, and not before there was one", async () => {
    const { client, session } = await started();
    await expect(session.commit(one)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    await client.batch(0);
    await session.commit(one);
    expect(client.commits).toEqual([{ topics: [{ topic: "t", partitions: [{ partition: 0, offset: "1" }] }] }]);
  });

  it("lets the intake commit while it is told of a rebalance, and nothing between that and the join", async () => {
    const { client, intake, session } = await started();
    await client.batch(0);
    intake.onRebalancing = () => session.commit(one);
    client.raise("consumer.rebalancing");
    expect(client.commits).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(session.commit(one)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    client.join("m1", [0]);
    await session.commit(one);
    expect(client.commits).toHaveLength(2);
  });

  it("holds the rejoin back until the drain is over, once for all callbacks, but not for ever", async () => {
    const { client, intake } = await started();
    client.heartbeat = () => Promise.reject(refusedWith("REBALANCE_IN_PROGRESS"));
    const answers: string[] = [];
    intake.onDelivery = async (delivery) => {
      answers.push(await delivery.heartbeat());
      return true;
    };
    intake.onRebalancing = () => new Promise(() => {});
    const began = performance.now();
    await Promise.all([client.batch(0), client.batch(1)]);
    expect(performance.now() - began).toBeGreaterThan(150);
    expect(answers).toEqual(["rebalancing", "rebalancing"]);
    expect(intake.calls.filter((call) => call === "rebalancing")).toHaveLength(1);
  });

  it("loses everything when the coordinator no longer knows it, and says so once", async () => {
    const { client, intake, session } = await started();
    await client.batch(0);
    client.heartbeat = () => Promise.reject(refusedWith("UNKNOWN_MEMBER_ID"));
    intake.onDelivery = async (delivery) => (await delivery.heartbeat()) === "steady";
    await client.batch(1);
    expect(intake.calls.filter((call) => call === "lost")).toHaveLength(1);
    await expect(session.commit(one)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
    client.join("m2", [0]);
    expect(intake.calls.filter((call) => call === "lost")).toHaveLength(1);
    await session.commit(one);
    expect(client.commits).toHaveLength(1);
  });

  it("tells from a new member id that it was thrown out in between", async () => {
    const { client, intake } = await started();
    client.join("m2", [0]);
    expect(intake.calls).toEqual(["assigned", "lost", "assigned"]);
  });

  it("takes a broken connection for no verdict", async () => {
    const { client, intake } = await started();
    client.heartbeat = () => Promise.reject(new Error("ECONNRESET"));
    const answers: string[] = [];
    intake.onDelivery = async (delivery) => answers.push(await delivery.heartbeat()) > 0;
    await client.batch(0);
    expect(answers).toEqual(["steady"]);
    expect(intake.lostReasons).toHaveLength(0);
  });

  it("does not let a callback of an earlier join move the position", async () => {
    const { client, intake } = await started();
    const box: { held?: Delivery; release?: () => void } = {};
    intake.onDelivery = (delivery) => {
      box.held = delivery;
      return new Promise((resolve) => (box.release = () => resolve(false)));
    };
    const open = client.batch(0);
    await until("it is held", () => box.held !== undefined);
    client.join("m1", [0]);
    box.held?.take(0n);
    expect(await box.held?.heartbeat()).toBe("rebalancing");
    box.release?.();
    await open;
    expect(client.resolved).toEqual([]);
  });

  it("ends with the crash, everything lost, and no commit afterwards", async () => {
    const { client, intake, session, over } = await started();
    await client.batch(0);
    client.raise("consumer.crash", { error: new Error("no broker left") });
    expect((await over).message).toBe("no broker left");
    expect(intake.lostReasons.map(({ message }) => message)).toEqual(["no broker left"]);
    await expect(session.commit(one)).rejects.toMatchObject({ code: "COMMIT_REFUSED" });
  });

  it("leaves no ghost behind when a join comes after the close", async () => {
    const { client, intake, session } = await started();
    await session.close();
    const disconnects = client.disconnects;
    client.join("m3", [0]);
    await until("it left again", () => client.disconnects > disconnects);
    expect(intake.joins).toBe(1);
  });
});

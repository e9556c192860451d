import { describe, expect, it } from "vitest";
import { GroupIntake } from "../../../runtime/consumer/intake.js";
import { silentLog } from "../../../runtime/log.js";
import type { Delivery, LogRecord, Subscription } from "../../../runtime/transport/transport.js";
import { Trouble } from "../../../runtime/trouble.js";

const at = { topic: "t", partition: 0 };
const tuning = { commitEveryMs: 10, holdMs: 20, drainMs: 40, window: 64, tickMs: 5 };

function setting(process: (record: LogRecord) => Promise<void>) {
  const intake = new GroupIntake({ lanes: 1, tuning, process, trouble: new Trouble(silentLog), log: silentLog });
  const subscription: Subscription = { commit: async () => {}, pause: () => {}, resume: () => {}, close: async () => {} };
  intake.attach(subscription);
  return intake;
}

function delivery(offsets: readonly bigint[], heartbeat: Delivery["heartbeat"] = async () => "steady") {
  const taken: bigint[] = [];
  const records = offsets.map((offset): LogRecord => ({ ...at, offset, timestamp: 0, key: null, value: null, headers: [] }));
  return { taken, ...at, records, take: (offset: bigint) => void taken.push(offset), heartbeat };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe("a drain that the next assignment overtakes", () => {
  it("leaves the work of a partition that stayed ours alone", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const intake = setting(() => gate);
    intake.assigned([at], 1);
    await intake.deliver(delivery([0n]));
    const drained = intake.rebalancing();
    intake.assigned([at], 2);
    await drained;
    expect(intake.works.map(({ signal }) => signal.aborted)).toEqual([false]);
    release();
    const next = delivery([1n]);
    await intake.deliver(next);
    expect(next.taken).toEqual([1n]);
    await intake.close(100);
  });
});

describe("a delivery of an earlier membership", () => {
  it("is dropped when it was waiting while the next one began", async () => {
    const begun: bigint[] = [];
    const intake = setting(async ({ offset }) => void begun.push(offset));
    intake.assigned([at], 1);
    void intake.rebalancing();
    let answer: (membership: "rebalancing") => void = () => {};
    const old = delivery(
      [5n],
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const delivering = intake.deliver(old);
    await pause(20);
    intake.lost(new Error("crash"));
    intake.assigned([at], 2);
    answer("rebalancing");
    await delivering;
    expect(old.taken).toEqual([]);
    await intake.deliver(delivery([3n, 4n, 5n]));
    expect(begun).toEqual([3n, 4n, 5n]);
    await intake.close(100);
  });
});

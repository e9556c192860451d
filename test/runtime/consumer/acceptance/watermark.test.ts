import { describe, expect, it } from "vitest";
import { createConsumer } from "../../../../runtime/consumer/create.js";
import { setStage, stage } from "./stage.js";
import { type Handle, pause, type ShopEvents, until, world } from "./world.js";

setStage();
const { store, nextGroup, effectOf, effects, started } = stage;

describe("watermark and back-pressure", () => {
  it("never commits past an open record, and past all of them once it is done", async () => {
    const w = await world();
    const group = nextGroup();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (let seq = 0; seq < 10; seq++) await w.placed({ customerId: `c${seq}`, seq });
    const done: number[] = [];
    await started(
      w.consumer({ group, store: store, lanes: 64 }, async ({ data }) => {
        // Outside a transaction's statement: PGlite is one session, so only this record may wait inside.
        done.push(data.seq);
        if (data.seq === 9) await gate;
      }),
    );
    await until("the last is begun", () => done.includes(9));
    await pause(60);
    expect((await w.committed(group))[0] ?? 0n).toBeLessThanOrEqual(9n);
    release();
    await until("committed", async () => (await w.committed(group))[0] === 10n);
  });

  it("goes on after a pause that one slow record caused", async () => {
    const w = await world({}, 2);
    const group = nextGroup();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (let seq = 0; seq < 30; seq++) await w.placed({ customerId: `c${seq}`, seq }, { partition: 0 });
    const done = new Set<number>();
    const consumer = createConsumer<ShopEvents, undefined>(
      w.topic,
      {
        transport: w.transport,
        registry: w.registry,
        log: w.log,
        group,
        store: "none",
        lanes: 64,
        tuning: { window: 8, holdMs: 30, tickMs: 5, commitEveryMs: 10 },
      },
      {
        Placed: async ({ data }) => {
          if (data.seq === 0) await gate;
          done.add(data.seq);
        },
        Paid: "ignore",
      },
    );
    await started(consumer);
    await until("the window is used up", () => done.size === 7);
    await pause(100);
    release();
    await until("all handled", () => done.size === 30, 3_000);
    await until("committed", async () => (await w.committed(group))[0] === 30n);
  });

  it("drains on close: what was begun is finished and committed, the rest is left to the next", async () => {
    const w = await world();
    const group = nextGroup();
    for (let seq = 0; seq < 20; seq++) await w.placed({ customerId: "c1", seq });
    const slow: Handle = async (event, context) => {
      await pause(15);
      await effectOf(group)(event, context);
    };
    const first = await started(w.consumer({ group, store }, slow));
    await until("some are done", async () => (await effects(group)).length >= 3);
    await first.close();
    const done = (await effects(group)).length;
    expect(done).toBeLessThan(20);
    expect((await w.committed(group))[0]).toBe(BigInt(done));
    expect(first.health()).toMatchObject({ state: "closed" });
    const second = await started(w.consumer({ group, store }, slow));
    await until("committed", async () => (await w.committed(group))[0] === 20n);
    expect(second.health().duplicates).toBe(0);
    expect((await effects(group)).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, seq) => seq));
  });

  it("lets nothing of an evicted member come through", async () => {
    const w = await world();
    const group = nextGroup();
    const signals: AbortSignal[] = [];
    await w.placed({ customerId: "c1", eventId: `evicted-${group}` });
    await started(
      w.consumer({ group, store }, async (event, context) => {
        signals.push(context.signal);
        await effectOf(group)(event, context);
        if (signals.length === 1) {
          w.transport.control.evict(group);
          await pause(30);
        }
      }),
    );
    await until("committed", async () => (await w.committed(group))[0] === 1n);
    expect(signals).toHaveLength(2);
    expect(signals[0]?.aborted).toBe(true);
    expect(await effects(group)).toHaveLength(1);
  });
});

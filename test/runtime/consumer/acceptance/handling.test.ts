import { describe, expect, it } from "vitest";
import type { HandlersOf } from "../../../../runtime/consumer/consumer.js";
import { createConsumer } from "../../../../runtime/consumer/create.js";
import type { Tx } from "../../../../runtime/store/store.js";
import { setStage, stage } from "./stage.js";
import { pause, type ShopEvents, until, world } from "./world.js";

setStage();
const { store, running, nextGroup, effectOf, effects, started } = stage;

describe("handling", () => {
  it("keeps the order of each key while lanes overtake each other", async () => {
    const w = await world();
    const group = nextGroup();
    for (let seq = 0; seq < 60; seq++) await w.placed({ customerId: `c${seq % 6}`, seq }, { partition: 0 });
    const seen: { readonly key: string; readonly seq: number }[] = [];
    // Without a store: PGlite is one session, so its transactions would put all lanes in one line.
    const placed = async ({ data }: { readonly data: { readonly customerId: string; readonly seq: number } }) => {
      if (data.customerId === "c0") await pause(3);
      seen.push({ key: data.customerId, seq: data.seq });
    };
    const { transport, registry, log } = w;
    await started(
      createConsumer<ShopEvents, undefined>(
        w.topic,
        { transport, registry, log, group, store: "none" },
        { Placed: placed, Paid: "ignore" },
      ),
    );
    await until("60 handled", () => seen.length === 60);
    for (let key = 0; key < 6; key++) {
      const seqs = seen.filter((one) => one.key === `c${key}`).map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    }
    expect(seen.map(({ seq }) => seq)).not.toEqual(Array.from({ length: 60 }, (_, seq) => seq));
  });

  it("tries again with growing waits; the failed attempts leave nothing behind", async () => {
    const w = await world();
    const group = nextGroup();
    const times: number[] = [];
    const attempts: number[] = [];
    await w.placed({ customerId: "c1", eventId: "twice" });
    await started(
      w.consumer({ group, store, retry: { attempts: 3, backoffMs: 40, maxMs: 1_000, jitter: "none" } }, async (event, context) => {
        times.push(performance.now());
        attempts.push(context.attempt);
        await effectOf(group)(event, context);
        if (context.attempt < 3) throw new Error("not yet");
      }),
    );
    await until("committed", async () => (await w.committed(group))[0] === 1n);
    expect(attempts).toEqual([1, 2, 3]);
    expect(await effects(group)).toHaveLength(1);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(38);
    expect(third - second).toBeGreaterThanOrEqual(78);
    expect(running[0]?.health()).toMatchObject({ handled: 1, retries: 2, dead: 0 });
  });

  it("passes over duplicates, and counts them", async () => {
    const w = await world();
    const group = nextGroup();
    for (let copy = 0; copy < 3; copy++) await w.placed({ customerId: "c1", eventId: `same-${group}` });
    await started(w.consumer({ group, store }, effectOf(group)));
    await until("committed", async () => (await w.committed(group))[0] === 3n);
    expect(await effects(group)).toHaveLength(1);
    expect(running[0]?.health()).toMatchObject({ handled: 1, duplicates: 2, state: "running" });
  });

  it("works without keys and without a store, at least once", async () => {
    const w = await world();
    const group = nextGroup();
    for (let seq = 0; seq < 20; seq++) await w.placed({ customerId: "c", seq }, { key: null });
    const seen = new Set<number>();
    const keys = new Set<string | null>();
    const consumer = createConsumer<ShopEvents, undefined>(
      w.topic,
      { transport: w.transport, registry: w.registry, log: w.log, group, store: "none", tuning: { commitEveryMs: 10 } },
      {
        Placed: ({ data, key }, { tx }) => {
          expect(tx).toBeUndefined();
          seen.add(data.seq);
          keys.add(key);
        },
        Paid: "ignore",
      },
    );
    await started(consumer);
    await until("committed", async () => (await w.committed(group))[0] === 20n);
    expect(seen.size).toBe(20);
    expect(keys).toEqual(new Set([null]));
  });

  it("wants a handler, or `ignore`, for every event", () => {
    const some = { Placed: "ignore" } as const;
    // @ts-expect-error: Paid is missing
    const handlers: HandlersOf<ShopEvents, Tx> = some;
    expect(Object.keys(handlers)).toEqual(["Placed"]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { partitionOf } from "../../../runtime/partition.js";
import { createProjector, type Projector } from "../../../runtime/projection/create.js";
import type { Store } from "../../../runtime/store/store.js";
import { memoryTransport } from "../../../runtime/transport/memory.js";
import type { Transport } from "../../../runtime/transport/transport.js";
import { type Balance, balances, bank, bankTopic, deposited, emptied } from "./bank.js";

/** What a projection must do on every store alike. */
export function projectionContract(name: string, open: () => Promise<Store>): void {
  describe(`projection on ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    beforeEach(() => emptied(store));
    afterAll(() => store.close());

    const started = async (projector: Projector<Balance>) => {
      onTestFinished(() => projector.close({ drainMs: 500 }));
      await projector.start();
      return projector;
    };
    const handled = (projector: Projector<Balance>, count: number) =>
      expect.poll(() => projector.health().handled + projector.health().duplicates, { timeout: 10_000, interval: 10 }).toBe(count);
    const totals = async (projector: Projector<Balance>) =>
      Object.fromEntries([...(await projector.all())].map(([id, { total, count }]) => [id, [total, count]]));
    const builds = async () => {
      const { rows } = await store.query<{ build: string }>(
        `select distinct build::text as build from (select build from eventwright_projection_state
         union all select build from eventwright_projection_journal union all select build from eventwright_projection_checkpoint) b order by 1`,
      );
      return rows.map((row) => row.build);
    };

    it("folds each event once, whatever is delivered twice", async () => {
      const shop = await bank(memoryTransport({ faults: { duplicate: { topic: "bank" }, redeliver: { topic: "bank", every: 2 } } }));
      const projector = await started(shop.projector(store));
      await shop.deposit("e1", "ann", 5, new Date(1_000));
      await shop.deposit("e2", "ann", 7, new Date(2_000));
      await shop.deposit("e1", "ann", 5, new Date(1_000));
      await shop.deposit("e3", "bob", 1);
      await expect.poll(() => totals(projector), { timeout: 10_000 }).toEqual({ ann: [12, 2n], bob: [1, 1n] });
      await shop.close("e4", "bob");
      await expect.poll(() => projector.get("bob"), { timeout: 10_000 }).toBeUndefined();
      expect(await projector.get("ann")).toEqual({ total: 12, count: 2n, last: new Date(2_000) });
      expect(await projector.get("nobody")).toBeUndefined();
    });

    it("starts and closes once, however often it is told to", async () => {
      const shop = await bank();
      const projector = shop.projector(store);
      const starting = projector.start();
      expect(projector.start()).toBe(starting);
      await starting;
      const closing = projector.close();
      expect(projector.close()).toBe(closing);
      await closing;
      await expect(projector.start()).rejects.toMatchObject({ code: "CONSUMER_CLOSED" });
    });

    it("keeps a checkpoint of each partition", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      for (let n = 0; n < 6; n += 1) await shop.deposit(`e${n}`, `a${n}`, 1);
      await handled(projector, 6);
      const ends = (await shop.transport.offsets("bank")).map(({ next }, part) => ({ part, next: next.toString() }));
      const { rows } = await store.query("select part, next_offset::text as next from eventwright_projection_checkpoint order by part");
      expect(rows).toEqual(ends.filter(({ next }) => next !== "0"));
    });

    it("tells the history of a state, and the state as of a time and as of a place", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      const [first] = await shop.deposit("e1", "ann", 5, new Date(1_000));
      await shop.close("e2", "ann", new Date(2_000));
      await shop.deposit("e3", "ann", 7, new Date(3_000));
      await shop.deposit("late", "ann", 100, new Date(1_500));
      await handled(projector, 4);
      const history = await projector.history("ann");
      expect(history.map((step) => [step.name, step.id, step.time.getTime(), step.state?.total])).toEqual([
        ["Deposited", "e1", 1_000, 5],
        ["Closed", "e2", 2_000, undefined],
        ["Deposited", "e3", 3_000, 7],
        ["Deposited", "late", 1_500, 107],
      ]);
      expect(history[0]).toMatchObject({ topic: "bank", partition: first?.partition, offset: first?.offset });
      expect(await projector.asOf("ann", new Date(999))).toBeUndefined();
      expect(await projector.asOf("ann", new Date(1_000))).toMatchObject({ total: 5 });
      expect(await projector.asOf("ann", new Date(1_500))).toMatchObject({ total: 105 });
      // What is known now about then: the deposit that arrived late happened before the account was closed, and the log's order stays.
      expect(await projector.asOf("ann", new Date(2_500))).toMatchObject({ total: 100 });
      expect(await projector.asOf("ann", { partition: first?.partition ?? 0, offset: first?.offset ?? 0n })).toMatchObject({ total: 5 });
      expect(await projector.asOf("ann", new Date(9_000))).toEqual(await projector.get("ann"));
    });

    it("loses no update when two keys fold into the same state at once", async () => {
      const shop = await bank();
      const one = createProjector(
        bankTopic,
        { ...balances(), id: { Deposited: () => "all", Closed: () => "all" } },
        {
          ...shop,
          store,
          group: "one",
          log: { debug() {}, info() {}, warn() {}, error() {} },
        },
      );
      await started(one);
      await Promise.all(Array.from({ length: 40 }, (_, n) => shop.deposit(`e${n}`, `key-${n}`, 1)));
      await handled(one, 40);
      expect(await one.get("all")).toMatchObject({ total: 40, count: 40n });
      const steps = await one.history("all");
      expect(steps.map(({ state }) => state?.total)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    });

    it("rebuilds to what live folding came to, and says what it did", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      for (let n = 0; n < 60; n += 1) await shop.deposit(`e${n % 50}`, `a${(n % 50) % 7}`, n % 50);
      await shop.close("closed", "a3");
      await shop.send("a1", Buffer.from([9, 9, 9]));
      await handled(projector, 61);
      const live = await totals(projector);
      const histories = await Promise.all(Object.keys(live).map((id) => projector.history(id)));
      const rebuilt = await projector.rebuild();
      expect(rebuilt).toMatchObject({ events: 51, states: 6, skipped: 1 });
      expect(await totals(projector)).toEqual(live);
      expect(await Promise.all(Object.keys(live).map((id) => projector.history(id)))).toEqual(histories);
      expect(await builds()).toEqual(["2"]);
      await shop.deposit("after", "a1", 1_000);
      await shop.deposit("e1", "a1", 1_000);
      await handled(projector, 63);
      expect((await totals(projector)).a1?.[0]).toBe((live.a1?.[0] as number) + 1_000);
    });

    it("rebuilds while events keep coming and reads are answered", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      for (let n = 0; n < 100; n += 1) await shop.deposit(`before-${n}`, `a${n % 5}`, 1);
      await handled(projector, 100);
      let running = true;
      let sent = 0;
      const traffic = (async () => {
        for (; running; sent += 1) {
          await shop.deposit(`during-${sent}`, `a${sent % 5}`, 1);
          if (sent % 10 === 0) await shop.deposit(`during-${sent}`, `a${sent % 5}`, 1);
          await new Promise((done) => setTimeout(done, 1));
        }
      })();
      const seen: number[] = [];
      const reads = (async () => {
        for (; running; ) {
          seen.push((await projector.get("a0"))?.total ?? -1);
          await new Promise((done) => setTimeout(done, 5));
        }
      })();
      for (let round = 0; round < 3; round += 1) await projector.rebuild();
      running = false;
      await Promise.all([traffic, reads]);
      const all = async () => Object.values(await totals(projector)).reduce((sum, [total]) => sum + Number(total), 0);
      await expect.poll(all, { timeout: 20_000 }).toBe(100 + sent);
      // Never less than before: no read met an unfinished build.
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
      expect(seen[0]).toBeGreaterThanOrEqual(20);
      expect(await builds()).toEqual(["4"]);
    });

    it("a rebuild that dies leaves the live one as it was, and the next one removes what it left", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      for (let n = 0; n < 700; n += 1) await shop.deposit(`e${n}`, `a${n % 3}`, 1);
      await handled(projector, 700);
      const live = await totals(projector);
      const dying = shop.projector(store, { transport: dyingAfter(shop.transport, 620) });
      await expect(dying.rebuild()).rejects.toThrow("killed");
      expect(await builds()).toEqual(["1", "2"]);
      expect(await totals(projector)).toEqual(live);
      await shop.deposit("more", "a0", 5);
      await handled(projector, 701);
      expect((await projector.get("a0"))?.total).toBe((live.a0?.[0] as number) + 5);
      await projector.rebuild();
      expect(await builds()).toEqual(["3"]);
      expect((await projector.get("a0"))?.total).toBe((live.a0?.[0] as number) + 5);
    });

    it("a rebuild that retention overtakes says so instead of leaving a hole, and the next one begins with what is left", async () => {
      const shop = await bank();
      for (let n = 0; n < 1_300; n += 1) await shop.deposit(`e${n}`, "ann", 1);
      const partition = partitionOf(Buffer.from("ann"), bankTopic.partitions, 0);
      const trim = () => shop.transport.control.trim({ topic: bankTopic.name, partition }, 1_200n);
      const behind = shop.projector(store, { transport: whenAt(shop.transport, 400, trim) });
      await expect(behind.rebuild()).rejects.toMatchObject({ code: "LOG_OVERTAKEN" });
      expect((await behind.all()).size).toBe(0);
      expect(await behind.rebuild()).toMatchObject({ events: 100 });
    });

    it("a rebuild misses nothing that retention takes between its rounds", async () => {
      const shop = await bank();
      for (let n = 0; n < 300; n += 1) await shop.deposit(`e${n}`, "ann", 1);
      const partition = partitionOf(Buffer.from("ann"), bankTopic.partitions, 0);
      // More than a small gap, so that there is another round; what it is to begin with is gone by then.
      const act = async () => {
        for (let n = 0; n < 300; n += 1) await shop.deposit(`late-${n}`, "ann", 1);
        shop.transport.control.trim({ topic: bankTopic.name, partition }, 550n);
      };
      const behind = shop.projector(store, { transport: whenAt(shop.transport, 300, act) });
      await expect(behind.rebuild()).rejects.toMatchObject({ code: "LOG_OVERTAKEN" });
    });

    it("of two rebuilds the later one wins, and the earlier one says so", async () => {
      const shop = await bank();
      for (let n = 0; n < 300; n += 1) await shop.deposit(`e${n}`, "ann", 1);
      let second: Promise<unknown> = Promise.resolve();
      const later = shop.projector(store);
      const earlier = shop.projector(store, {
        transport: whenRead(shop.transport, async () => {
          second = later.rebuild();
          await second;
        }),
      });
      await expect(earlier.rebuild()).rejects.toMatchObject({ code: "PROJECTION_REBUILD_SUPERSEDED" });
      await second;
      expect(await later.get("ann")).toMatchObject({ total: 300 });
    });

    it("a live consumer that comes to events that a rebuild has folded does not fold them again", async () => {
      const shop = await bank();
      for (let n = 0; n < 30; n += 1) await shop.deposit(`e${n}`, `a${n % 3}`, 2);
      const projector = shop.projector(store);
      await projector.rebuild();
      expect(await totals(projector)).toEqual({ a0: [20, 10n], a1: [20, 10n], a2: [20, 10n] });
      await started(projector);
      await handled(projector, 30);
      expect(await totals(projector)).toEqual({ a0: [20, 10n], a1: [20, 10n], a2: [20, 10n] });
    });

    it("a higher version fills beside the lower one", async () => {
      const shop = await bank();
      const first = await started(shop.projector(store));
      await shop.deposit("e1", "ann", 5);
      await handled(first, 1);
      const second = shop.projector(store, { version: 2 });
      expect(await second.get("ann")).toBeUndefined();
      await started(second);
      await handled(second, 1);
      expect(await second.get("ann")).toEqual(await first.get("ann"));
      await second.rebuild();
      expect(await first.get("ann")).toMatchObject({ total: 5 });
    });

    it("asks for a rebuild when the journal was written with a schema nobody knows any more", async () => {
      const shop = await bank();
      const projector = await started(shop.projector(store));
      await shop.deposit("e1", "ann", 5);
      await handled(projector, 1);
      await store.query("update eventwright_projection_journal set fingerprint = 'forgotten'");
      await expect(projector.history("ann")).rejects.toMatchObject({ code: "PROJECTION_REBUILD_NEEDED" });
      expect(await projector.get("ann")).toMatchObject({ total: 5 });
      await projector.rebuild();
      expect(await projector.history("ann")).toHaveLength(1);
      expect(deposited.fingerprint).toHaveLength(64);
    });

    it("rebuilds 10 000 events within seconds", async () => {
      const shop = await bank();
      for (let n = 0; n < 10_000; n += 1) await shop.deposit(`e${n}`, `a${n % 500}`, 1);
      const projector = shop.projector(store);
      const { events, states, tookMs } = await projector.rebuild();
      expect({ events, states }).toEqual({ events: 10_000, states: 500 });
      expect(tookMs).toBeLessThan(8_000);
    }, 60_000);
  });
}

/** Ends the first read after so many records, as the process's death would. */
function dyingAfter(transport: Transport, count: number): Transport {
  return {
    ...bound(transport),
    async *read(topic, range) {
      let left = count;
      for await (const record of transport.read(topic, range)) {
        if (left === 0) throw new Error("killed");
        left -= 1;
        yield record;
      }
    },
  };
}

/** Acts once, after the given number of records was read. */
function whenAt(transport: Transport, count: number, act: () => Promise<void> | void): Transport {
  let left = count;
  return {
    ...bound(transport),
    async *read(topic, range) {
      for await (const record of transport.read(topic, range)) {
        yield record;
        left -= 1;
        if (left === 0) await act();
      }
    },
  };
}

function whenRead(transport: Transport, act: () => Promise<void>): Transport {
  let first = true;
  return {
    ...bound(transport),
    async *read(topic, range) {
      if (first) {
        first = false;
        await act();
      }
      yield* transport.read(topic, range);
    },
  };
}

function bound(transport: Transport): Transport {
  return {
    name: transport.name,
    partitions: (topic) => transport.partitions(topic),
    send: (records, options) => transport.send(records, options),
    subscribe: (options, intake) => transport.subscribe(options, intake),
    read: (topic, range) => transport.read(topic, range),
    offsets: (topic) => transport.offsets(topic),
    committed: (group, topic) => transport.committed(group, topic),
    createTopics: (topics) => transport.createTopics(topics),
    close: () => transport.close(),
  };
}

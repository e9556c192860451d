import { describe, expect, it } from "vitest";
import type { Store } from "../../../../runtime/store/store.js";
import { setStage, stage } from "./stage.js";
import { pause, topicName, until, world } from "./world.js";

setStage();
const { store, running, nextGroup, effectOf, effects, started } = stage;

describe("trouble around", () => {
  it("waits for the registry: nothing is dead-lettered, and it goes on by itself", async () => {
    const w = await world();
    const group = nextGroup();
    w.registry.fail();
    for (let seq = 0; seq < 5; seq++) await w.placed({ customerId: `c${seq}`, seq });
    await started(w.consumer({ group, store }, effectOf(group)));
    await until("trouble", () => running[0]?.health().trouble !== undefined);
    await pause(100);
    expect(await w.dead()).toHaveLength(0);
    w.registry.recover();
    await until("committed", async () => (await w.committed(group))[0] === 5n);
    expect(await effects(group)).toHaveLength(5);
    expect(await w.dead()).toHaveLength(0);
    expect(running[0]?.health().trouble).toBeUndefined();
  });

  it("waits for a database that is out of order: the record is not at fault", async () => {
    const w = await world();
    const group = nextGroup();
    let broken = true;
    const sick: Store = {
      ...store,
      transaction: (work, options) => {
        if (!broken) return store.transaction(work, options);
        return Promise.reject(
          Object.assign(new Error("cannot execute INSERT in a read-only transaction"), { severity: "ERROR", code: "25006" }),
        );
      },
    };
    await w.placed({ customerId: "c1" });
    await started(w.consumer({ group, store: sick }, effectOf(group)));
    await pause(400);
    broken = false;
    await until("committed", async () => (await w.committed(group))[0] === 1n);
    expect(await w.dead()).toHaveLength(0);
    expect(await effects(group)).toHaveLength(1);
  });

  it("waits for tables that are not there yet", async () => {
    const w = await world();
    const group = nextGroup();
    let missing = true;
    const behind: Store = {
      ...store,
      transaction: (work, options) =>
        store.transaction(
          (tx) => work(missing ? { query: (sql, params) => tx.query(sql.replace("eventwright_inbox", "not_there"), params) } : tx),
          options,
        ),
    };
    await w.placed({ customerId: "c1" });
    await started(w.consumer({ group, store: behind }, effectOf(group)));
    await until("trouble", () => running[0]?.health().trouble?.includes("not_there") === true);
    await pause(300);
    missing = false;
    await until("committed", async () => (await w.committed(group))[0] === 1n);
    expect(await w.dead()).toHaveLength(0);
    expect(running[0]?.health()).toMatchObject({ handled: 1, retries: 0, trouble: undefined });
  });

  it("commits again after a refusal", async () => {
    const w = await world();
    const group = nextGroup();
    w.transport.control.failCommits(2);
    await w.placed({ customerId: "c1" });
    await started(w.consumer({ group, store }, effectOf(group)));
    await until("committed", async () => (await w.committed(group))[0] === 1n);
    expect(w.log.lines.filter(({ level }) => level === "warn")).not.toEqual([]);
  });

  it("starts a log that went backwards from its new beginning", async () => {
    const w = await world();
    const group = nextGroup();
    for (let seq = 0; seq < 4; seq++) await w.placed({ customerId: "c1", seq });
    const consumer = await started(w.consumer({ group, store }, effectOf(group)));
    await until("committed", async () => (await w.committed(group))[0] === 4n);
    await consumer.close();
    const rewound = await world({ faults: { redeliver: { topic: topicName, every: 3 } } });
    for (let seq = 0; seq < 6; seq++) await rewound.placed({ customerId: "c2", seq });
    await started(rewound.consumer({ group, store, tuning: { commitEveryMs: 1 } }, effectOf(group)));
    await until("committed", async () => (await rewound.committed(group))[0] === 6n);
    expect((await effects(group)).filter(({ customer }) => customer === "c2").map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

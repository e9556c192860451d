import { describe, expect, it } from "vitest";
import type { CrashPoint } from "../../../../runtime/consumer/consumer.js";
import { setStage, stage } from "./stage.js";
import { crashOnce, until, world } from "./world.js";

setStage();
const { store, nextGroup, effectOf, effects, inboxRows, started } = stage;

describe("a crash", () => {
  const points: readonly CrashPoint[] = ["before-claim", "after-claim", "after-effect", "after-commit"];
  it.each(points)("%s: after a restart every effect is there once", async (point) => {
    const w = await world();
    const group = nextGroup();
    for (let seq = 0; seq < 6; seq++) await w.placed({ customerId: `c${seq % 2}`, seq });
    const { at, crashed } = crashOnce(point, () => w.transport.control.crash(group));
    await started(w.consumer({ group, store, at }, effectOf(group)));
    await until(`killed ${point}`, crashed, 3_000);
    await started(w.consumer({ group, store }, effectOf(group)));
    await until("committed", async () => (await w.committed(group))[0] === 6n);
    const all = await effects(group);
    expect(all).toHaveLength(6);
    for (const key of ["c0", "c1"]) {
      const seqs = all.filter(({ customer }) => customer === key).map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    }
    expect(await inboxRows(group)).toBe(6);
    expect(await w.dead()).toHaveLength(0);
  });
});

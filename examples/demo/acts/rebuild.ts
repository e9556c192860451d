import { isDeepStrictEqual } from "node:util";
import type { OrderSummary } from "../projections/order-summary.projection.js";
import type { World } from "../world.js";
import { type Act, off } from "./act.js";

/** Replay: the read model is made anew from the log, beside the one that answers, and is the same. */
export const rebuild: Act = async (world) => {
  const before = await ownSummaries(world);
  const { events, states, tookMs } = await world.service().rebuild();
  const after = await ownSummaries(world);
  return {
    title: "Rebuild",
    fact: `${events} events replayed in ${(tookMs / 1000).toFixed(1)} s, ${isDeepStrictEqual(before, after) ? "same state" : "another state"}`,
    off: off(
      [states >= before.size, `${states} states after, ${before.size} before`],
      [isDeepStrictEqual(before, after), "the rebuilt read model differs"],
      [events >= world.book.orders().length, `${events} events replayed of ${world.book.orders().length}`],
    ),
  };
};

/** A broker of yours may hold older runs, whose orders the live read model may not have reached yet. */
async function ownSummaries(world: World): Promise<ReadonlyMap<string, OrderSummary>> {
  const own = new Set(world.book.orders("OrderCreated").map(({ orderId }) => orderId));
  return new Map([...(await world.service().summaries())].filter(([id]) => own.has(id)));
}

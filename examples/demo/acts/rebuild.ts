import { isDeepStrictEqual } from "node:util";
import { type Act, off } from "./act.js";

/** Replay: the read model is made anew from the log, beside the one that answers, and is the same. */
export const rebuild: Act = async (world) => {
  const before = await world.service().summaries();
  const { events, states, tookMs } = await world.service().rebuild();
  const after = await world.service().summaries();
  return {
    title: "Rebuild",
    fact: `${events} events replayed in ${(tookMs / 1000).toFixed(1)} s, ${isDeepStrictEqual(before, after) ? "same state" : "another state"}`,
    off: off(
      [states === before.size, `${states} states after, ${before.size} before`],
      [isDeepStrictEqual(before, after), "the rebuilt read model differs"],
      [events >= world.book.orders().length, `${events} events replayed of ${world.book.orders().length}`],
    ),
  };
};

import { setTimeout as sleep } from "node:timers/promises";
import { placeOrder } from "../orders.js";
import { type Act, off } from "./act.js";
import { outOfOrder, settledLedger } from "./order-per-key.js";

/** A restart in the middle: SIGKILL after the effect and before its commit; orders go on arriving; the effect still happens once. */
export const crash: Act = async (world) => {
  const eventId = crypto.randomUUID();
  await world.service().crashOn(eventId, "after-effect");
  const { gone } = world.service();
  await placeOrder(world, { n: 16, customer: 3, eventId });
  await placeOrder(world, { n: 17, customer: 3 });
  const died = await Promise.race([gone.then(() => true), sleep(10_000, false)]);
  await placeOrder(world, { n: 18, customer: 4 });
  if (died) await world.restart();
  const published = world.book.orders();
  const written = await settledLedger(world);
  world.counts.effects = written.length;
  return {
    title: "Crash",
    fact: `killed after the effect, before its commit; restarted; ${written.length} effects of ${published.length} events`,
    off: off(
      [died, "the service did not die"],
      [written.length === published.length, `${written.length} effects of ${published.length} events`],
      [outOfOrder(published, written).length === 0, "the order of a customer's events was not kept"],
    ),
  };
};

import { placeOrder } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";

/** Retry with exponential back-off: a handler fails twice and passes at the third attempt; nothing overtakes it within its key. */
export const retry: Act = async (world) => {
  const n = 15;
  const failures = 2;
  await world.service().failOn(`${world.run}-o-${n}`, failures);
  const before = await world.service().health();
  const order = await placeOrder(world, { n, customer: 2 });
  const sent = await until(
    async () => (await world.service().effects("mailer")).filter(({ eventId }) => eventId === order.eventId),
    ({ length }) => length > 0,
  );
  const waits = await world.service().waits();
  const health = await world.service().health();
  world.counts.retries = waits.length;
  return {
    title: "Retry",
    fact: `o-${n} failed twice (waited ${waits.map((wait) => `${wait} ms`).join(", ")}), then passed`,
    off: off(
      [sent.length === 1, `${sent.length} confirmations were sent`],
      [waits.length === failures, `${waits.length} waits were seen, not ${failures}`],
      [health.mailer?.dead === before.mailer?.dead, "the order was dead-lettered"],
    ),
  };
};

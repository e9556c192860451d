import { placeOrder } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";

/** Event notification: orders are published once; warehouse and mailer react, and neither knows of the other or of the shop. */
export const notification: Act = async (world) => {
  const count = 12;
  for (let n = 1; n <= count; n += 1) await placeOrder(world, { n, customer: (n % 4) + 1 });
  const reactions = await Promise.all(
    ["warehouse", "mailer"].map((name) =>
      until(
        () => world.service().effects(name),
        ({ length }) => length >= count,
      ),
    ),
  );
  world.counts.notified = reactions.reduce((sum, { length }) => sum + length, 0);
  return {
    title: "Notification",
    fact: `${count} orders published, 2 services reacted, neither knows the other`,
    off: off(
      ...reactions.map(
        (effects, at) => [effects.length === count, `service ${at + 1} reacted ${effects.length} times to ${count} orders`] as const,
      ),
    ),
  };
};

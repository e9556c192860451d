import { until } from "../until.js";
import { type Act, off } from "./act.js";

/** CQRS: the orders as events built a table that is asked, not replayed. */
export const readModel: Act = async (world) => {
  const wanted = new Set(world.book.orders("OrderCreated").map(({ orderId }) => orderId));
  const summaries = await until(
    async () => [...(await world.service().summaries())].filter(([id]) => wanted.has(id)).map(([, summary]) => summary),
    (found) => found.length === wanted.size && found.every(({ status, orderId }) => status === world.book.statusOf(orderId)),
  );
  const cents = summaries.reduce((sum, { total }) => sum + BigInt(total.replace(".", "")), 0n);
  const wrong = summaries.filter(({ status, orderId }) => status !== world.book.statusOf(orderId));
  world.counts.summaries = summaries.length;
  world.counts.cents = Number(cents);
  return {
    title: "Read model",
    fact: `order_summary: ${summaries.length} orders, ${new Set(summaries.map(({ customerId }) => customerId)).size} customers, total ${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`,
    off: off(
      [summaries.length === wanted.size, `${summaries.length} of ${wanted.size} orders are in the read model`],
      [wrong.length === 0, `${wrong.map(({ orderId, status }) => `${orderId} is ${status}`).join(", ")}`],
    ),
  };
};

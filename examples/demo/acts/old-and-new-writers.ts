import { placeOldOrder, placeOrder } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";
import { settledLedger } from "./order-per-key.js";

/** Schema evolution: a producer that was never redeployed still writes version 1, and today's readers read it. */
export const oldAndNewWriters: Act = async (world) => {
  const old = await placeOldOrder(world, { n: 13, customer: 1 });
  const current = await placeOrder(world, { n: 14, customer: 1 });
  await settledLedger(world);
  const read = await until(
    () => Promise.all([old, current].map(({ orderId }) => world.service().summary(orderId))),
    (summaries) => summaries.every(Boolean),
  );
  return {
    title: "Old and new writers",
    fact: `OrderCreated v1 and v3 on one topic, one reader: channels ${read.map((summary) => summary?.channel).join(" and ")}`,
    off: off(
      [read[0]?.channel === "UNKNOWN", `the version 1 order has channel ${read[0]?.channel}, not the default`],
      [read[1]?.channel === "WEB", `the version 3 order has channel ${read[1]?.channel}`],
    ),
  };
};

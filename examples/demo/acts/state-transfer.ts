import { authorizePayment } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";

/** Event-carried state transfer: billing answers from the copy it keeps of what orders told it about customers. */
export const stateTransfer: Act = async (world) => {
  const orders = world.book.orders("OrderCreated");
  for (const { orderId, customerId } of orders) await authorizePayment(world, { orderId, customerId });
  const invoices = await until(
    () => world.service().effects("billing"),
    ({ length }) => length >= orders.length,
  );
  const unknown = invoices.filter(({ fact }) => fact.includes("nobody known"));
  world.counts.invoices = invoices.length;
  return {
    title: "State transfer",
    fact: `billing answered ${invoices.length} questions from its own copy of ${new Set(orders.map(({ customerId }) => customerId)).size} customers, 0 calls to the shop`,
    off: off(
      [invoices.length === orders.length, `${invoices.length} invoices for ${orders.length} payments`],
      [unknown.length === 0, `${unknown.length} customers were not in billing's copy`],
    ),
  };
};

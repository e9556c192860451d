import type { Entry } from "../book.js";
import { cancelOrder, payOrder, shipOrder } from "../orders.js";
import type { Effect } from "../service/protocol.js";
import { until } from "../until.js";
import type { World } from "../world.js";
import { type Act, off } from "./act.js";

/** Per-key order: a customer's events share a partition and are handled in the order they were published. */
export const orderPerKey: Act = async (world) => {
  const orders = world.book.orders("OrderCreated");
  for (const [n, { orderId, customerId }] of orders.entries()) {
    await payOrder(world, { orderId, customerId });
    await (n % 6 === 5 ? cancelOrder(world, { orderId, customerId }) : shipOrder(world, { orderId, customerId }));
  }
  const published = world.book.orders();
  const written = await until(
    () => world.service().effects("ledger"),
    ({ length }) => length >= published.length,
  );
  const late = outOfOrder(published, written);
  world.counts.ordered = written.length;
  return {
    title: "Order per key",
    fact: `${world.book.customers().length} customers, ${published.length} events, per-customer order kept over ${await world.transport.partitions("orders.events")} partitions`,
    off: off(
      [written.length === published.length, `${written.length} of ${published.length} events were handled`],
      [late.length === 0, `the order of ${late.join(", ")} was not kept`],
    ),
  };
};

/** Customers whose events were not handled exactly in the order of their publication. */
export function outOfOrder(published: readonly Entry[], written: readonly Effect[]): readonly string[] {
  const sequence = (events: readonly { readonly customerId: string; readonly eventId: string }[], customerId: string) =>
    events
      .filter((event) => event.customerId === customerId)
      .map(({ eventId }) => eventId)
      .join();
  return [...new Set(published.map(({ customerId }) => customerId))].filter((id) => sequence(published, id) !== sequence(written, id));
}

/** The effects that the ledger has once everything published is handled. */
export function settledLedger(world: World): Promise<readonly Effect[]> {
  const { length: wanted } = world.book.orders();
  return until(
    () => world.service().effects("ledger"),
    ({ length }) => length >= wanted,
  );
}

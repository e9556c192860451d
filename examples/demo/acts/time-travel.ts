import { type Act, off } from "./act.js";

/** Temporal queries and the audit trail: what was this order a moment before its last event, and what is it now. */
export const timeTravel: Act = async (world) => {
  const order = world.book.orders("OrderCreated")[0];
  const orderId = order?.orderId ?? "";
  const history = await world.service().history(orderId);
  const last = history.at(-1);
  const before = new Date((last?.time.getTime() ?? 0) - 1);
  const then = await world.service().asOf(orderId, before);
  const now = await world.service().summary(orderId);
  const published = world.book.orders().filter((entry) => entry.orderId === orderId);
  return {
    title: "Time travel",
    fact: `as of ${before.toISOString().slice(11, 23)} order o-1 was ${then?.status}; now ${now?.status}; ${history.length} steps in its trail`,
    off: off(
      [history.length === published.length, `the trail has ${history.length} steps for ${published.length} events`],
      [
        history.map(({ event }) => event).join() === published.map(({ name }) => name).join(),
        "the trail's events are not the published ones",
      ],
      [then !== undefined && then.status === history.at(-2)?.state?.status, `as of then it was ${then?.status}`],
      [now?.status === last?.state?.status && now?.status !== then?.status, `now it is ${now?.status}`],
    ),
  };
};

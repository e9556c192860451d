import { defineProjection } from "eventwright/gen";
import type { OrdersEvent } from "../orders/orders.consumer.js";

/** What is kept for each place.constructor. */
export interface OrdersByPlace {
  readonly events: number;
}

/** Yours from here on: codegen adds the handlers of new events, marks those of lost ones, and touches nothing else. */
export const ordersByPlace = defineProjection<OrdersEvent, OrdersByPlace>()({
  name: "orders_by_place",
  version: 1,
  initial: () => ({ events: 0 }),
  id: {
    Paid: (event) => event.data.place.constructor,
  },
  evolve: {
    Paid: (state) => ({ ...state, events: state.events + 1 }),
  },
});

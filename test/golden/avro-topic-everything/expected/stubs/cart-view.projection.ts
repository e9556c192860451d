import { defineProjection } from "eventwright/gen";
import type { CartsEvent } from "../carts/carts.consumer.js";

/** What is kept for each cart.id. */
export interface CartView {
  readonly events: number;
}

/** Yours from here on: codegen adds the handlers of new events, marks those of lost ones, and touches nothing else. */
export const cartView = defineProjection<CartsEvent, CartView>()({
  name: "cart_view",
  version: 1,
  initial: () => ({ events: 0 }),
  id: {
    ItemAdded: (event) => event.data.cart.id,
  },
  evolve: {
    ItemAdded: (state) => ({ ...state, events: state.events + 1 }),
  },
});

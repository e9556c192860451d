import { defineProjection } from "eventwright/gen";
import type { ShopEvent } from "../shop/shop.consumer.js";

/** What is kept for each cart.id. */
export interface CartView {
  readonly events: number;
}

/** Yours from here on: codegen adds the handlers of new events, marks those of lost ones, and touches nothing else. */
export const cartView = defineProjection<ShopEvent, CartView>()({
  name: "cart_view",
  version: 1,
  initial: () => ({ events: 0 }),
  id: {
    CartEmptied: (event) => String(event.data.cart.id),
    ItemAdded: (event) => String(event.data.cart.id),
  },
  evolve: {
    CartEmptied: (state) => ({ ...state, events: state.events + 1 }),
    ItemAdded: (state) => ({ ...state, events: state.events + 1 }),
  },
});

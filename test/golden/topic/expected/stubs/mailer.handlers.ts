import { type Consumer, type ConsumerOptions, ignore, type Tx } from "eventwright/gen";
import { type ShopHandlers, shopConsumer } from "../shop/shop.consumer.js";

/** Yours from here on: codegen adds the handlers of new events, marks those of lost ones, and touches nothing else. */
export const mailerHandlers: ShopHandlers<Tx> = {
  CartEmptied: ignore,
  ItemAdded: ignore,
};

/** Consumes shop.events; inbox row and effects share `context.tx`. */
export function mailer(options: Omit<ConsumerOptions<Tx>, "group">): Consumer {
  return shopConsumer({ group: "mailer", ...options }, mailerHandlers);
}

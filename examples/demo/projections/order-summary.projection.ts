import { defineProjection } from "eventwright/gen";
import type { OrdersEvent } from "../../../generated/index.js";

/** What the shop shows of one order. */
export interface OrderSummary {
  readonly orderId: string;
  readonly customerId: string;
  readonly channel: string;
  readonly lines: number;
  /** Exact, two decimals. */
  readonly total: string;
  readonly status: "PENDING" | "CREATED" | "PAID" | "SHIPPED" | "CANCELLED";
  /** Parcels on their way. */
  readonly parcels: readonly string[];
}

/** One row an order, from its events alone. */
export const orderSummary = defineProjection<OrdersEvent, OrderSummary>()({
  name: "order_summary",
  version: 1,
  initial: () => ({ orderId: "", customerId: "", channel: "UNKNOWN", lines: 0, total: "0.00", status: "PENDING", parcels: [] }),
  id: {
    OrderCreated: (event) => event.data.orderId,
    OrderPaid: (event) => event.data.orderId,
    OrderShipped: (event) => event.data.orderId,
    OrderCancelled: (event) => event.data.orderId,
  },
  evolve: {
    OrderCreated: (state, { data }) => ({
      ...state,
      orderId: data.orderId,
      customerId: data.customerId,
      channel: data.channel,
      lines: data.items.length,
      total: data.totalAmount,
      status: "CREATED",
    }),
    OrderPaid: (state) => ({ ...state, status: "PAID" }),
    OrderShipped: (state, { data }) => ({ ...state, status: "SHIPPED", parcels: [...state.parcels, ...data.trackingNumbers] }),
    OrderCancelled: (state) => ({ ...state, status: "CANCELLED" }),
  },
});

import {
  type Consumer,
  type CrashPoint,
  type DeadLetter,
  ignore,
  type Log,
  type Registry,
  type Store,
  type Transport,
  type Tx,
} from "eventwright/runtime";
import { type OrderCreated, type OrdersEvent, ordersConsumer, paymentsConsumer } from "../../../generated/index.js";
import { addEffect, cityOf, copyCustomer } from "./tables.js";

interface Parts {
  readonly transport: Transport;
  readonly registry: Registry;
  readonly store: Store;
  readonly log: Log;
}

/** What the services of the process are, and what the demo may do to them. */
export interface Consumers {
  start(): Promise<void>;
  close(): Promise<void>;
  health(): Record<string, ReturnType<Consumer["health"]>>;
  readonly waits: readonly number[];
  readonly dead: readonly Omit<DeadLetter, "error">[];
  failOn(orderId: string, times: number): void;
  crashOn(eventId: string, point: CrashPoint): void;
}

/** Warehouse and mailer are notified; billing keeps its own copy of customers; the ledger writes every event down. */
export function openConsumers(parts: Parts, run: string): Consumers {
  const flaky = flakyMailer();
  const doom = { eventId: "", point: "" };
  const dead: Omit<DeadLetter, "error">[] = [];
  const options = (name: string) => ({ ...parts, group: `${run}.${name}` });
  const note =
    (name: string, fact: string) =>
    (event: OrdersEvent, { tx }: { readonly tx: Tx }) =>
      addEffect(tx, effect(`${run}.${name}`, event, fact));
  const written = note("ledger", "written down");
  const consumers: Record<string, Consumer> = {
    warehouse: ordersConsumer(options("warehouse"), {
      OrderCreated: note("warehouse", "items reserved"),
      OrderPaid: ignore,
      OrderShipped: ignore,
      OrderCancelled: ignore,
    }),
    mailer: ordersConsumer(options("mailer"), {
      OrderCreated: async (event, context) => {
        flaky.attempt(event.data.orderId);
        await note("mailer", "confirmation sent")(event, context);
      },
      OrderPaid: ignore,
      OrderShipped: ignore,
      OrderCancelled: ignore,
    }),
    "billing-orders": ordersConsumer(options("billing-orders"), {
      OrderCreated: (event, { tx }) =>
        copyCustomer(tx, { service: `${run}.billing`, customerId: event.data.customerId, city: cityIn(event.data) }),
      OrderPaid: ignore,
      OrderShipped: ignore,
      OrderCancelled: ignore,
    }),
    "billing-payments": paymentsConsumer(options("billing-payments"), {
      PaymentAuthorized: async (event, { tx }) => {
        const city = await cityOf(tx, `${run}.billing`, event.data.customerId);
        await addEffect(tx, effect(`${run}.billing`, event, `invoice to ${city ?? "nobody known"}`));
      },
      PaymentFailed: ignore,
      PaymentRefunded: ignore,
    }),
    ledger: ordersConsumer(
      {
        ...options("ledger"),
        onDead: ({ reason, attempts, origin, letter }) => dead.push({ reason, attempts, origin, letter }),
        at: (point, event) => {
          if (point === doom.point && event.id === doom.eventId) process.kill(process.pid, "SIGKILL");
        },
      },
      { OrderCreated: written, OrderPaid: written, OrderShipped: written, OrderCancelled: written },
    ),
  };
  return {
    start: async () => void (await Promise.all(Object.values(consumers).map((consumer) => consumer.start()))),
    close: async () => void (await Promise.all(Object.values(consumers).map((consumer) => consumer.close()))),
    health: () => Object.fromEntries(Object.entries(consumers).map(([name, consumer]) => [name, consumer.health()])),
    waits: flaky.waits,
    dead,
    failOn: flaky.failOn,
    crashOn: (eventId, point) => void Object.assign(doom, { eventId, point }),
  };
}

/** A mailer that fails on one order as often as told, and keeps the time between its attempts. */
function flakyMailer() {
  const waits: number[] = [];
  let doomed = { orderId: "", left: 0, last: 0 };
  return {
    waits,
    failOn: (orderId: string, times: number) => {
      doomed = { orderId, left: times, last: 0 };
    },
    attempt: (orderId: string) => {
      if (orderId !== doomed.orderId) return;
      const now = performance.now();
      if (doomed.last > 0) waits.push(Math.round(now - doomed.last));
      doomed.last = now;
      if (doomed.left > 0) {
        doomed.left -= 1;
        throw new Error("the mail server is busy");
      }
    },
  };
}

function effect(service: string, { id, name, partition, offset, data }: AnyEvent, fact: string) {
  return { service, eventId: id, eventName: name, customerId: data.customerId, partition, offset, fact };
}

/** What an order event and a payment event have in common. */
interface AnyEvent {
  readonly id: string;
  readonly name: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly data: { readonly customerId: string };
}

function cityIn({ delivery }: OrderCreated): string {
  return "acme.orders.Shipping" in delivery ? delivery["acme.orders.Shipping"].address.city : "pickup";
}

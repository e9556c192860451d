/** What the shop, the payment provider and an old producer of the demo publish. The only file that spells events out. */
import { createProducer, defineAvroCodec } from "eventwright/gen";
import type { LogRecord } from "eventwright/runtime";
import { type OrderCreated, ordersTopic } from "../../generated/index.js";
import type { Entry } from "./book.js";
import type { World } from "./world.js";

interface Order {
  readonly orderId: string;
  readonly customerId: string;
}

interface NewOrder {
  readonly n: number;
  /** Number of the customer. */
  readonly customer: number;
  /** Absent: the producer makes one. */
  readonly eventId?: string;
}

export function placeOrder(world: World, { n, customer, eventId }: NewOrder): Promise<Entry> {
  const order = { orderId: `${world.run}-o-${n}`, customerId: `${world.run}-c-${customer}` };
  const event = { ...order, ...contents(n), channel: "WEB", voucher: null, note: null, eventId } as const;
  return world.book.add({ name: "OrderCreated", ...order }, world.orders.orderCreated(event));
}

/** As a service does that was built when version 1 was current and never since. */
export function placeOldOrder(world: World, { n, customer }: NewOrder): Promise<Entry> {
  const order = { orderId: `${world.run}-o-${n}`, customerId: `${world.run}-c-${customer}` };
  const { codec } = ordersTopic.events.OrderCreated;
  const first = codec.writers[0];
  if (!first) throw new Error("OrderCreated was never released");
  const old = defineAvroCodec<OrderCreated>({ name: codec.name, ...first, writers: [] });
  const { publish } = createProducer<{ OrderCreated: OrderCreated }>(
    { ...ordersTopic, events: { OrderCreated: { codec: old } } },
    { transport: world.transport, registry: world.registry, source: "/demo/old-shop", log: world.log },
  );
  return world.book.add(
    { name: "OrderCreated", ...order },
    publish("OrderCreated", { ...order, ...contents(n), remark: "please ring twice" }),
  );
}

export function payOrder(world: World, { orderId, customerId }: Order): Promise<Entry> {
  const order = { orderId, customerId };
  const event = { ...order, paymentId: `p-${order.orderId}`, amount: { amount: "19.90", currency: "EUR" }, method: "CARD" } as const;
  return world.book.add({ name: "OrderPaid", ...order }, world.orders.orderPaid({ ...event, settledAt: BigInt(Date.now()) * 1000n }));
}

export function shipOrder(world: World, { orderId, customerId }: Order): Promise<Entry> {
  const order = { orderId, customerId };
  return world.book.add(
    { name: "OrderShipped", ...order },
    world.orders.orderShipped({ ...order, carrier: "Post", trackingNumbers: [`t-${order.orderId}`], address, expectedOn: "2026-05-04" }),
  );
}

export function cancelOrder(world: World, { orderId, customerId }: Order): Promise<Entry> {
  const order = { orderId, customerId };
  return world.book.add(
    { name: "OrderCancelled", ...order },
    world.orders.orderCancelled({ ...order, reason: "CUSTOMER", refund: { amount: "19.90", currency: "EUR" } }),
  );
}

export function authorizePayment(world: World, { orderId, customerId }: Order): Promise<Entry> {
  const order = { orderId, customerId };
  const method = { kind: "card", last4: "4242", network: "visa" } as const;
  return world.book.add(
    { name: "PaymentAuthorized", ...order },
    world.payments.paymentAuthorized({ ...order, paymentId: `p-${order.orderId}`, amount: { value: "19.90", currency: "EUR" }, method }),
  );
}

/** Appends an order event with its last three bytes cut off. */
export async function appendDamaged(
  world: World,
): Promise<{ readonly partition: number; readonly offset: bigint; readonly value: Uint8Array }> {
  const [whole] = await publishedRecords(world, 1);
  if (!whole?.value) throw new Error("nothing was published yet");
  const value = whole.value.subarray(0, -3);
  const [at] = await world.transport.send([{ ...whole, value }]);
  if (!at) throw new Error("the broker did not answer");
  return { ...at, value };
}

/** Appends the first `count` order events of this run once more, byte for byte. */
export async function repeatRecords(world: World, count: number): Promise<void> {
  await world.transport.send(await publishedRecords(world, count));
}

async function publishedRecords(world: World, count: number): Promise<LogRecord[]> {
  const wanted = new Set(
    world.book
      .orders()
      .slice(0, count)
      .map(({ partition, offset }) => `${partition}@${offset}`),
  );
  const records: LogRecord[] = [];
  for await (const record of world.transport.read(ordersTopic.name)) {
    if (wanted.has(`${record.partition}@${record.offset}`)) records.push(record);
  }
  if (records.length !== wanted.size) throw new Error(`a replay of ${ordersTopic.name} gave ${records.length} of ${wanted.size} records`);
  return records;
}

const address = { name: "Ada", street: "Analytical Row 1", postalCode: "10115", city: "Berlin", country: "DE" };

function contents(n: number) {
  const unitPrice = { amount: `${n}.95`, currency: "EUR" };
  return {
    items: [{ sku: `sku-${n}`, quantity: 2, unitPrice, attributes: { colour: "blue" }, bundles: [["card", "ribbon"]] }],
    totalAmount: (n * 2 + 1.9).toFixed(2),
    delivery: n % 3 === 0 ? { "acme.orders.Pickup": { storeId: "s-1" } } : { "acme.orders.Shipping": { address, express: n % 2 === 0 } },
  } as const;
}

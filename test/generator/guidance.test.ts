import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, generated, readTree, repository, temporaryFolder, writeTree } from "./kit.js";

// A service as its author writes it: what tsc says about it is how a schema change reaches people.
const service = `import type { ProducerOptions, Store } from "eventwright/gen";
import { ordersConsumer } from "./orders/orders.consumer.js";
import { ordersProducer } from "./orders/orders.producer.js";

declare const options: ProducerOptions;
declare const store: Store;
export const consumer = ordersConsumer(
  { transport: options.transport, registry: options.registry, group: "mail", store },
  {
    OrderCreated: async (event, { tx }) => {
      await tx.query("insert into mail values ($1)", [event.data.customerId]);
    },
    OrderPaid: "ignore",
    OrderShipped: "ignore",
    OrderCancelled: "ignore",
  },
);
export const without = ordersConsumer(
  { transport: options.transport, registry: options.registry, group: "log", store: "none" },
  {
    OrderCreated: (_event, { tx }) => {
      const nothing: undefined = tx;
      return nothing;
    },
    OrderPaid: "ignore",
    OrderShipped: "ignore",
    OrderCancelled: "ignore",
  },
);
export function place(customerId: string) {
  return ordersProducer(options).orderCreated({
    orderId: "o-1",
    customerId,
    items: [],
    totalAmount: "0.00",
    delivery: { "acme.orders.Pickup": { storeId: "s-1" } },
  });
}
`;

const line = (text: string) => service.split("\n").findIndex((each) => each.includes(text)) + 1;

/** Compiles the service against what the changed schemas of this repository generate. */
async function said(change: (schemas: string) => void, code = service): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const schemas = join(folder, "schemas");
  cpSync(join(repository, "schemas"), schemas, { recursive: true });
  change(schemas);
  const out = join(folder, "out");
  const tree = await generated(schemas);
  writeTree(out, new Map([...tree].filter(([path]) => !path.startsWith("stubs/"))));
  writeFileSync(join(out, "user.ts"), code);
  return compile(out);
}

function edit(schemas: string, path: string, from: RegExp, to: string): void {
  const file = join(schemas, path);
  const before = readFileSync(file, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

test("the service compiles; with a store the handler has a transaction, without one it has none", async () => {
  expect(await said(() => {})).toEqual([]);
}, 60_000);

test("a renamed field leads tsc to the very handler and the very producer call", async () => {
  const found = await said((schemas) => {
    for (const event of ["order-created", "order-paid", "order-shipped", "order-cancelled"]) {
      edit(schemas, `orders/${event}.avsc`, /"name": "customerId"/, '"name": "buyerId"');
    }
    edit(schemas, "orders/topic.yaml", /key: customerId/, "key: buyerId");
  });
  expect(found).toEqual([
    expect.stringMatching(
      new RegExp(`^user.ts:${line("event.data.customerId")} Property 'customerId' does not exist on type 'OrderCreated'`),
    ),
    expect.stringMatching(new RegExp(`^user.ts:${line("    customerId,")} .*'customerId' does not exist in type 'NewOrderCreated'`)),
  ]);
}, 60_000);

test("a new event leads tsc to every consumer, and names the missing handler", async () => {
  const found = await said((schemas) => {
    const text = readFileSync(join(schemas, "orders/order-paid.avsc"), "utf8");
    writeFileSync(
      join(schemas, "orders/order-returned.avsc"),
      text.replace('"OrderPaid"', '"OrderReturned"').replace(/"PaymentMethod"/, '"Refund"'),
    );
  });
  expect(found).toHaveLength(2);
  expect(found[0]).toMatch(/^user\.ts:\d+ .*Property 'OrderReturned' is missing in type .* but required in type 'OrdersHandlers<Tx>'/);
  expect(found[1]).toMatch(/required in type 'OrdersHandlers<undefined>'/);
}, 60_000);

test("a new event changes no file but its own, the topic's and the indexes", async () => {
  const folder = temporaryFolder();
  const schemas = join(folder, "schemas");
  cpSync(join(repository, "schemas"), schemas, { recursive: true });
  const before = await generated(schemas);
  const text = readFileSync(join(schemas, "orders/order-paid.avsc"), "utf8");
  writeFileSync(
    join(schemas, "orders/order-returned.avsc"),
    text.replace('"OrderPaid"', '"OrderReturned"').replace(/"PaymentMethod"/, '"Refund"'),
  );
  const after = await generated(schemas);
  const changed = [...after].filter(([path, now]) => before.get(path) !== now && !path.startsWith("stubs/")).map(([path]) => path);
  expect(changed.sort()).toEqual([
    "index.ts",
    "orders/index.ts",
    "orders/order-returned.codec.ts",
    "orders/order-returned.type.ts",
    "orders/orders.compat.test.ts",
    "orders/orders.consumer.ts",
    "orders/orders.producer.ts",
    "orders/orders.topic.ts",
  ]);
});

test("a producer call that lacks a required field, or gives a wrong one, does not compile", async () => {
  const code = service.replace('    totalAmount: "0.00",\n', "").replace("items: []", "items: [{}]");
  const found = await said(() => {}, code);
  expect(found.join("\n")).toMatch(/totalAmount|sku/);
}, 60_000);

test("generated code has no any, no assertion, no class, no enum, no default export", async () => {
  const code = [...readTree(join(repository, "generated"))].filter(([path]) => path.endsWith(".ts"));
  const words = /:\s*any\b|<any>|\bas\s+(?!\w+[,\s}])|^(export )?(class|enum|namespace)\b|export default/m;
  expect(
    code
      .filter(([, text]) => words.test(text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/.*/g, "")))
      .map(([path]) => path),
  ).toEqual([]);
});

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";
import { describe, expect, inject, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { pushCatalog, startEmbeddedRegistry } from "../../contracts/index.js";
import { outOfOrder } from "../../examples/demo/acts/order-per-key.js";
import { Book } from "../../examples/demo/book.js";
import { payOrder, placeOrder } from "../../examples/demo/orders.js";
import { startService } from "../../examples/demo/service/client.js";
import { until } from "../../examples/demo/until.js";
import type { World } from "../../examples/demo/world.js";
import { ordersProducer, ordersTopic, paymentsProducer, paymentsTopic } from "../../generated/index.js";
import { confluentRegistry, kafkajsTransport, silentLog } from "../../runtime/index.js";
import { freshDatabase } from "../real/database.js";
import { random } from "../real/random.js";

const kafka = inject("kafka");
const postgres = inject("postgres");
const kills = 10;
const seed = 20261123;

describe.skipIf(!kafka || !postgres)("kill -9 of the consumer process at ten random moments, on Apache Kafka and PostgreSQL", () => {
  test(`effects = distinct events, per-key order kept, order_summary equals a rebuild (seed ${seed})`, { timeout: 240_000 }, async () => {
    const { model } = await loadCatalog({ schemas: "schemas" });
    if (!kafka || !postgres || !model) throw new Error("unreachable: the parts were checked above");
    const registryServer = await startEmbeddedRegistry({});
    const transport = kafkajsTransport({ bootstrap: kafka, clientId: "kill-test", log: silentLog });
    const names = [ordersTopic, paymentsTopic].flatMap(({ name, deadLetter, partitions }) =>
      [name, deadLetter].map((topic) => ({ name: topic, partitions })),
    );
    await transport.createTopics(names);
    await pushCatalog({ model, url: registryServer.url });
    const registry = confluentRegistry({ url: registryServer.url });
    const run = `kill-${randomUUID().slice(0, 8)}`;
    const producer = { transport, registry, source: "/test/shop", log: silentLog };
    const world = {
      run,
      transport,
      registry,
      log: silentLog,
      orders: ordersProducer(producer),
      payments: paymentsProducer(producer),
      book: new Book(),
    };
    const config = {
      run,
      bootstrap: kafka,
      tuning: {},
      registry: registryServer.url,
      store: { postgres: await freshDatabase(postgres) },
      sessionTimeoutMs: 3000,
    };
    const draw = random(seed);

    let service = await startService(config);
    let publishing = true;
    const published = (async () => {
      for (let n = 1; publishing || n < 40; n += 1) {
        const order = await placeOrder(world as unknown as World, { n, customer: (n % 7) + 1 });
        if (n % 2 === 0) await payOrder(world as unknown as World, order);
        await sleep(draw() * 60);
      }
    })();
    for (let kill = 1; kill <= kills; kill += 1) {
      await sleep(200 + draw() * 2500);
      service.process.kill("SIGKILL");
      await service.gone;
      service = await startService(config);
    }
    publishing = false;
    await published;

    const events = world.book.orders();
    const ours = new Set(events.map(({ eventId }) => eventId));
    const written = await until(
      async () => (await service.effects("ledger")).filter(({ eventId }) => ours.has(eventId)),
      ({ length }) => length >= events.length,
      60_000,
    );
    expect(written.length).toBe(ours.size);
    expect(new Set(written.map(({ eventId }) => eventId)).size).toBe(ours.size);
    expect(outOfOrder(events, written)).toEqual([]);

    // A rebuild reads the whole log, what other tests left there too: live folding has to be through with it first.
    const behind = () => lag(kafka, { group: `${run}.order-summary`, topic: ordersTopic.name });
    expect(await until(behind, (records) => records === 0n, 60_000)).toBe(0n);
    const orders = new Set(world.book.orders("OrderCreated").map(({ orderId }) => orderId));
    const live = await until(
      () => service.summaries(),
      (all) => [...orders].every((id) => all.get(id)?.status === world.book.statusOf(id)),
      60_000,
    );
    await service.rebuild();
    expect(await service.summaries()).toEqual(live);
    expect([...orders].filter((id) => live.get(id)?.status !== world.book.statusOf(id))).toEqual([]);

    await service.close();
    await service.gone;
    await transport.close();
    await registryServer.stop();
  });
});

/** Records that the group has not committed yet. */
async function lag(bootstrap: string, { group, topic }: { readonly group: string; readonly topic: string }): Promise<bigint> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const committed = (await admin.fetchOffsets({ groupId: group, topics: [topic] })).flatMap(({ partitions }) => partitions);
    return ends.reduce((sum, { partition, low, high }) => {
      const offset = BigInt(committed.find((one) => one.partition === partition)?.offset ?? -1);
      return sum + BigInt(high) - (offset < 0n ? BigInt(low) : offset);
    }, 0n);
  } finally {
    await admin.disconnect();
  }
}

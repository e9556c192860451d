import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { pushCatalog, startEmbeddedRegistry } from "../../contracts/index.js";
import { until } from "../../examples/demo/until.js";
import { ordersConsumer, ordersProducer, ordersTopic } from "../../generated/index.js";
import { type Consumer, confluentRegistry, ignore, kafkajsTransport, type Log } from "../../runtime/index.js";
import { ownBroker } from "../real/broker.js";

const outageMs = 20_000;

/** Keeps what is said, by level. */
function listening(): Log & { readonly said: Record<"debug" | "info" | "warn" | "error", string[]> } {
  const said = { debug: [] as string[], info: [] as string[], warn: [] as string[], error: [] as string[] };
  const at = (level: keyof typeof said) => (message: string, fields?: object) =>
    void said[level].push(
      `${message} ${JSON.stringify(fields, (_key, value) => (typeof value === "bigint" ? `${value}` : value instanceof Error ? value.message : value))}`,
    );
  return { said, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

async function shop() {
  const broker = await ownBroker();
  const file = join(mkdtempSync(join(tmpdir(), "eventwright-outage-")), "registry.json");
  const registryServer = await startEmbeddedRegistry({ file });
  const { model } = await loadCatalog({ schemas: "schemas" });
  if (!model) throw new Error("the schemas are broken");
  await pushCatalog({ model, url: registryServer.url });
  const log = listening();
  const transport = kafkajsTransport({ bootstrap: broker.bootstrap, log });
  onTestFinished(() => transport.close());
  await transport.createTopics([ordersTopic.name, ordersTopic.deadLetter].map((name) => ({ name, partitions: 2 })));
  const handled: string[] = [];
  const open = (group: string): Consumer => {
    const consumer = ordersConsumer(
      { transport, registry: confluentRegistry({ url: registryServer.url, timeoutMs: 2000 }), group, store: "none", log },
      { OrderCreated: ignore, OrderPaid: ignore, OrderShipped: ignore, OrderCancelled: (event) => void handled.push(event.id) },
    );
    onTestFinished(() => consumer.close({ drainMs: 1000 }));
    return consumer;
  };
  const producer = ordersProducer({
    transport,
    registry: confluentRegistry({ url: registryServer.url }),
    source: "/test",
    deadlineMs: 60_000,
    log,
  });
  const publish = async (n: number) =>
    (await producer.orderCancelled({ orderId: `o-${n}`, customerId: `c-${n % 5}`, reason: "OTHER" })).eventId;
  return { broker, registryServer, file, log, transport, handled, open, publish };
}

function without(handled: readonly string[], published: readonly string[]): readonly string[] {
  const seen = new Set(handled);
  return published.filter((id) => !seen.has(id));
}

describe.skipIf(!inject("kafka"))("outages, on Apache Kafka", () => {
  test("a broker that is down at the start is waited for", { timeout: 120_000 }, async () => {
    const { broker, log, handled, open, publish } = await shop();
    await broker.kill();
    const consumer = open("late");
    await consumer.start();
    const published = [1, 2, 3].map(publish);
    await sleep(3000);
    expect(consumer.health().state).toBe("waiting");
    expect(consumer.health().trouble).toBeDefined();
    expect([...log.said.warn, ...log.said.error].join("\n")).toMatch(/broker|ECONNREFUSED/i);
    await broker.restart();
    const ids = await Promise.all(published);
    await until(
      async () => without(handled, ids),
      ({ length }) => length === 0,
      30_000,
    );
    expect(without(handled, ids)).toEqual([]);
    await until(
      async () => consumer.health(),
      ({ state, trouble }) => state === "running" && trouble === undefined,
    );
    expect(consumer.health()).toMatchObject({ state: "running", dead: 0, trouble: undefined });
  });

  test(`a broker killed in mid-flight and back after ${outageMs / 1000} s loses nothing`, { timeout: 180_000 }, async () => {
    const { broker, log, handled, open, publish } = await shop();
    const consumer = open("steady");
    await consumer.start();
    const published: Promise<string>[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let n = 0; publishing; n += 1) {
        published.push(publish(n));
        await sleep(50);
      }
    })();
    await until(
      async () => handled.length,
      (count) => count > 20,
    );
    await broker.kill();
    await sleep(outageMs);
    expect(consumer.health().trouble).toBeDefined();
    await broker.restart();
    await sleep(2000);
    publishing = false;
    await publisher;
    const ids = await Promise.all(published);
    await until(
      async () => without(handled, ids),
      ({ length }) => length === 0,
      60_000,
    );
    expect(without(handled, ids)).toEqual([]);
    await until(
      async () => consumer.health(),
      ({ state, trouble }) => state === "running" && trouble === undefined,
    );
    expect(consumer.health()).toMatchObject({ state: "running", dead: 0, trouble: undefined });
    const said = [...log.said.warn, ...log.said.error];
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThan(200);
  });

  test(`a registry that is down for ${outageMs / 1000} s is waited for, and nothing is dead-lettered`, { timeout: 120_000 }, async () => {
    const { registryServer, file, handled, open, publish, transport } = await shop();
    const ids = [await publish(0)];
    await registryServer.stop();
    const consumer = open("patient");
    await consumer.start();
    for (let n = 1; n < 20; n += 1) ids.push(await publish(n));
    await sleep(outageMs);
    expect(handled).toEqual([]);
    expect(consumer.health()).toMatchObject({ dead: 0, handled: 0 });
    expect(consumer.health().trouble).toMatch(/registry/i);
    const back = await startEmbeddedRegistry({ file, port: Number(new URL(registryServer.url).port) });
    onTestFinished(() => back.stop());
    await until(
      async () => without(handled, ids),
      ({ length }) => length === 0,
      40_000,
    );
    expect(without(handled, ids)).toEqual([]);
    await until(
      async () => consumer.health(),
      ({ trouble }) => trouble === undefined,
    );
    expect(consumer.health()).toMatchObject({ state: "running", dead: 0, trouble: undefined });
    const letters = await transport.offsets(ordersTopic.deadLetter);
    expect(letters.every(({ first, next }) => first === next)).toBe(true);
  });
});

import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadCatalog } from "../../../catalog/index.js";
import { pushCatalog, startEmbeddedRegistry } from "../../../contracts/index.js";
import { until } from "../../../examples/demo/until.js";
import { ordersConsumer, ordersProducer, ordersTopic } from "../../../generated/index.js";
import {
  confluentRegistry,
  type Deletion,
  ignore,
  kafkajsTransport,
  type LogRecord,
  postgresStore,
  silentLog,
} from "../../../runtime/index.js";
import { freshDatabase } from "../../real/database.js";
import { needs, part } from "../../real/parts.js";

const run = `poison-${randomUUID().slice(0, 8)}`;

describe.skipIf(!needs("kafka", "postgres"))("records that can't be read, on Apache Kafka", () => {
  test("each goes to the dead letter topic byte for byte, with reason and origin; a tombstone is a deletion; the partition moves on", async () => {
    const registryServer = await startEmbeddedRegistry({});
    onTestFinished(() => registryServer.stop());
    const { model } = await loadCatalog({ schemas: "schemas" });
    if (!model) throw new Error("the schemas are broken");
    await pushCatalog({ model, url: registryServer.url });
    const transport = kafkajsTransport({ bootstrap: part("kafka"), log: silentLog });
    onTestFinished(() => transport.close());
    const names = [ordersTopic.name, ordersTopic.deadLetter];
    await transport.createTopics(names.map((name) => ({ name, partitions: ordersTopic.partitions })));
    const registry = confluentRegistry({ url: registryServer.url });
    const producer = ordersProducer({ transport, registry, source: "/test", log: silentLog });
    const cancel = (n: number) => producer.orderCancelled({ orderId: `${run}-${n}`, customerId: run, reason: "OTHER" });

    const first = await cancel(1);
    const whole = await recordAt(first.partition, first.offset);
    const value = Buffer.from(whole.value ?? []);
    const unknownId = Buffer.from(value);
    unknownId.writeInt32BE(987_654, 1);
    const wrongMagic = Buffer.from(value);
    wrongMagic[0] = 7;
    const poison = [
      { name: "truncated", value: value.subarray(0, -3), reason: "undecodable" },
      { name: "unknown id", value: unknownId, reason: "unknown-schema" },
      { name: "wrong magic byte", value: wrongMagic, reason: "undecodable" },
    ];
    const placed = await transport.send([...poison.map((bad) => ({ ...whole, value: bad.value })), { ...whole, value: null }]);
    const last = await cancel(2);

    const handled: string[] = [];
    const deletions: Deletion[] = [];
    const store = postgresStore({ url: await freshDatabase(part("postgres")) });
    await store.migrate();
    onTestFinished(() => store.close());
    const consumer = ordersConsumer(
      { transport, registry, group: run, store, log: silentLog, onDeletion: (deletion) => void deletions.push(deletion) },
      { OrderCreated: ignore, OrderPaid: ignore, OrderShipped: ignore, OrderCancelled: (event) => void handled.push(event.id) },
    );
    onTestFinished(() => consumer.close());
    await consumer.start();
    await until(async () => handled.includes(last.eventId), Boolean, 60_000);
    expect(handled).toContain(first.eventId);
    expect(handled).toContain(last.eventId);

    const letters = await deadLettersOf();
    for (const [at, bad] of poison.entries()) {
      const { partition, offset } = placed[at] ?? { partition: -1, offset: -1n };
      const letter = letters.find(
        (record) =>
          text(record, "__connect.errors.partition") === `${partition}` && text(record, "__connect.errors.offset") === `${offset}`,
      );
      expect(letter, bad.name).toBeDefined();
      expect(Buffer.compare(letter?.value ?? Buffer.alloc(0), bad.value), bad.name).toBe(0);
      expect(Buffer.compare(letter?.key ?? Buffer.alloc(0), whole.key ?? Buffer.alloc(0)), bad.name).toBe(0);
      expect(letter?.headers.slice(0, whole.headers.length).map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")])).toEqual(
        whole.headers.map(([name, bytes]) => [name, Buffer.from(bytes).toString("hex")]),
      );
      expect(text(letter, "eventwright-dead-reason"), bad.name).toBe(bad.reason);
      expect(text(letter, "kafka_dlt-original-topic")).toBe(ordersTopic.name);
      expect(header(letter, "kafka_dlt-original-partition")?.readInt32BE()).toBe(partition);
      expect(header(letter, "kafka_dlt-original-offset")?.readBigInt64BE()).toBe(offset);
    }
    expect(deletions.filter(({ key }) => key === run).map(({ partition, offset }) => ({ partition, offset }))).toEqual([
      { partition: placed[3]?.partition, offset: placed[3]?.offset },
    ]);

    async function recordAt(partition: number, offset: bigint): Promise<LogRecord> {
      for await (const record of transport.read(ordersTopic.name))
        if (record.partition === partition && record.offset === offset) return record;
      throw new Error("the record is not in the log");
    }

    async function deadLettersOf(): Promise<readonly LogRecord[]> {
      const all: LogRecord[] = [];
      for await (const record of transport.read(ordersTopic.deadLetter))
        if (text(record, "kafka_dlt-original-consumer-group") === run) all.push(record);
      return all;
    }
  });
});

function header(record: LogRecord | undefined, name: string): Buffer | undefined {
  const bytes = record?.headers.find(([header]) => header === name)?.[1];
  return bytes && Buffer.from(bytes);
}

function text(record: LogRecord | undefined, name: string): string | undefined {
  return header(record, name)?.toString();
}

import { Kafka, logLevel } from "kafkajs";
import { describe, expect, it, onTestFinished } from "vitest";
import { silentLog } from "../../../runtime/log.js";
import { kafkajsTransport } from "../../../runtime/transport/kafkajs.js";
import type { Transport } from "../../../runtime/transport/transport.js";
import { needs, part } from "../../real/parts.js";

let serial = 0;

async function stage() {
  const transport = kafkajsTransport({ bootstrap: part("kafka"), log: silentLog });
  const topic = `read-${Date.now().toString(36)}-${++serial}`;
  await transport.createTopics([{ name: topic, partitions: 1 }]);
  const kafka = new Kafka({ brokers: [part("kafka")], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  onTestFinished(async () => {
    await producer.disconnect();
    await transport.close();
  });
  const plain = (value: string) => transport.send([{ topic, partition: 0, key: null, value: Buffer.from(value), headers: [] }]);
  const begun = async (...values: string[]) => {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: values.map((value) => ({ partition: 0, value })) });
    return transaction;
  };
  return { transport, topic, kafka, plain, begun };
}

async function values(transport: Transport, topic: string): Promise<string[]> {
  const read: string[] = [];
  for await (const { value } of transport.read(topic)) read.push(Buffer.from(value ?? []).toString());
  return read;
}

describe.skipIf(!needs("kafka"))("reading a log on Apache Kafka", () => {
  it("ends before an open transaction, at once, and has all of it when it is committed", async () => {
    const { transport, topic, plain, begun } = await stage();
    await plain("before");
    const transaction = await begun("in 1", "in 2");
    await plain("behind");
    const began = performance.now();
    expect(await values(transport, topic)).toEqual(["before"]);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await transport.offsets(topic)).toEqual([{ first: 0n, next: 1n }]);
    await transaction.commit();
    await expect.poll(() => values(transport, topic), { timeout: 10_000 }).toEqual(["before", "in 1", "in 2", "behind"]);
  });

  it("passes an aborted transaction and its marker at the very end", async () => {
    const { transport, topic, plain, begun } = await stage();
    await plain("before");
    const transaction = await begun("lost 1", "lost 2");
    await transaction.abort();
    await expect.poll(() => transport.offsets(topic), { timeout: 10_000 }).toEqual([{ first: 0n, next: 4n }]);
    const began = performance.now();
    expect(await values(transport, topic)).toEqual(["before"]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("says that deletion overtook it, and begins anew with what is left", async () => {
    const { transport, topic, kafka, plain } = await stage();
    const large = "x".repeat(900_000);
    for (let n = 0; n < 6; n++) await plain(`${n}${large}`);
    const admin = kafka.admin();
    await admin.connect();
    // This admin client deletes only from a topic that it was asked about before.
    await admin.fetchTopicOffsets(topic);
    onTestFinished(() => admin.disconnect());
    const read = (async () => {
      for await (const { offset } of transport.read(topic)) {
        // More than one fetch holds is left.
        if (offset === 0n) await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "5" }] });
      }
    })();
    await expect(read).rejects.toMatchObject({ code: "LOG_OVERTAKEN", message: expect.stringMatching(/offsets \d to 4/) });
    expect((await values(transport, topic)).map((value) => value[0])).toEqual(["5"]);
  });
});

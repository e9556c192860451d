import { describe, expect, it, onTestFinished } from "vitest";
import { silentLog } from "../../../runtime/log.js";
import { kafkajsTransport } from "../../../runtime/transport/kafkajs.js";
import type { OutgoingRecord, Transport } from "../../../runtime/transport/transport.js";
import { ownBroker } from "../../real/broker.js";
import { needs } from "../../real/parts.js";
import { RecordingIntake, until } from "./recording-intake.js";

const topic = "loss";

function record(value: string, partition: number): OutgoingRecord {
  return { topic, partition, key: null, value: Buffer.from(value), headers: [] };
}

async function stored(transport: Transport): Promise<Set<string>> {
  const values = new Set<string>();
  for await (const { value } of transport.read(topic)) values.add(Buffer.from(value ?? []).toString());
  return values;
}

describe.skipIf(!needs("kafka"))("a broker that is killed and comes back", () => {
  it("costs no acknowledged record, ends no subscription, and answers the sends that waited", async () => {
    const broker = await ownBroker();
    const transport = kafkajsTransport({ bootstrap: broker.bootstrap, log: silentLog, sendTimeoutMs: 60_000 });
    onTestFinished(() => transport.close());
    await transport.createTopics([{ name: topic, partitions: 3 }]);
    const intake = new RecordingIntake();
    const subscription = await transport.subscribe({ topics: [topic], group: "loss", from: "earliest" }, intake);
    let serial = 0;
    const sends: Promise<unknown>[] = [];
    const pump = setInterval(() => {
      const next = serial++;
      sends.push(transport.send([record(`${next}`, next % 3)]));
    }, 20);
    try {
      await until("some came", () => intake.records.length > 20);
      await broker.kill();
      await until("the subscription noticed", () => intake.calls.includes("lost"));
      await broker.restart();
      const joins = intake.joins;
      await until("it joined again", () => intake.joins > joins, 60_000);
    } finally {
      clearInterval(pump);
    }
    await Promise.all(sends);
    await until("nothing is missing", () => new Set(intake.values).size === serial, 30_000);
    expect((await stored(transport)).size).toBe(serial);
    await subscription.close();
  });

  it("may be down when everything starts", async () => {
    const broker = await ownBroker();
    const before = kafkajsTransport({ bootstrap: broker.bootstrap, log: silentLog });
    await before.createTopics([{ name: topic, partitions: 1 }]);
    await before.close();
    await broker.kill();
    const transport = kafkajsTransport({ bootstrap: broker.bootstrap, log: silentLog });
    onTestFinished(() => transport.close());
    const intake = new RecordingIntake();
    await transport.subscribe({ topics: [topic], group: "late", from: "earliest" }, intake);
    const sent = transport.send([record("early", 0)]);
    await expect(transport.partitions(topic)).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    expect(intake.calls).toEqual([]);
    await until("the intake was told", () => intake.troubles.length > 0);
    await broker.restart();
    expect(await sent).toEqual([{ topic, partition: 0, offset: 0n }]);
    await until("it came", () => intake.values.includes("early"), 60_000);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { silentLog } from "../../../runtime/log.js";
import type { ClientFactory, OutgoingMessage, ProduceResult, ProducerClient } from "../../../runtime/transport/kafkajs-client.js";
import { Sender } from "../../../runtime/transport/kafkajs-sender.js";
import type { OutgoingRecord } from "../../../runtime/transport/transport.js";

type Request = { topic: string; messages: OutgoingMessage[] }[];

/** A producer that answers from a script; like the real one it asks, at each try, whether a message was cancelled. */
class ScriptedProducer implements ProducerClient {
  readonly requests: Request[] = [];
  producers = 0;
  answer: (request: Request) => Promise<ProduceResult[]> | ProduceResult[] = (request) => this.append(request);
  #cancelled: (message: object) => boolean = () => false;
  readonly #next = new Map<string, number>();

  get clients(): ClientFactory {
    const unused = () => {
      throw new Error("not part of this test");
    };
    const producer = (cancelled: (message: object) => boolean) => {
      this.producers++;
      this.#cancelled = cancelled;
      return this;
    };
    return { producer, group: unused, admin: unused, cluster: unused };
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {}

  async sendBatch({ topicMessages }: { topicMessages: Request }): Promise<ProduceResult[]> {
    if (topicMessages.some(({ messages }) => messages.some(this.#cancelled))) throw new RangeError("the caller gave up");
    this.requests.push(topicMessages);
    return this.answer(topicMessages);
  }

  append(request: Request): ProduceResult[] {
    return request.flatMap(({ topic, messages }) =>
      [...new Set(messages.map(({ partition }) => partition))].map((partition) => {
        const base = this.#next.get(`${topic}/${partition}`) ?? 0;
        this.#next.set(`${topic}/${partition}`, base + messages.filter((message) => message.partition === partition).length);
        return { topicName: topic, partition, errorCode: 0, baseOffset: `${base}` };
      }),
    );
  }
}

const open: Sender[] = [];
afterEach(async () => {
  for (const sender of open.splice(0)) await sender.close();
});

function senderOf(producer: ScriptedProducer, sendTimeoutMs = 5_000): Sender {
  const sender = new Sender({ clients: producer.clients, partitions: async () => 3, sendTimeoutMs, log: silentLog });
  open.push(sender);
  return sender;
}

function record(value: string, partition = 0): OutgoingRecord {
  return { topic: "t", partition, key: null, value: Buffer.from(value), headers: [] };
}

function values(request: Request | undefined): string[] {
  return (request ?? []).flatMap(({ messages }) => messages.map(({ value }) => `${value}`));
}

describe("Sender", () => {
  it("takes along what waits while a request is under way", async () => {
    const producer = new ScriptedProducer();
    const sender = senderOf(producer);
    const answers = await Promise.all(["a", "b", "c"].map((value) => sender.send([record(value)])));
    expect(answers.flat().map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
    expect(producer.requests.flatMap(values)).toEqual(["a", "b", "c"]);
    expect(producer.requests.length).toBeLessThan(3);
  });

  it("splits what is too much for one request", async () => {
    const producer = new ScriptedProducer();
    const large = Array.from({ length: 4 }, (_, index) => ({ ...record(""), value: Buffer.alloc(400_000, `${index}`) }));
    const answers = await senderOf(producer).send(large);
    expect(answers.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n]);
    expect(producer.requests).toHaveLength(2);
  });

  it("sends again what the client dropped without a word, and only that", async () => {
    const producer = new ScriptedProducer();
    producer.answer = (request) => {
      const results = producer.append(request);
      return producer.requests.length === 1 ? results.filter(({ partition }) => partition !== 2) : results;
    };
    const answers = await senderOf(producer).send([record("a"), record("b", 2), record("c")]);
    expect(answers).toEqual([
      { topic: "t", partition: 0, offset: 0n },
      { topic: "t", partition: 2, offset: expect.anything() },
      { topic: "t", partition: 0, offset: 1n },
    ]);
    expect(values(producer.requests[1])).toEqual(["b"]);
    expect(producer.producers).toBe(2);
  });

  it("tries again while no broker answers", async () => {
    const producer = new ScriptedProducer();
    producer.answer = (request) => {
      if (producer.requests.length < 3) throw Object.assign(new Error("ECONNREFUSED"), { name: "KafkaJSConnectionError", retriable: true });
      return producer.append(request);
    };
    expect(await senderOf(producer).send([record("a")])).toHaveLength(1);
    expect(producer.requests).toHaveLength(3);
  });

  it("finds the one record that spoils a shared request, and sends the others", async () => {
    const producer = new ScriptedProducer();
    producer.answer = (request) => {
      if (values(request).includes("bad")) throw Object.assign(new Error("too large"), { type: "MESSAGE_TOO_LARGE" });
      return producer.append(request);
    };
    const sender = senderOf(producer);
    const results = await Promise.allSettled(["a", "b", "bad", "c"].map((value) => sender.send([record(value)])));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(results[2]).toMatchObject({ reason: { code: "RECORD_INVALID" } });
  });

  it("pauses between tries also for a record that goes alone", async () => {
    const producer = new ScriptedProducer();
    producer.answer = (request) => {
      if (producer.requests.length === 1) return producer.append(request);
      const refusal = producer.requests.length === 2 ? { type: "MESSAGE_TOO_LARGE" } : { name: "KafkaJSConnectionError", retriable: true };
      throw Object.assign(new Error("refused"), refusal);
    };
    const sender = senderOf(producer, 300);
    const first = sender.send([record("first")]);
    const results = await Promise.allSettled([first, ...["a", "b"].map((value) => sender.send([record(value)]))]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(producer.requests.length).toBeLessThan(10);
  });

  it("lets a caller give up, sends the others of the request, and never sends the given-up one later", async () => {
    const producer = new ScriptedProducer();
    let up = false;
    producer.answer = (request) => {
      if (!up) throw Object.assign(new Error("ECONNREFUSED"), { name: "KafkaJSConnectionError", retriable: true });
      return producer.append(request);
    };
    const sender = senderOf(producer);
    const kept = sender.send([record("kept")]);
    const gone = sender.send([record("gone")], AbortSignal.timeout(50));
    await expect(gone).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", message: expect.stringContaining("ECONNREFUSED") });
    const tries = producer.requests.length;
    up = true;
    expect(await kept).toHaveLength(1);
    expect(producer.requests.slice(tries).flatMap(values)).toEqual(["kept"]);
  });

  it("ends a send when time is up", async () => {
    const producer = new ScriptedProducer();
    producer.answer = () => new Promise(() => {});
    await expect(senderOf(producer, 30).send([record("a")])).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
  });

  it("refuses to send once closed", async () => {
    const sender = senderOf(new ScriptedProducer());
    await sender.close();
    await expect(sender.send([record("a")])).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
  });
});

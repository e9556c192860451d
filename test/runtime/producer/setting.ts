import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import { defineJsonCodec } from "../../../runtime/codec/json.js";
import type { LogFields } from "../../../runtime/log.js";
import { createProducer } from "../../../runtime/producer/create.js";
import type { ProducerOptions } from "../../../runtime/producer/producer.js";
import { memoryRegistry } from "../../../runtime/registry/memory.js";
import { defineTopic, subjectOf, type Topic } from "../../../runtime/topic.js";
import { FakeTransport } from "./fake-transport.js";

interface Events {
  OrderCreated: { eventId: string; timestamp: Date; customerId: string; kind: string };
  OrderPaid: { eventId: string; timestamp: string; customerId: string };
}

const millis = { type: "long", logicalType: "timestamp-millis" };
const created = {
  type: "record",
  name: "OrderCreated",
  namespace: "acme.orders",
  fields: [
    { name: "eventId", type: { type: "string", logicalType: "uuid" } },
    { name: "timestamp", type: millis },
    { name: "customerId", type: "string" },
    { name: "kind", type: { type: "enum", name: "Kind", symbols: ["CREATED"] } },
  ],
};
const paid = {
  title: "acme.orders.OrderPaid",
  type: "object",
  required: ["eventId", "timestamp", "customerId"],
  properties: { eventId: { type: "string" }, timestamp: { type: "string", format: "date-time" }, customerId: { type: "string" } },
};

export const ordersTopic: Topic<Events> = defineTopic<Events>({
  name: "orders.events",
  deadLetter: "orders.events-dlt",
  partitions: 6,
  subject: "topic-record",
  key: ["customerId"],
  id: { kind: "field", path: ["eventId"] },
  time: ["timestamp"],
  retry: { attempts: 1, backoffMs: 1, maxMs: 1, jitter: "none", ordering: "relaxed" },
  events: {
    OrderCreated: {
      codec: defineAvroCodec({
        name: "acme.orders.OrderCreated",
        version: 1,
        fingerprint: "",
        schema: JSON.stringify(created),
        writers: [],
      }),
      constants: { kind: "CREATED" },
    },
    OrderPaid: {
      codec: defineJsonCodec({ name: "acme.orders.OrderPaid", version: 1, fingerprint: "", schema: JSON.stringify(paid), writers: [] }),
    },
  },
});

export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** A producer of the order topic over a fake transport and a registry that knows its schemas. */
export function setting(options: Partial<ProducerOptions> & { readonly topic?: Topic<Events> } = {}) {
  const { topic = ordersTopic, ...rest } = options;
  const transport = new FakeTransport();
  const registry = memoryRegistry();
  const lines: Line[] = [];
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
  const log = { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
  for (const { codec } of Object.values(topic.events)) {
    registry.register(subjectOf(topic, codec.name), { format: codec.format, text: codec.schema });
  }
  const producer = createProducer(topic, { transport, registry, source: "/shop/orders", log, deadlineMs: 2_000, ...rest });
  return { transport, registry, lines, producer };
}

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { load, modelOf, places, record } from "../tree.js";

const event = record(
  "E",
  { name: "id", type: "string" },
  { name: "at", type: { type: "long", logicalType: "timestamp-millis" } },
  { name: "note", type: ["null", "string"] },
  { name: "who", type: record("Who", { name: "id", type: "string" }) },
);
const start = "topic: t\nkey: id\n";

test("keys that are left out have their standing values", async () => {
  const model = await modelOf({ "o/topic.yaml": start, "o/e.avsc": event });
  expect(model.topics[0]).toMatchObject({
    context: "o",
    topic: "t",
    key: ["id"],
    partitions: 1,
    subject: "topic-record",
    compatibility: "BACKWARD_TRANSITIVE",
    id: { kind: "header", name: "ce_id" },
    retry: { attempts: 5, backoffMs: 200, maxMs: 30_000, jitter: "full", ordering: "park-key" },
    deadLetter: "t-dlt",
    projections: [],
    consumers: [],
  });
  expect(model.topics[0]).not.toHaveProperty("time");
});

test("keys that are given are taken; paths go into records", async () => {
  const yaml = `topic: t\nkey: who.id\nid: id\ntime: at\nretention: 30d\nretry: { attempts: 2, backoff: 50ms, max: 2m, jitter: none, ordering: relaxed }\ndeadLetter: dead\nprojections: [order-summary]\n`;
  const model = await modelOf({ "topic.yaml": yaml, "e.avsc": event });
  expect(model.topics[0]).toMatchObject({
    key: ["who", "id"],
    id: { kind: "field", path: ["id"] },
    time: ["at"],
    retentionMs: 2_592_000_000,
    retry: { attempts: 2, backoffMs: 50, maxMs: 120_000, jitter: "none", ordering: "relaxed" },
    deadLetter: "dead",
    projections: ["order-summary"],
  });
});

const rows: [string, string, readonly string[]][] = [
  ["no YAML", "topic: [\n", ["TOPIC_INVALID_YAML topic.yaml:2:1"]],
  ["no keys", "hello\n", ["TOPIC_INVALID_YAML topic.yaml:1:1"]],
  ["a key twice", `${start}key: id\n`, ["TOPIC_INVALID_YAML topic.yaml:3:1"]],
  ["no key", "topic: t\n", ["TOPIC_MISSING_KEY topic.yaml:1:1"]],
  ["a wrong word", `${start}compatibility: FULL_TRANSITIV\n`, ["TOPIC_INVALID_VALUE topic.yaml:3:16"]],
  ["a duration without unit", `${start}retention: 30\n`, ["TOPIC_INVALID_VALUE topic.yaml:3:12"]],
  ["no partitions", `${start}partitions: 0\n`, ["TOPIC_INVALID_VALUE topic.yaml:3:13"]],
  ["a topic name with a slash", "topic: ../x\nkey: id\n", ["TOPIC_INVALID_VALUE topic.yaml:1:8"]],
  ["an alias instead of a value", "topic: &a t\nkey: id\nowner: *a\n", ["TOPIC_INVALID_VALUE topic.yaml:3:1"]],
  ["a projection that is a path", `${start}projections: [../x]\n`, ["TOPIC_INVALID_VALUE topic.yaml:3:14"]],
  ["a key that may be null", "topic: t\nkey: note\n", ["TOPIC_FIELD_MISSING e.avsc:17:5"]],
  ["a key that is a record", "topic: t\nkey: who\n", ["TOPIC_INVALID_VALUE e.avsc:24:5"]],
  ["a time that is a record", `${start}time: who\n`, ["TOPIC_INVALID_VALUE e.avsc:24:5"]],
  ["a path that ends early", "topic: t\nkey: who.name\n", ["TOPIC_FIELD_MISSING e.avsc:1:1"]],
  [
    "several faults",
    "topik: t\nkey: id\nretry: 3\n",
    ["TOPIC_MISSING_KEY topic.yaml:1:1", "TOPIC_UNKNOWN_KEY topic.yaml:1:1", "TOPIC_INVALID_VALUE topic.yaml:3:8"],
  ],
];

test.each(rows)("refused: %s", async (_, yaml, faults) => {
  expect(places(await load({ "topic.yaml": yaml, "e.avsc": event }))).toEqual(faults);
});

test("two folders can't declare one topic", async () => {
  const catalog = await load({
    "a/topic.yaml": start,
    "a/e.avsc": event,
    "b/topic.yaml": start,
    "b/e.schema.json": { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  });
  expect(places(catalog)).toEqual(["TOPIC_DUPLICATE b/topic.yaml:1:8"]);
  expect(catalog.diagnostics[0]?.related).toMatchObject({ path: "a/topic.yaml", line: 1 });
});

test("the published JSON Schema agrees with the reader on what topic.yaml may say", () => {
  const schema = JSON.parse(readFileSync(new URL("../../../catalog/topic.schema.json", import.meta.url), "utf8"));
  const validate = new Ajv({ strict: false }).compile(schema);
  const own = readFileSync(new URL("../../../schemas/orders/topic.yaml", import.meta.url), "utf8");
  expect(validate(parse(own))).toBe(true);
  const readable = rows.filter(([name]) => !/YAML|twice|alias|null|record|early/.test(name));
  expect(readable.map(([name, yaml]) => [name, validate(parse(yaml))])).toEqual(readable.map(([name]) => [name, false]));
});

/** A schema folder of so many events, half of them Avro, each with five released versions, as `eventwright release` would have written them. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { readSchemaText } from "../../dist/catalog/index.js";

const perTopic = 20;
const versions = 5;

/** Writes the folder `schemas` below `root`. */
export function writeCorpus(root, count) {
  for (let first = 0; first < count; first += perTopic) {
    const topic = first / perTopic;
    const folder = `${root}/schemas/c${topic}`;
    mkdirSync(`${folder}/released`, { recursive: true });
    writeFileSync(`${folder}/topic.yaml`, `topic: c${topic}.events\nkey: id\ncompatibility: FULL_TRANSITIVE\n`);
    const sums = {};
    for (let index = first; index < Math.min(first + perTopic, count); index++) writeEvent({ folder, topic, index, sums });
    writeFileSync(`${folder}/released/released.json`, `${JSON.stringify(sums, null, 2)}\n`);
  }
}

/** The path of an event's schema. */
export function pathOf(root, index) {
  return `${root}/schemas/c${Math.floor(index / perTopic)}/event${index}${index % 2 === 0 ? ".avsc" : ".schema.json"}`;
}

/** The text of one version; other words for other `doc`. */
export function textOf(topic, index, version, doc = "An event.") {
  const schema = index % 2 === 0 ? avro(topic, index, version, doc) : json(topic, index, doc);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function writeEvent({ folder, topic, index, sums }) {
  const [format, ending] = index % 2 === 0 ? ["avro", ".avsc"] : ["json", ".schema.json"];
  for (let version = 1; version <= versions; version++) {
    const text = textOf(topic, index, version, index % 2 === 0 ? undefined : `Version ${version}.`);
    if (version === versions) writeFileSync(`${folder}/event${index}${ending}`, text);
    const frozen = `${JSON.stringify(JSON.parse(readSchemaText({ format, text }).schema.text), null, 2)}\n`;
    const name = `Event${index}.v${version}${ending}`;
    writeFileSync(`${folder}/released/${name}`, frozen);
    sums[name] = createHash("sha256").update(frozen).digest("hex");
  }
}

function avro(topic, index, version, doc) {
  const amount = { type: "bytes", logicalType: "decimal", precision: 12, scale: 2 };
  const money = { type: "record", name: `Money${index}`, fields: [named("amount", amount), named("currency", "string")] };
  const plain = Array.from({ length: 10 }, (_, at) => ({
    ...named(`field${at}`, ["string", "int", "double", "boolean"][at % 4]),
    doc: "A field.",
  }));
  const added = Array.from({ length: version - 1 }, (_, at) => ({ ...named(`added${at}`, ["null", "string"]), default: null }));
  const when = { type: "long", logicalType: "timestamp-millis" };
  const fields = [named("id", "string"), named("at", when), named("money", money), ...plain, ...added];
  return { type: "record", name: `Event${index}`, namespace: `acme.c${topic}`, doc, fields };
}

function named(name, type) {
  return { name, type };
}

function json(topic, index, description) {
  const amount = { type: "string", pattern: "^\\d+\\.\\d{2}$" };
  const currency = { type: "string", minLength: 3, maxLength: 3 };
  const money = { type: "object", properties: { amount, currency }, required: ["amount", "currency"] };
  const properties = { id: { type: "string" }, at: { type: "string", format: "date-time" }, money };
  for (let at = 0; at < 10; at++)
    properties[`field${at}`] = { type: ["string", "integer", "number", "boolean"][at % 4], description: "A field." };
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return { $schema, title: `acme.c${topic}.Event${index}`, description, type: "object", properties, required: ["id", "at", "money"] };
}

import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import avsc from "avsc";
import { expect, test } from "vitest";
import { loadCatalog, release } from "../../catalog/index.js";

const cwd = fileURLToPath(new URL("../../", import.meta.url));

async function domain() {
  const { model, diagnostics } = await loadCatalog({ schemas: "schemas", cwd });
  expect(diagnostics).toEqual([]);
  if (model === undefined) throw new Error("no model");
  return model;
}

test("it loads without a complaint, and the work tree equals the last release of every event", async () => {
  const model = await domain();
  expect(model.topics.map((topic) => [topic.topic, topic.events.map((event) => `${event.shortName}@${event.version}`)])).toEqual([
    ["orders.events", ["OrderCancelled@1", "OrderCreated@3", "OrderPaid@1", "OrderShipped@1"]],
    ["payments.events", ["PaymentAuthorized@1", "PaymentFailed@1", "PaymentRefunded@1"]],
  ]);
  const events = model.topics.flatMap((topic) => topic.events);
  expect(events.map((event) => event.released.at(-1)?.fingerprint)).toEqual(events.map((event) => event.fingerprint));
  expect(release(model, ...events.map((event) => event.name))).toEqual([]);
});

test("every field says what it is for", async () => {
  const model = await domain();
  const silent = [...model.types.values()].flatMap((type) =>
    type.kind === "record" ? type.fields.filter((field) => !field.doc && field.shape.kind !== "ref" && field.shape.kind !== "literal") : [],
  );
  expect(silent.map((field) => `${field.place.path}:${field.place.line} ${field.name}`)).toEqual([]);
});

test("each Avro version of OrderCreated reads each other: FULL_TRANSITIVE by avsc's own resolver", async () => {
  const model = await domain();
  const versions = model.schemas.find((schema) => schema.shortName === "OrderCreated")?.released ?? [];
  expect(versions.map((version) => version.version)).toEqual([1, 2, 3]);
  const types = versions.map((version) => avsc.Type.forSchema(JSON.parse(version.text)));
  for (const reader of types)
    for (const writer of types) {
      const resolver = reader.createResolver(writer);
      for (let n = 0; n < 20; n++) {
        const value = writer.random();
        expect(reader.isValid(reader.fromBuffer(writer.toBuffer(value), resolver))).toBe(true);
      }
    }
});

test("each text stands alone: avsc and ajv read it without any other file", async () => {
  const model = await domain();
  for (const { format, text } of model.schemas.flatMap((schema) => [
    schema,
    ...schema.released.map((it) => ({ ...it, format: schema.format })),
  ])) {
    if (format === "avro") expect(avsc.Type.forSchema(JSON.parse(text)).typeName).toMatch(/record/);
    else expect(addFormats.default(new Ajv2020({ strict: true })).compile(JSON.parse(text))).toBeTypeOf("function");
  }
});

test("a field knows the version that brought it; a renamed one is as old as its old name", async () => {
  const model = await domain();
  const type = model.types.get("acme.orders.OrderCreated");
  const since = type?.kind === "record" ? type.fields.map((field) => [field.name, field.since]) : [];
  expect(since.filter(([, version]) => version !== undefined)).toEqual([
    ["channel", 2],
    ["voucher", 3],
  ]);
  expect(since.map(([name]) => name)).toContain("note");
});

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { places } from "./tree.js";

const folder = fileURLToPath(new URL("../fixtures/broken/", import.meta.url));

const wanted: Readonly<Record<string, readonly string[]>> = {
  "bad-default": ["SCHEMA_INVALID_DEFAULT orders/order-placed.avsc:9:53", "SCHEMA_INVALID_DEFAULT orders/order-placed.avsc:10:52"],
  "broken-json": ["SCHEMA_INVALID_JSON orders/order-placed.avsc:7:3"],
  "duplicate-field": ["SCHEMA_DUPLICATE_FIELD orders/order-placed.avsc:9:15"],
  "duplicate-name": ["SCHEMA_DUPLICATE_NAME shared/money.avsc:3:11"],
  "edited-released": [
    "RELEASED_EDITED orders/released/OrderPaid.v1.avsc:1:1",
    "RELEASED_UNLISTED orders/released/OrderPaid.v3.avsc:1:1",
    "RELEASED_MISSING orders/released/released.json:3:3",
  ],
  "invalid-name": [
    "SCHEMA_INVALID_NAME orders/order-placed.avsc:9:15",
    "SCHEMA_INVALID_NAME orders/order-placed.avsc:10:58",
    "SCHEMA_INVALID_NAME orders/order-placed.avsc:10:90",
  ],
  "missing-key-field": ["TOPIC_FIELD_MISSING orders/order-shipped.avsc:1:1"],
  "unknown-topic-key": ["TOPIC_UNKNOWN_KEY orders/topic.yaml:3:1", "TOPIC_UNKNOWN_KEY orders/topic.yaml:4:23"],
  "unknown-type": ["SCHEMA_UNKNOWN_TYPE orders/order-paid.avsc:9:33"],
  "unresolved-ref": [
    "SCHEMA_UNKNOWN_TYPE payments/payment-authorized.schema.json:7:25",
    "SCHEMA_UNKNOWN_TYPE payments/payment-authorized.schema.json:8:23",
    "SCHEMA_INVALID payments/payment-authorized.schema.json:12:23",
  ],
};

test("every broken folder has its expectation", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(wanted).sort());
});

test.each(Object.entries(wanted))("%s: every fault in one run, at its place", async (name, faults) => {
  const catalog = await loadCatalog({ schemas: name, cwd: folder });
  expect(places(catalog)).toEqual(faults.map((fault) => fault.replace(" ", ` ${name}/`)));
  expect(catalog.model).toBeUndefined();
});

test("a wrong word is answered with the right one, and where it is", async () => {
  const { diagnostics } = await loadCatalog({ schemas: ".", cwd: `${folder}/unknown-type` });
  expect(diagnostics[0]?.hint).toBe("Did you mean acme.shared.PaymentMethod (shared/payment-method.avsc:1:1)?");
  expect(diagnostics[0]?.related).toMatchObject({ path: "shared/payment-method.avsc", line: 1, column: 1 });
  const topic = await loadCatalog({ schemas: ".", cwd: `${folder}/unknown-topic-key` });
  expect(topic.diagnostics.map((it) => it.hint)).toEqual(["Did you mean partitions?", "Did you mean backoff?"]);
});

test("all folders at once: all faults of all of them, in the order of places", async () => {
  const { diagnostics } = await loadCatalog({ schemas: ".", cwd: folder });
  expect(diagnostics.length).toBeGreaterThanOrEqual(Object.values(wanted).flat().length);
  const paths = diagnostics.map((it) => it.place.path);
  expect(paths).toEqual([...paths].sort());
});

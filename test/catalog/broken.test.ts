import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { brokenExpected } from "../fixtures/broken-expected.js";
import { places } from "./tree.js";

const folder = fileURLToPath(new URL("../fixtures/broken/", import.meta.url));

test("every broken folder has its expectation", () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(brokenExpected).sort());
});

test.each(Object.entries(brokenExpected))("%s: every fault in one run, at its place", async (name, faults) => {
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
  expect(diagnostics.length).toBeGreaterThanOrEqual(Object.values(brokenExpected).flat().length);
  const paths = diagnostics.map((it) => it.place.path);
  expect(paths).toEqual([...paths].sort());
});

import { createServer } from "node:http";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { EventModel, SchemaModel, TopicModel } from "../../../catalog/index.js";
import { type EmbeddedRegistry, serveRegistry } from "../../../contracts/registries/embedded/server.js";
import { pushCatalog } from "../../../contracts/registries/push.js";
import { ask, record } from "./ask.js";
import { simpleCompare } from "./simple-compare.js";

let registry: EmbeddedRegistry;
beforeEach(async () => {
  registry = await serveRegistry({ compare: simpleCompare });
  return () => registry.stop();
});

const place = { path: "schemas/orders/topic.yaml", line: 1, column: 1, length: 0 };
const v1 = record("OrderCreated", { id: "string" }, { namespace: "acme" }).schema;
const v2 = record("OrderCreated", { id: "string", note: { type: "string", default: "" } }, { namespace: "acme" }).schema;
const breaking = record("OrderCreated", { id: "string", other: "string" }, { namespace: "acme" }).schema;
const subject = "orders.events-acme.OrderCreated";

describe("pushing the catalog", () => {
  it("registers released versions in order, then the current one, and sets the subject's level", async () => {
    const outcomes = await pushCatalog({ model: model([v1], v2), url: registry.url });
    expect(outcomes).toEqual([
      { subject, event: "acme.OrderCreated", topic: "orders.events", version: 1, outcome: "registered", id: 1 },
      { subject, event: "acme.OrderCreated", topic: "orders.events", version: 2, outcome: "registered", id: 2 },
    ]);
    expect((await ask(registry.url, "GET", `/subjects/${subject}/versions`)).body).toEqual([1, 2]);
    expect((await ask(registry.url, "GET", `/config/${subject}`)).body).toEqual({ compatibilityLevel: "FULL_TRANSITIVE" });
  });

  it("changes nothing the second time, and has nothing to add where the current one is released", async () => {
    await pushCatalog({ model: model([v1, v2], v2), url: registry.url });
    const again = await pushCatalog({ model: model([v1, v2], v2), url: registry.url });
    expect(again.map(({ version, outcome }) => [version, outcome])).toEqual([
      [1, "present"],
      [2, "present"],
    ]);
    expect((await ask(registry.url, "GET", `/subjects/${subject}/versions`)).body).toEqual([1, 2]);
  });

  it("says what was rejected and why, and tries no later version of it", async () => {
    const outcomes = await pushCatalog({ model: model([v1, breaking], v2), url: registry.url });
    expect(outcomes.map(({ version, outcome }) => [version, outcome])).toEqual([
      [1, "registered"],
      [2, "rejected"],
    ]);
    expect(outcomes[1]?.reason).toMatch(/^40901 .*READER_FIELD_MISSING_DEFAULT_VALUE/);
  });

  it("follows the topic's subject strategy", async () => {
    await pushCatalog({ model: model([], v1, "topic"), url: registry.url });
    await pushCatalog({ model: model([], v1, "record"), url: registry.url });
    expect((await ask(registry.url, "GET", "/subjects")).body).toEqual(["acme.OrderCreated", "orders.events-value"]);
  });
});

describe("a registry that can't be used", () => {
  it("does not answer", async () => {
    const failing = pushCatalog({ model: model([], v1), url: "http://someone:secret@127.0.0.1:1" });
    await expect(failing).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE", message: expect.not.stringContaining("secret") });
  });

  it("never ends its answer", async () => {
    const url = await fakeServer(() => {});
    await expect(pushCatalog({ model: model([], v1), url, timeoutMs: 200 })).rejects.toThrow("no answer within 200 ms");
  });

  it("wants other credentials", async () => {
    const seen: (string | undefined)[] = [];
    const url = await fakeServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end();
    });
    const failing = pushCatalog({ model: model([], v1), url, auth: { username: "u", password: "secret" } });
    await expect(failing).rejects.toMatchObject({ code: "REGISTRY_REJECTED", message: expect.not.stringContaining("secret") });
    expect(seen[0]).toBe(`Basic ${Buffer.from("u:secret").toString("base64")}`);
  });
});

async function fakeServer(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler ?? (() => {}));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

function model(released: readonly string[], current: string, strategy: TopicModel["subject"] = "topic-record"): EventModel {
  const shape = { kind: "ref", name: "acme.OrderCreated" } as const;
  const event: SchemaModel = {
    name: "acme.OrderCreated",
    shortName: "OrderCreated",
    format: "avro",
    context: "orders",
    place,
    shape,
    defines: ["acme.OrderCreated"],
    text: current,
    fingerprint: current,
    released: released.map((text, at) => ({ version: at + 1, place, text, fingerprint: text, shape, types: new Map() })),
    version: released.at(-1) === current ? released.length : released.length + 1,
    isEvent: true,
  };
  const topic: TopicModel = {
    context: "orders",
    place,
    topic: "orders.events",
    key: ["id"],
    partitions: 3,
    subject: strategy,
    compatibility: "FULL_TRANSITIVE",
    id: { kind: "field", path: ["id"] },
    retry: { attempts: 3, backoffMs: 100, maxMs: 1_000, jitter: "full", ordering: "park-key" },
    deadLetter: "orders.events-dlt",
    projections: [],
    consumers: [],
    events: [event],
  };
  return { root: "schemas", topics: [topic], schemas: [event], types: new Map() };
}

import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedRegistry, serveRegistry } from "../../../contracts/registries/embedded/server.js";
import { ask, record } from "./ask.js";
import { simpleCompare } from "./simple-compare.js";

let registry: EmbeddedRegistry;
const call = (method: string, path: string, body?: unknown) => ask(registry.url, method, path, body);
const v1 = record("Order", { id: "string" });
const v2 = record("Order", { id: "string", note: { type: "string", default: "" } });
const breaking = record("Order", { id: "string", note: "string" });

beforeEach(async () => {
  registry = await serveRegistry({ compare: simpleCompare });
});
afterEach(() => registry.stop());

describe("registering", () => {
  it("counts versions up by subject and gives one id to one content", async () => {
    expect(await call("POST", "/subjects/a/versions", v1)).toEqual({ status: 200, body: { id: 1 } });
    expect(await call("POST", "/subjects/a/versions", v2)).toEqual({ status: 200, body: { id: 2 } });
    expect(await call("POST", "/subjects/a/versions", v1)).toEqual({ status: 200, body: { id: 1 } });
    expect(await call("POST", "/subjects/b/versions", v2)).toEqual({ status: 200, body: { id: 2 } });
    expect((await call("GET", "/subjects/a/versions")).body).toEqual([1, 2]);
  });

  it("takes spelling for nothing, but a doc or a big number for a change", async () => {
    const spelled = { schema: ' { "fields" : [ {"type":{"type":"string"},"name":"id"} ], "name":"Order", "type":"record" }' };
    await call("POST", "/subjects/a/versions", v1);
    expect((await call("POST", "/subjects/a/versions", spelled)).body).toEqual({ id: 1 });
    expect((await call("POST", "/subjects/a/versions", record("Order", { id: "string" }, { doc: "an order" }))).body).toEqual({ id: 2 });
    const long = (value: string) => ({ schema: `{"type":"record","name":"L","fields":[{"name":"n","type":"long","default":${value}}]}` });
    const ids = [
      await call("POST", "/subjects/l/versions", long("9007199254740992")),
      await call("POST", "/subjects/l/versions", long("9007199254740993")),
    ];
    expect(ids.map((answer) => answer.body)).toEqual([{ id: 3 }, { id: 4 }]);
  });

  it.each([
    ["BACKWARD", breaking, 409],
    ["FORWARD", breaking, 200],
    ["FULL", breaking, 409],
    ["NONE", breaking, 200],
  ])("under %s answers by the rules", async (compatibility, body, status) => {
    await call("POST", "/subjects/a/versions", v1);
    await call("PUT", "/config/a", { compatibility });
    expect((await call("POST", "/subjects/a/versions", body)).status).toBe(status);
  });

  it("looks at the latest version only unless the level is transitive", async () => {
    await call("POST", "/subjects/a/versions", v1);
    await call("POST", "/subjects/a/versions", v2);
    expect((await call("POST", "/compatibility/subjects/a/versions", breaking)).body).toEqual({ is_compatible: true });
    await call("PUT", "/config/a", { compatibility: "BACKWARD_TRANSITIVE" });
    const refused = await call("POST", "/subjects/a/versions", breaking);
    expect(refused).toMatchObject({ status: 409, body: { error_code: 40901, message: expect.stringContaining("{oldSchemaVersion: 1}") } });
    expect((await call("GET", "/subjects/a/versions")).body).toEqual([1, 2]);
  });

  it("refuses another schema type under the same subject", async () => {
    await call("POST", "/subjects/a/versions", v1);
    const json = { schema: '{"type":"object"}', schemaType: "JSON" };
    expect((await call("POST", "/subjects/a/versions", json)).status).toBe(409);
    expect((await call("POST", "/compatibility/subjects/a/versions/latest?verbose=true", json)).body).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining("SCHEMA_TYPE_CHANGED"), "{oldSchemaVersion: 1}", expect.anything(), "{compatibility: 'BACKWARD'}"],
    });
  });
});

describe("references", () => {
  it("are resolved, guarded and part of what is compared", async () => {
    const money = record("Money", { amount: "string" }, { namespace: "acme" });
    const order = { ...record("Order", { total: "acme.Money" }), references: [{ name: "acme.Money", subject: "money", version: 1 }] };
    await call("POST", "/subjects/money/versions", money);
    expect((await call("POST", "/subjects/order/versions", order)).status).toBe(200);
    expect((await call("GET", "/subjects/money/versions/1/referencedby")).body).toEqual([2]);
    expect((await call("DELETE", "/subjects/money")).body).toMatchObject({ error_code: 42206 });
    const next = { ...record("Order", { total: "acme.Money", note: "string" }), references: order.references };
    expect((await call("POST", "/subjects/order/versions", next)).status).toBe(409);
    expect(
      (await call("POST", "/subjects/x/versions", { ...order, references: [{ name: "acme.Money", subject: "money", version: 9 }] })).body,
    ).toMatchObject({
      error_code: 42201,
    });
  });
});

describe("what is not well formed", () => {
  it.each([
    ["a record without fields", { schema: '{"type":"record","name":"X"}' }],
    ["an unknown type", { schema: '"Nope"' }],
    ["a field twice", { schema: '{"type":"record","name":"X","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}' }],
    ["a name that is none", { schema: '{"type":"record","name":"a b","fields":[]}' }],
    ["a branch twice", { schema: '["string","string"]' }],
    ["not JSON inside", { schema: "{" }],
    ["nothing", { schema: "" }],
    ["no schema at all", {}],
    ["Protobuf", { schema: 'syntax = "proto3";', schemaType: "PROTOBUF" }],
    ["a JSON Schema of an unknown type", { schema: '{"type":"nope"}', schemaType: "JSON" }],
    ["references that are no list", { schema: '"string"', references: 5 }],
    ["a bottomless schema", { schema: `${'{"type":"array","items":'.repeat(20_000)}"int"${"}".repeat(20_000)}` }],
  ])("%s: 42201, and no subject appears", async (_title, body) => {
    expect(await call("POST", "/subjects/a/versions", body)).toMatchObject({ status: 422, body: { error_code: 42201 } });
    expect((await call("GET", "/subjects")).body).toEqual([]);
  });

  it("answers unknown paths, methods, media types and broken encodings as such", async () => {
    expect((await call("GET", "/nowhere")).status).toBe(404);
    expect((await call("PUT", "/subjects")).status).toBe(405);
    expect((await call("GET", "/subjects/%zz/versions")).status).toBe(400);
    expect((await call("POST", "/subjects/a/versions", "{")).body).toMatchObject({ error_code: 400 });
    const plain = await fetch(`${registry.url}/subjects/a/versions`, { method: "POST", body: JSON.stringify(v1) });
    expect(plain.status).toBe(415);
  });

  it("refuses a body beyond its limit without keeping it", async () => {
    const answer = await ask(registry.url, "POST", "/subjects/a/versions", { schema: "x".repeat(9 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  it("keeps names like __proto__ as names", async () => {
    await call("POST", "/subjects/__proto__/versions", v1);
    await call("PUT", "/config/constructor", { compatibility: "NONE" });
    expect((await call("GET", "/subjects")).body).toEqual(["__proto__"]);
    expect((await call("GET", "/config/toString")).body).toMatchObject({ error_code: 40408 });
  });
});

it("listens on loopback only", async () => {
  const { hostname } = new URL(registry.url);
  expect(hostname).toBe("127.0.0.1");
  const refused = new Promise((resolve) => {
    request({ host: "127.0.0.2", port: new URL(registry.url).port })
      .once("error", (error) => resolve("code" in error && error.code))
      .end();
  });
  expect(await refused).toBe("ECONNREFUSED");
});

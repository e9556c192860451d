import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { confluentRegistry } from "../../../runtime/registry/confluent.js";
import { registryContract } from "./contract.js";
import { type FakeConfluentServer, startFakeConfluentServer } from "./fake-confluent-server.js";

registryContract("confluent, against a fake server", async () => {
  const server = await startFakeConfluentServer();
  return { registry: confluentRegistry({ url: server.url }), register: server.register, close: server.close };
});

const schema = { format: "avro", text: '{"type":"record","name":"R","fields":[]}' } as const;

describe("confluentRegistry", () => {
  let server: FakeConfluentServer;
  beforeEach(async () => {
    server = await startFakeConfluentServer();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server.close();
  });

  it("asks once for many that ask at the same time, and never again", async () => {
    const id = await server.register("s", schema);
    const registry = confluentRegistry({ url: server.url });
    await Promise.all(Array.from({ length: 20 }, () => registry.schemaOf(id)));
    await registry.schemaOf(id);
    await Promise.all(Array.from({ length: 20 }, () => registry.idOf("s", schema)));
    expect(server.requests.map(({ line }) => line)).toEqual(["GET /schemas/ids/1", "POST /subjects/s"]);
  });

  it("returns text that the client itself could not compile, byte for byte", async () => {
    const odd = {
      format: "json",
      text: '{ "$schema": "https://json-schema.org/draft/2020-12/schema",\n "$ref": "#/$defs/Nowhere" }',
    } as const;
    const id = await server.register("s", odd);
    expect(await confluentRegistry({ url: server.url }).schemaOf(id)).toEqual(odd);
  });

  it("remembers an unknown id for 5 s", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const registry = confluentRegistry({ url: server.url });
    const unknown = () => expect(registry.schemaOf(7)).rejects.toMatchObject({ code: "SCHEMA_NOT_FOUND" });
    await unknown();
    const asked = server.requests.length;
    await unknown();
    expect(server.requests).toHaveLength(asked);
    vi.advanceTimersByTime(5_001);
    await unknown();
    expect(server.requests.length).toBeGreaterThan(asked);
  });

  it("sends credentials, and never shows them", async () => {
    const url = server.url.replace("http://", "http://ann:s%2Fcret@");
    const registry = confluentRegistry({ url });
    server.answer(
      (response) => void response.writeHead(401, { "content-type": "application/json" }).end('{"error_code":401,"message":"no"}'),
    );
    const error: Error = await registry.schemaOf(1).catch((caught) => caught);
    expect(error).toMatchObject({ code: "REGISTRY_REJECTED" });
    expect(server.requests[0]?.authorization).toBe(`Basic ${Buffer.from("ann:s/cret").toString("base64")}`);
    const shown = `${registry.name} ${error.message} ${JSON.stringify(error)} ${String(error.cause)} ${error.stack}`;
    expect(shown).not.toMatch(/cret|ann/);
  });

  it.each([
    [403, "REGISTRY_REJECTED"],
    [422, "REGISTRY_REJECTED"],
    [429, "REGISTRY_UNAVAILABLE"],
    [503, "REGISTRY_UNAVAILABLE"],
  ])("calls HTTP %i %s", async (status, code) => {
    server.answer(
      (response) => void response.writeHead(status, { "content-type": "application/json" }).end('{"error_code":1,"message":"m"}'),
    );
    await expect(confluentRegistry({ url: server.url }).idOf("s", schema)).rejects.toMatchObject({ code });
  });

  it("does not take a wrong path's 404 for an unknown schema", async () => {
    server.answer((response) => void response.writeHead(404, { "content-type": "text/html" }).end("<html>not here</html>"));
    await expect(confluentRegistry({ url: server.url }).schemaOf(1)).rejects.toMatchObject({ code: "REGISTRY_REJECTED" });
  });

  it("does not take a page with status 200 for a schema", async () => {
    server.answer((response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>log in</html>"));
    await expect(confluentRegistry({ url: server.url }).schemaOf(1)).rejects.toMatchObject({ code: "REGISTRY_REJECTED" });
  });

  it("gives up on a server that never ends its answer, and works again with a later one", async () => {
    const id = await server.register("s", schema);
    const registry = confluentRegistry({ url: server.url, timeoutMs: 200 });
    server.answer((response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"sch'));
    const started = performance.now();
    await expect(registry.schemaOf(id)).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" });
    expect(performance.now() - started).toBeLessThan(1_500);
    server.answer(undefined);
    expect((await registry.schemaOf(id)).text).toBe(schema.text);
  });

  it("says REGISTRY_UNAVAILABLE where nobody listens", async () => {
    const port = await freePort();
    const failing = confluentRegistry({ url: `http://127.0.0.1:${port}` }).idOf("s", schema);
    await expect(failing).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" });
  });

  it("asks below a path", async () => {
    server.answer(
      (response) => void response.writeHead(404, { "content-type": "application/json" }).end('{"error_code":40403,"message":"m"}'),
    );
    await expect(confluentRegistry({ url: `${server.url}/apis/ccompat/v7/` }).schemaOf(3)).rejects.toMatchObject({
      code: "SCHEMA_NOT_FOUND",
    });
    expect(server.requests[0]?.line).toBe("GET /apis/ccompat/v7/schemas/ids/3");
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type * as Client from "@kafkajs/confluent-schema-registry";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);

/** The versions of the client that services use; one that is not installed is not run. */
const clients: readonly (readonly [name: string, client: typeof Client | undefined])[] = [
  ["@kafkajs/confluent-schema-registry 3.9", installed("@kafkajs/confluent-schema-registry")],
  ["@kafkajs/confluent-schema-registry 4", installed("confluent-schema-registry-4")],
];

/** What services do with a registry through the client that most of them have. */
export function clientContract(registryName: string, urlOf: () => string | Promise<string>): void {
  describe.each(clients)(`%s on ${registryName}`, (_, client) => {
    const opened = async () => {
      if (client === undefined) throw new Error("not installed");
      return { ...client, registry: new client.SchemaRegistry({ host: await urlOf(), retry: { retries: 0 } }) };
    };
    const subject = () => `client-${randomUUID()}`;

    it.skipIf(client === undefined)("registers once, writes, and reads by the id in the bytes", async () => {
      const { registry, SchemaType } = await opened();
      const at = subject();
      const schema = avro([id]);
      const { id: first } = await registry.register({ type: SchemaType.AVRO, schema }, { subject: at });
      expect((await registry.register({ type: SchemaType.AVRO, schema }, { subject: at })).id).toBe(first);
      const bytes = await registry.encode(first, { id: "o-1" });
      expect([bytes[0], bytes.readInt32BE(1)]).toEqual([0, first]);
      expect({ ...(await (await opened()).registry.decode(bytes)) }).toEqual({ id: "o-1" });
      expect(await registry.getLatestSchemaId(at)).toBe(first);
      expect(await registry.getRegistryIdBySchema(at, { type: SchemaType.AVRO, schema })).toBe(first);
    });

    it.skipIf(client === undefined)("takes a compatible version, and is refused one that is none", async () => {
      const { registry, SchemaType } = await opened();
      const at = subject();
      const { id: first } = await registry.register({ type: SchemaType.AVRO, schema: avro([id]) }, { subject: at });
      const note = { name: "note", type: "string", default: "" };
      const { id: second } = await registry.register({ type: SchemaType.AVRO, schema: avro([id, note]) }, { subject: at });
      expect(second).not.toBe(first);
      expect(await registry.getRegistryId(at, 1)).toBe(first);
      const breaking = avro([id, { name: "channel", type: "string" }]);
      await expect(registry.register({ type: SchemaType.AVRO, schema: breaking }, { subject: at })).rejects.toMatchObject({
        name: "ResponseError",
        status: 409,
      });
    });

    it.skipIf(client === undefined)("does the same with JSON Schema", async () => {
      const { registry, SchemaType } = await opened();
      const schema = JSON.stringify({
        type: "object",
        properties: { id: { type: "string" } },
        required: ["id"],
        additionalProperties: false,
      });
      const made = await registry.register({ type: SchemaType.JSON, schema }, { subject: subject() });
      expect(await registry.decode(await registry.encode(made.id, { id: "p-1" }))).toEqual({ id: "p-1" });
      await expect(registry.encode(made.id, { id: 1 })).rejects.toThrow();
    });

    it.skipIf(client === undefined)("follows references", async () => {
      const { registry, SchemaType } = await opened();
      const [money, order] = [subject(), subject()];
      const amount = { type: "record", name: "Money", namespace: "acme", fields: [{ name: "cents", type: "long" }] };
      await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(amount) }, { subject: money });
      const references = [{ name: "acme.Money", subject: money, version: 1 }];
      const schema = avro([id, { name: "total", type: "acme.Money" }]);
      const made = await registry.register({ type: SchemaType.AVRO, schema, references }, { subject: order });
      const bytes = await registry.encode(made.id, { id: "o-1", total: { cents: 5 } });
      expect(JSON.parse(JSON.stringify(await (await opened()).registry.decode(bytes)))).toEqual({ id: "o-1", total: { cents: 5 } });
    });

    it.skipIf(client === undefined)("says what is unknown", async () => {
      const { registry, SchemaType } = await opened();
      await expect(registry.getLatestSchemaId(subject())).rejects.toMatchObject({ status: 404 });
      await expect(registry.getSchema(999_999)).rejects.toMatchObject({ status: 404 });
      await expect(registry.getRegistryIdBySchema(subject(), { type: SchemaType.AVRO, schema: avro([id]) })).rejects.toThrow();
    });
  });
}

const id = { name: "id", type: "string" };

function avro(fields: readonly object[]): string {
  return JSON.stringify({ type: "record", name: "Order", namespace: "acme", fields });
}

function installed(name: string): typeof Client | undefined {
  try {
    return require(name);
  } catch {
    return undefined;
  }
}

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Registry, RegistrySchema } from "../../../runtime/registry/registry.js";

/** One registry to run the suite against; `register` is how a schema gets there. */
export interface RegistryUnderTest {
  readonly registry: Registry;
  register(subject: string, schema: RegistrySchema): Promise<number>;
  close?(): Promise<void>;
}

const money: RegistrySchema = {
  format: "avro",
  // Spaces and the logical type must come back as they are.
  text: '{"type": "record", "name": "Money", "namespace": "contract.suite", "fields": [ {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}}]}',
};
const order: RegistrySchema = {
  format: "avro",
  text: '{"type":"record","name":"Order","namespace":"contract.suite","fields":[{"name":"id","type":"string"}]}',
};
const paid: RegistrySchema = {
  format: "json",
  text: '{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"contract.suite.Paid","type":"object","properties":{"id":{"type":"string"}}}',
};

/** What every registry has to do; subjects are made unique, so that a shared server may be used again. */
export function registryContract(name: string, open: () => Promise<RegistryUnderTest>): void {
  describe(`registry: ${name}`, () => {
    let under: RegistryUnderTest;
    let subject: string;

    beforeEach(async () => {
      under = await open();
      subject = `contract-${Date.now()}-${Math.floor(performance.now() * 1000)}`;
    });
    afterEach(() => under.close?.());

    it("answers the id of exactly this schema under this subject", async () => {
      const id = await under.register(subject, money);
      expect(await under.registry.idOf(subject, money)).toBe(id);
    });

    it("gives back the text as registered, logical types and spaces included", async () => {
      const id = await under.register(subject, money);
      const schema = await under.registry.schemaOf(id);
      expect(schema.format).toBe("avro");
      expect(JSON.parse(schema.text)).toEqual(JSON.parse(money.text));
      expect(schema.text).toContain("decimal");
    });

    it("has one id for one text under two subjects", async () => {
      const id = await under.register(subject, order);
      expect(await under.register(`${subject}-b`, order)).toBe(id);
      expect(await under.registry.idOf(`${subject}-b`, order)).toBe(id);
    });

    it("knows JSON Schema", async () => {
      const id = await under.register(subject, paid);
      expect(await under.registry.idOf(subject, paid)).toBe(id);
      const schema = await under.registry.schemaOf(id);
      expect(schema.format).toBe("json");
      expect(JSON.parse(schema.text)).toEqual(JSON.parse(paid.text));
    });

    it("says SCHEMA_NOT_REGISTERED for an unknown subject, and for another schema of a known one", async () => {
      await expect(under.registry.idOf(subject, order)).rejects.toMatchObject({ code: "SCHEMA_NOT_REGISTERED" });
      await under.register(subject, money);
      await expect(under.registry.idOf(subject, order)).rejects.toMatchObject({ code: "SCHEMA_NOT_REGISTERED" });
    });

    it("finds a schema that was registered after it was missed", async () => {
      await expect(under.registry.idOf(subject, order)).rejects.toMatchObject({ code: "SCHEMA_NOT_REGISTERED" });
      const id = await under.register(subject, order);
      expect(await under.registry.idOf(subject, order)).toBe(id);
    });

    it("says SCHEMA_NOT_FOUND for an unknown id", async () => {
      await expect(under.registry.schemaOf(2_000_000_000)).rejects.toMatchObject({ code: "SCHEMA_NOT_FOUND" });
    });

    it("takes a subject with a slash and a space", async () => {
      const id = await under.register(`${subject}/a b`, order);
      expect(await under.registry.idOf(`${subject}/a b`, order)).toBe(id);
    });
  });
}

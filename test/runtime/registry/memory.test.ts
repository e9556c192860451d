import { describe, expect, it } from "vitest";
import { memoryRegistry } from "../../../runtime/registry/memory.js";
import { registryContract } from "./contract.js";

registryContract("memory", async () => {
  const registry = memoryRegistry();
  return { registry, register: async (subject, schema) => registry.register(subject, schema) };
});

describe("memoryRegistry", () => {
  it("counts ids from 1, one for each content", () => {
    const registry = memoryRegistry();
    expect(registry.register("a", { format: "avro", text: '"int"' })).toBe(1);
    expect(registry.register("a", { format: "avro", text: '"long"' })).toBe(2);
    expect(registry.register("b", { format: "avro", text: '"int"' })).toBe(1);
    expect(registry.register("b", { format: "json", text: '"int"' })).toBe(3);
  });

  it("fails on demand until it recovers", async () => {
    const registry = memoryRegistry();
    const id = registry.register("a", { format: "avro", text: '"int"' });
    registry.fail();
    await expect(registry.schemaOf(id)).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" });
    registry.fail(new Error("mine"));
    await expect(registry.idOf("a", { format: "avro", text: '"int"' })).rejects.toThrow("mine");
    registry.recover();
    expect((await registry.schemaOf(id)).text).toBe('"int"');
  });
});

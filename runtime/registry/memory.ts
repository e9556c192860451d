import { EventwrightError } from "../errors.js";
import type { Registry, RegistrySchema } from "./registry.js";

/** A registry inside the process: for tests, and beside the memory transport. */
export interface MemoryRegistry extends Registry {
  /** Gives the schema's id, counted from 1; the same text has one id under all subjects, as with Confluent's. */
  register(subject: string, schema: RegistrySchema): number;
  /** From now on every lookup fails with this error (default REGISTRY_UNAVAILABLE), until `recover`. */
  fail(error?: Error): void;
  recover(): void;
}

export function memoryRegistry(): MemoryRegistry {
  const ids = new Map<string, number>();
  const schemas = new Map<number, RegistrySchema>();
  const subjects = new Map<string, Set<number>>();
  let outage: Error | undefined;
  const contentOf = ({ format, text }: RegistrySchema) => `${format}\n${text}`;
  return {
    name: "memory",
    register(subject, schema) {
      const id = ids.get(contentOf(schema)) ?? ids.size + 1;
      ids.set(contentOf(schema), id);
      schemas.set(id, { format: schema.format, text: schema.text });
      subjects.set(subject, (subjects.get(subject) ?? new Set()).add(id));
      return id;
    },
    async idOf(subject, schema) {
      if (outage) throw outage;
      const id = ids.get(contentOf(schema));
      if (id !== undefined && subjects.get(subject)?.has(id)) return id;
      throw new EventwrightError("SCHEMA_NOT_REGISTERED", { detail: `subject "${subject}" in registry memory` });
    },
    async schemaOf(id) {
      if (outage) throw outage;
      const schema = schemas.get(id);
      if (schema) return schema;
      throw new EventwrightError("SCHEMA_NOT_FOUND", { detail: `id ${id} in registry memory` });
    },
    fail(error = new EventwrightError("REGISTRY_UNAVAILABLE", { detail: "registry memory was told to fail" })) {
      outage = error;
    },
    recover() {
      outage = undefined;
    },
  };
}

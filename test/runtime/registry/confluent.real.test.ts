import { describe } from "vitest";
import { askRegistry } from "../../../contracts/registries/client.js";
import { confluentRegistry } from "../../../runtime/registry/confluent.js";
import type { RegistrySchema } from "../../../runtime/registry/registry.js";
import { needs, part } from "../../real/parts.js";
import { registryContract } from "./contract.js";

describe.skipIf(!needs("apicurio"))("a registry that is none of ours", () => {
  registryContract("confluent, against Apicurio", async () => {
    const url = part("apicurio");
    return { registry: confluentRegistry({ url }), register: (subject, schema) => register(url, subject, schema) };
  });
});

async function register(url: string, subject: string, schema: RegistrySchema): Promise<number> {
  const body = { schema: schema.text, ...(schema.format === "json" ? { schemaType: "JSON" } : {}) };
  const { status, body: answer } = await askRegistry({ url }, "POST", `/subjects/${encodeURIComponent(subject)}/versions`, body);
  if (typeof answer === "object" && answer !== null && "id" in answer && typeof answer.id === "number") return answer.id;
  throw new Error(`the registry answered ${status}`);
}

import { serveRegistry } from "../../../contracts/registries/embedded/server.js";
import { confluentRegistry } from "../../../runtime/registry/confluent.js";
import { registryContract } from "../../runtime/registry/contract.js";
import { ask } from "./ask.js";
import { simpleCompare } from "./simple-compare.js";

registryContract("confluent, against the embedded registry", async () => {
  const server = await serveRegistry({ compare: simpleCompare });
  return {
    registry: confluentRegistry({ url: server.url }),
    async register(subject, schema) {
      const body = { schema: schema.text, ...(schema.format === "json" ? { schemaType: "JSON" } : {}) };
      const answer = await ask(server.url, "POST", `/subjects/${encodeURIComponent(subject)}/versions`, body);
      if (typeof answer.body === "object" && answer.body !== null && "id" in answer.body) return Number(answer.body.id);
      throw new Error(`the registry answered ${answer.status}`);
    },
    close: () => server.stop(),
  };
});

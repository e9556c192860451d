import { EventwrightError, isEventwrightError } from "../errors.js";
import { type Log, silentLog } from "../log.js";
import { askId, askSchema, type Endpoint } from "./confluent-call.js";
import type { Registry, RegistrySchema } from "./registry.js";
import { remembered } from "./remembered.js";

export interface ConfluentRegistryOptions {
  /** Of Confluent's REST API, e.g. `https://registry.example.com`; may hold a path, and `user:password@`. */
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
  /** For one lookup as a whole, its retries included. Default 5 000. */
  readonly timeoutMs?: number;
  readonly log?: Log;
}

const unknownIdMs = 5_000;

/** A registry that speaks Confluent's REST API: Confluent's own, Apicurio, Karapace, Redpanda. It only ever asks. */
export function confluentRegistry(options: ConfluentRegistryOptions): Registry {
  const endpoint = endpointOf(options);
  const log = options.log ?? silentLog;
  const ids = remembered<number>(() => 0);
  const schemas = remembered<RegistrySchema>((error) => (isEventwrightError(error, "SCHEMA_NOT_FOUND") ? unknownIdMs : 0));
  return {
    name: endpoint.url,
    idOf: (subject, schema) =>
      ids(`${schema.format}\n${subject}\n${schema.text}`, async () => {
        const id = await askId(endpoint, subject, schema);
        log.debug("schema id looked up", { registry: endpoint.url, subject, id });
        return id;
      }),
    schemaOf: (id) => schemas(String(id), () => schemaOf(endpoint, id)),
  };
}

async function schemaOf(endpoint: Endpoint, id: number): Promise<RegistrySchema> {
  const { text, type } = await askSchema(endpoint, id);
  if (type === "AVRO") return { format: "avro", text };
  if (type === "JSON") return { format: "json", text };
  throw new EventwrightError("REGISTRY_REJECTED", { detail: `id ${id} at ${endpoint.url} is a schema of type ${type.slice(0, 40)}` });
}

function endpointOf({ url, auth, timeoutMs = 5_000 }: ConfluentRegistryOptions): Endpoint {
  const parsed = new URL(url);
  const inUrl = parsed.username
    ? { username: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) }
    : undefined;
  parsed.username = "";
  parsed.password = "";
  return { url: parsed.toString().replace(/\/+$/, ""), auth: auth ?? inUrl, timeoutMs };
}

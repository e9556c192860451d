import { compare } from "../../evolution/compare.js";
import { type EmbeddedRegistry, serveRegistry } from "./server.js";

export type { EmbeddedRegistry } from "./server.js";

/** Starts a registry that answers as Confluent's would: whoever tests against it can predict the real one. @throws EventwrightError REGISTRY_START_FAILED. */
export async function startEmbeddedRegistry(options: { readonly port?: number; readonly file?: string } = {}): Promise<EmbeddedRegistry> {
  return serveRegistry({ ...options, compare: (pair) => compare({ ...pair, engine: "confluent" }) });
}

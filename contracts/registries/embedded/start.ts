import { compare } from "../../evolution/compare.js";
import { type EmbeddedRegistry, serveRegistry } from "./server.js";

export type { EmbeddedRegistry } from "./server.js";

/** Starts a registry that judges by this project's own evolution rules. @throws EventwrightError REGISTRY_START_FAILED. */
export async function startEmbeddedRegistry(options: { readonly port?: number; readonly file?: string } = {}): Promise<EmbeddedRegistry> {
  return serveRegistry({ ...options, compare });
}

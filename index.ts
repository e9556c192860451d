/** The tool as a library: read schemas, generate, write. Services import `eventwright/runtime` instead. */
import type { LocalStack, LocalStackOptions } from "./contracts/index.js";

export { type Catalog, type Diagnostic, type EventModel, loadCatalog } from "./catalog/index.js";
export { type Config, defineConfig } from "./cli/config/config.js";
export type { LocalStack, LocalStackOptions } from "./contracts/index.js";
export {
  type CustomArtifact,
  compareOutput,
  defineArtifact,
  type EmittedFile,
  type EventView,
  type ExportView,
  type FieldView,
  type GenerateOptions,
  generate,
  type ImportExtension,
  type ModelView,
  type Output,
  type TemplateSource,
  type TopicView,
  type ValueOptions,
  writeOutput,
} from "./generator/index.js";

/** Starts a broker and a registry on this machine. What that needs is loaded with it, since a configuration imports this file too. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const contracts = await import("./contracts/index.js");
  return contracts.startLocalStack(options);
}

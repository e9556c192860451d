/** The tool as a library: read schemas, generate, write. Services import `eventwright/runtime` instead. */

export { type Catalog, type Diagnostic, type EventModel, loadCatalog } from "./catalog/index.js";
export { type Config, defineConfig } from "./cli/config/config.js";
export { type LocalStack, type LocalStackOptions, startLocalStack } from "./contracts/index.js";
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

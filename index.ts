/**
 * The tool as a library: read schemas, generate, write. Services import `eventwright/runtime` instead. A configuration imports this file
 * too, so what a function needs is loaded when it is called.
 */
import type { Catalog, EventModel } from "./catalog/index.js";
import type { LocalStack, LocalStackOptions } from "./contracts/index.js";
import type { compareOutput as compare, EmittedFile, GenerateOptions, Output } from "./generator/index.js";

export type { Catalog, Diagnostic, EventModel } from "./catalog/index.js";
export { type Config, defineConfig } from "./cli/config/config.js";
export type { LocalStack, LocalStackOptions } from "./contracts/index.js";
export { type CustomArtifact, defineArtifact } from "./generator/custom/custom-artifact.js";
export type {
  EmittedFile,
  EventView,
  ExportView,
  FieldView,
  GenerateOptions,
  ImportExtension,
  ModelView,
  Output,
  TemplateSource,
  TopicView,
  ValueOptions,
} from "./generator/index.js";

/** Reads a whole schema folder; places are relative to `cwd`. Nothing outside the folder is read, nothing is fetched. */
export async function loadCatalog(options: { readonly schemas: string; readonly cwd?: string }): Promise<Catalog> {
  return (await import("./catalog/index.js")).loadCatalog(options);
}

/** Model in, files out; touches no disk. */
export async function generate(model: EventModel, options: GenerateOptions = {}): Promise<Output> {
  return (await import("./generator/index.js")).generate(model, options);
}

/** The output folder against what was rendered for it. @throws EventwrightError OUTPUT_UNWRITABLE where a file of ours would replace one that is not. */
export async function compareOutput(folder: string, files: readonly EmittedFile[]): Promise<Comparison> {
  return (await import("./generator/index.js")).compareOutput(folder, files);
}

/** What {@link compareOutput} found. */
export type Comparison = ReturnType<typeof compare>;

/** Makes the output folder equal to what was rendered, or leaves it as it was. @throws EventwrightError OUTPUT_UNWRITABLE. */
export async function writeOutput(comparison: Comparison): Promise<void> {
  (await import("./generator/index.js")).writeOutput(comparison);
}

/** Starts a broker and a registry on this machine. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  return (await import("./contracts/index.js")).startLocalStack(options);
}

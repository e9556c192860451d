/** Model in, files out: names, text, and the way to the disk. */

export { type ApiChange, type ApiLevel, highest } from "./api/change.js";
export { compareApi } from "./api/compare-api.js";
export { apiSide } from "./api/side.js";
export { codeWritten, templated } from "./artifacts/all.js";
export type { EmittedFile } from "./artifacts/artifact.js";
export type { StubFile } from "./artifacts/stub.js";
export { compareOutput, readOutput } from "./compare.js";
export { configInvalid } from "./config-invalid.js";
export { type CustomArtifact, defineArtifact } from "./custom/custom-artifact.js";
export { eventViews } from "./custom/print-view.js";
export type { EventView, ExportView, FieldView, ModelView, TopicView } from "./custom/views.js";
export { generate, type Output } from "./generate.js";
export { isDisturbed, lockFolders } from "./lock.js";
export type { GenerateOptions, ImportExtension, TemplateSource, ValueOptions } from "./options.js";
export { replaceAll } from "./replace.js";
export { planStubs } from "./stubs/plan-stubs.js";
export { outputChanges, writeOutput } from "./write.js";

/** The tool as a library: read schemas, generate, write. Services import `eventwright/runtime` instead. */

export { type Catalog, type Diagnostic, type EventModel, loadCatalog } from "./catalog/index.js";
export { type LocalStack, type LocalStackOptions, startLocalStack } from "./contracts/index.js";
export { compareOutput, type EmittedFile, type GenerateOptions, generate, type Output, writeOutput } from "./generator/index.js";

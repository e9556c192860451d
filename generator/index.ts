/** Model in, files out: names, text, and the way to the disk. */

export type { EmittedFile } from "./artifacts/artifact.js";
export type { StubFile, StubHandler } from "./artifacts/projection.js";
export { type Comparison, compareOutput, type StaleFile } from "./compare.js";
export { type GenerateOptions, generate, type Output } from "./generate.js";
export { planStubs, type StubChange, type StubPlan } from "./stubs/plan-stubs.js";
export { replaceAll, writeOutput } from "./write.js";

/** The door for tests, generated and hand-written; needs vitest. */

export { type MemoryRegistry, memoryRegistry } from "../registry/memory.js";
export { type MemoryOptions, type MemoryTransport, memoryTransport } from "../transport/memory.js";
export { type Given, type GivenEvents, given, type Projected } from "./given.js";
export { type CompatibilityMode, type CompatibilityPair, checkPair, compatibilityPairs, type VersionedCodec } from "./pairs.js";
export { provesCompatibility } from "./proves-compatibility.js";
export { type SampleOptions, sampleEvents } from "./samples.js";

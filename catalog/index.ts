/** Schema files in, one linked model out: read every file, link names, collect every problem. */

export type { Diagnostic } from "./diagnostic.js";
export type * from "./event-model.js";
export { fieldsOf } from "./field-path.js";
export { filesIn, type Glance, type Glimpse, glanceAt, glanceFrom, loadPart, reachIn, releasedFiles } from "./glance.js";
export { type Catalog, loadCatalog } from "./load.js";
export { rememberingReader } from "./read/file-memory.js";
export { isPlainJson } from "./read/plain-json.js";
export { readSchemaText } from "./read/read-one.js";
export { surelyDiffer } from "./read/surely-differ.js";
export { type ReleaseFile, release, releaseFiles } from "./release.js";
export { openCatalog, type Reloaded } from "./reload.js";
export { suggest } from "./suggest.js";
export { filesOf, loadVariant } from "./variant.js";

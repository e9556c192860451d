/** Schema files in, one linked model out: read every file, link names, collect every problem. */

export { type Diagnostic, type DiagnosticCode, diagnosticCodes } from "./diagnostic.js";
export type * from "./event-model.js";

import type { Diagnostic } from "../../catalog/index.js";
import type { ExitCode } from "../command.js";

/** What a run did, or with `--check` would have done; what `--json` prints and the text is made of. */
export interface CodegenReport {
  readonly topics: number;
  readonly events: number;
  readonly types: number;
  /** Paths relative to the working directory; `from` is the schema file. */
  readonly missing: readonly Changed[];
  readonly stale: readonly Changed[];
  readonly removed: readonly string[];
  readonly stubs: readonly ChangedStub[];
  readonly kept: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly tookMs: number;
  readonly exitCode: ExitCode;
  /** Nothing could be generated; the diagnostics say why. */
  readonly failed?: true;
}

interface Changed {
  readonly path: string;
  readonly from: string;
  /** First line that differs. */
  readonly line?: number;
  /** With `--check`, the beginning of a unified diff. */
  readonly diff?: readonly string[];
}

/** What a run says that could not begin to write. */
export function failed(diagnostics: readonly Diagnostic[]): CodegenReport {
  const none = { topics: 0, events: 0, types: 0, missing: [], stale: [], removed: [], stubs: [], kept: 0 };
  return { ...none, diagnostics, tookMs: 0, exitCode: 1, failed: true };
}

/** A stub without lists is new. */
export interface ChangedStub {
  readonly path: string;
  readonly added?: readonly string[];
  readonly marked?: readonly string[];
  readonly unmarked?: readonly string[];
}

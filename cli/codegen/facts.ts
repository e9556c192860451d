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
  readonly stubs: readonly { readonly path: string; readonly added?: readonly string[] }[];
  readonly kept: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly tookMs: number;
  readonly exitCode: ExitCode;
}

interface Changed {
  readonly path: string;
  readonly from: string;
  /** First line that differs. */
  readonly line?: number;
}

import { relative, resolve, sep } from "node:path";
import { loadCatalog } from "../../catalog/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { paint, printDiagnostics, printError } from "../report.js";
import { type BuildOptions, build } from "./build.js";
import { type Batch, type Changes, watchChanges } from "./changes.js";
import { type CodegenReport, failed } from "./facts.js";
import { changeText, keptText } from "./text.js";

export interface WatchCodegenOptions extends BuildOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

// A file that is being written looks broken for a moment; only what stays broken is said.
const doubtMs = 60;

/** Builds, then builds again whenever a schema changes, until Ctrl-C; a fault keeps the last good output. */
export async function watchCodegen(options: WatchCodegenOptions, io: CommandIo, print: (report: CodegenReport) => void): Promise<ExitCode> {
  const schemas = resolve(io.cwd, options.schemas);
  // Watching begins first, so that nothing which changes during the first run is missed.
  const changes = await watchChanges({ schemas, out: resolve(io.cwd, options.out), signal: io.signal });
  try {
    const first = await run(options, io, performance.now());
    print(first);
    let broken = first.failed === true;
    if (!options.json) io.out(`watching ${options.schemas}; stop with Ctrl-C`);
    for (let batch = await changes.next(); batch !== undefined; batch = await changes.next()) {
      broken = await rebuild({ options, io, changes, batch, broken });
    }
  } finally {
    await changes.close();
  }
  return 0;
}

interface Rebuild {
  readonly options: WatchCodegenOptions;
  readonly io: CommandIo;
  readonly changes: Changes;
  readonly batch: Batch;
  readonly broken: boolean;
}

/** True where the schemas, or the disk, are broken now. */
async function rebuild({ options, io, changes, batch, broken }: Rebuild): Promise<boolean> {
  const what = batch.paths.map((path) => relative(io.cwd, path).split(sep).join("/"));
  try {
    const report = await run(options, io, batch.since);
    if (report.failed === true && !(await changes.isQuiet(doubtMs))) return broken;
    if (options.json) io.out(JSON.stringify({ changed: what, ...report }));
    else sayChange(report, { what, broken, options, io });
    return report.failed === true;
  } catch (error) {
    if (io.signal.aborted) return broken;
    printError(error, io);
    io.err(keptText);
    return true;
  }
}

interface Said {
  readonly what: readonly string[];
  readonly broken: boolean;
  readonly options: WatchCodegenOptions;
  readonly io: CommandIo;
}

function sayChange(report: CodegenReport, { what, broken, options, io }: Said): void {
  const found = printDiagnostics(report.diagnostics, io);
  if (report.failed === true) io.out(`${found.errors === 1 ? "1 error" : `${found.errors} errors`}; ${keptText}`);
  else if (broken) io.out(`${paint(io, "green", "mended")}: every schema is right again`);
  if (report.failed !== true && !options.quiet) io.out(changeText(report, what));
}

async function run(options: BuildOptions, io: CommandIo, since: number): Promise<CodegenReport> {
  const catalog = await loadCatalog({ schemas: options.schemas, cwd: io.cwd });
  const report = catalog.model === undefined ? failed(catalog.diagnostics) : await build(catalog, options, io);
  return { ...report, tookMs: Math.round(performance.now() - since) };
}

import { relative, resolve, sep } from "node:path";
import { openCatalog, rememberingReader } from "../../catalog/index.js";
import { readOutput } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { paint, printDiagnostics, printError } from "../report.js";
import { type BuildMemory, type BuildOptions, build } from "./build.js";
import { type Batch, type Changes, watchChanges } from "./changes.js";
import type { CodegenReport } from "./facts.js";
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
    const run = runner(options, io);
    const first = await run(performance.now());
    print(first);
    let broken = first.failed === true;
    if (!options.json) io.out(`watching ${options.schemas}; stop with Ctrl-C`);
    for (let batch = await changes.next(); batch !== undefined; batch = await changes.next()) {
      broken = await rebuild({ options, io, changes, batch, broken, run });
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
  run(since: number): Promise<CodegenReport>;
}

/** True where the schemas, or the disk, are broken now. */
async function rebuild({ options, io, changes, batch, broken, run }: Rebuild): Promise<boolean> {
  const what = batch.paths.map((path) => relative(io.cwd, path).split(sep).join("/"));
  try {
    const report = await run(batch.since);
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
  if (report.failed === true) io.err(`${found.errors === 1 ? "1 error" : `${found.errors} errors`}; ${keptText}`);
  else if (broken) io.out(`${paint(io, "green", "mended")}: every schema is right again`);
  if (report.failed !== true && !options.quiet) io.out(changeText(report, what));
}

/** One run after the other, each going on from the one before. */
function runner(options: BuildOptions, io: CommandIo): (since: number) => Promise<CodegenReport> {
  const load = openCatalog({ schemas: options.schemas, cwd: io.cwd });
  const memory: BuildMemory = { output: undefined, read: rememberingReader(readOutput) };
  return async (since) => {
    const report = await build(await load(), options, io, memory);
    return { ...report, tookMs: Math.round(performance.now() - since) };
  };
}

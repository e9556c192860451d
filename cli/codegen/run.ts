import type { CommandIo, ExitCode } from "../command.js";
import { paint, printDiagnostics, printJson } from "../report.js";
import type { BuildOptions, BuildSettings } from "./build.js";
import type { CodegenReport } from "./facts.js";
import { settledRun } from "./settled.js";
import { checkText, failureText, writtenText } from "./text.js";

export interface CodegenOptions extends BuildOptions {
  readonly watch: boolean;
  /** Files and folders that may change the options, and the options as they are then. */
  readonly sources: readonly string[];
  readonly reload: () => Promise<BuildSettings>;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Options in, build, report: once, or with `watch` until Ctrl-C. */
export async function runCodegen(options: CodegenOptions, io: CommandIo): Promise<ExitCode> {
  if (options.watch && options.check) {
    io.err(`${paint(io, "red", "error")} --watch writes and --check does not; take one of them`);
    return 2;
  }
  if (options.watch) {
    const { watchCodegen } = await import("./watch.js");
    return watchCodegen(options, io, (report) => print(report, options, io));
  }
  const began = performance.now();
  const settled = settledRun(options, io.cwd);
  const report = settled?.known ?? (await builtOnce(options, io));
  if (settled !== undefined && settled.known === undefined) settled.learn(report);
  const timed = { ...report, tookMs: Math.round(performance.now() - began) };
  print(timed, options, io);
  return timed.exitCode;
}

/** Catalog and generator are loaded where they have something to do. */
async function builtOnce(options: CodegenOptions, io: CommandIo): Promise<CodegenReport> {
  const [{ loadCatalog }, { build }] = await Promise.all([import("../../catalog/index.js"), import("./build.js")]);
  return build(await loadCatalog({ schemas: options.schemas, cwd: io.cwd }), options, io);
}

function print(report: CodegenReport, options: CodegenOptions, io: CommandIo): void {
  if (options.json) {
    printJson(report, io);
    return;
  }
  const found = printDiagnostics(report.diagnostics, io);
  if (found.errors > 0) io.err(failureText(found));
  else if (options.check) io.out(checkText(report, io).join("\n"));
  else if (!options.quiet) io.out(writtenText(report, io).join("\n"));
}

import { loadCatalog } from "../../catalog/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { printDiagnostics, printJson } from "../report.js";
import { type BuildOptions, build } from "./build.js";
import type { CodegenReport } from "./facts.js";
import { checkText, failureText, writtenText } from "./text.js";

export interface CodegenOptions extends BuildOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** One run: options in, build, report. */
export async function runCodegen(options: CodegenOptions, io: CommandIo): Promise<ExitCode> {
  const began = performance.now();
  const catalog = await loadCatalog({ schemas: options.schemas, cwd: io.cwd });
  const report = await build(catalog, options, io);
  const timed = { ...report, tookMs: Math.round(performance.now() - began) };
  if (options.json) printJson(timed, io);
  else print(timed, options, io);
  return timed.exitCode;
}

function print(report: CodegenReport, options: CodegenOptions, io: CommandIo): void {
  const found = printDiagnostics(report.diagnostics, io);
  if (found.errors > 0) io.out(failureText(found));
  else if (options.check) io.out(checkText(report, io).join("\n"));
  else if (!options.quiet) io.out(writtenText(report, io).join("\n"));
}

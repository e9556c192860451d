import { join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { CommandIo, ExitCode } from "../command.js";
import { paint, printDiagnostics, printJson } from "../report.js";
import type { BuildMemory, BuildOptions, BuildSettings } from "./build.js";
import type { CodegenReport } from "./facts.js";
import { type Settled, settledRun } from "./settled.js";
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
  const report = settled?.known ?? (await builtOnce(options, io, settled));
  const timed = { ...report, tookMs: Math.round(performance.now() - began) };
  print(timed, options, io);
  return timed.exitCode;
}

/** Catalog and generator are loaded where they have something to do. */
async function builtOnce(options: CodegenOptions, io: CommandIo, settled: Settled | undefined): Promise<CodegenReport> {
  // A short run with much to keep: V8 would make room for garbage faster than it is worth to a build that shares its machine.
  setFlagsFromString("--semi-space-growth-factor=1");
  const [{ filesOf, loadCatalog }, { build }, { readOutput }] = await Promise.all([
    import("../../catalog/index.js"),
    import("./build.js"),
    import("../../generator/index.js"),
  ]);
  const memory: BuildMemory = { output: undefined, read: readOutput };
  const catalog = await loadCatalog({ schemas: options.schemas, cwd: io.cwd });
  const report = await build(catalog, options, io, memory);
  if (settled === undefined || catalog.model === undefined || memory.output === undefined) return report;
  const out = resolve(io.cwd, options.out);
  settled.learn(
    report,
    new Map<string, string | Uint8Array>([
      ...[...filesOf(catalog.model)].map(([path, bytes]) => [resolve(io.cwd, path), bytes] as const),
      ...memory.output.files.map(({ path, text }) => [join(out, path), text] as const),
    ]),
  );
  return report;
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

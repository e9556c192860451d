import { join, relative, resolve, sep } from "node:path";
import { type Diagnostic, type EventModel, loadCatalog } from "../../catalog/index.js";
import { compareOutput, generate, planStubs, replaceAll, writeOutput } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { printDiagnostics, printJson } from "../report.js";
import type { CodegenReport } from "./facts.js";
import { checkText, failureText, writtenText } from "./text.js";

export interface CodegenOptions {
  readonly schemas: string;
  readonly out: string;
  readonly stubs: string;
  readonly check: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Catalog → generate → compare → write; with an error among the diagnostics nothing is written. */
export async function runCodegen(options: CodegenOptions, io: CommandIo): Promise<ExitCode> {
  const began = performance.now();
  const { model, diagnostics } = await loadCatalog({ schemas: options.schemas, cwd: io.cwd });
  const report = model === undefined ? failed(diagnostics) : await build({ options, io, model, diagnostics });
  const timed = { ...report, tookMs: Math.round(performance.now() - began) };
  if (options.json) printJson(timed, io);
  else print(timed, options, io);
  return timed.exitCode;
}

interface Build {
  readonly options: CodegenOptions;
  readonly io: CommandIo;
  readonly model: EventModel;
  readonly diagnostics: readonly Diagnostic[];
}

async function build({ options, io, model, diagnostics }: Build): Promise<CodegenReport> {
  const out = resolve(io.cwd, options.out);
  const stubFolder = resolve(io.cwd, options.stubs);
  const output = generate(model, { generated: moduleFolder(stubFolder, out) });
  if (output.diagnostics.length > 0) return failed([...diagnostics, ...output.diagnostics]);
  const comparison = compareOutput(out, output.files);
  const stubs = await planStubs(stubFolder, output.stubs, slashed(options.stubs));
  if (!options.check) {
    writeOutput(comparison);
    replaceAll(stubs.changes.map(({ path, text }) => ({ path: join(stubFolder, path), text })));
  }
  const all = [...diagnostics, ...stubs.diagnostics];
  const at = (path: string) => slashed(join(options.out, path));
  const changes = comparison.missing.length + comparison.stale.length + comparison.orphans.length + stubs.changes.length;
  return {
    ...counts(model),
    missing: comparison.missing.map(({ path, from }) => ({ path: at(path), from })),
    stale: comparison.stale.map(({ path, from, line }) => ({ path: at(path), from, line })),
    removed: comparison.orphans.map(at),
    stubs: stubs.changes.map(({ path, added }) => ({
      path: slashed(join(options.stubs, path)),
      ...(added === undefined ? {} : { added }),
    })),
    kept: comparison.kept.length + stubs.kept.length,
    diagnostics: all,
    tookMs: 0,
    exitCode: stubs.diagnostics.length > 0 || (options.check && changes > 0) ? 1 : 0,
  };
}

function print(report: CodegenReport, options: CodegenOptions, io: CommandIo): void {
  const found = printDiagnostics(report.diagnostics, io);
  if (found.errors > 0) io.out(failureText(found));
  else if (options.check) io.out(checkText(report, io).join("\n"));
  else if (!options.quiet) io.out(writtenText(report, io).join("\n"));
}

function failed(diagnostics: readonly Diagnostic[]): CodegenReport {
  const none = { topics: 0, events: 0, types: 0, missing: [], stale: [], removed: [], stubs: [], kept: 0 };
  return { ...none, diagnostics, tookMs: 0, exitCode: 1 };
}

function counts(model: EventModel): Pick<CodegenReport, "topics" | "events" | "types"> {
  return {
    topics: model.topics.length,
    events: model.topics.reduce((sum, topic) => sum + topic.events.length, 0),
    types: model.types.size,
  };
}

/** The way from the stubs to the output folder, as an import says it. */
function moduleFolder(stubs: string, out: string): string {
  const way = slashed(relative(stubs, out));
  return way.startsWith(".") ? way : way === "" ? "." : `./${way}`;
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

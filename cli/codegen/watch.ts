import { relative, resolve, sep } from "node:path";
import { openCatalog, rememberingReader } from "../../catalog/index.js";
import { readOutput } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { paint, printDiagnostics, printError } from "../report.js";
import { type BuildMemory, type BuildOptions, type BuildSettings, build } from "./build.js";
import { type Batch, type Changes, watchChanges } from "./changes.js";
import type { CodegenReport } from "./facts.js";
import { changeText, keptText } from "./text.js";

export interface WatchCodegenOptions extends BuildOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Files and folders that may change the options, and the options as they are then. */
  readonly sources: readonly string[];
  readonly reload: () => Promise<BuildSettings>;
}

// A file that is being written looks broken for a moment; only what stays broken is said.
const doubtMs = 60;

/** Builds, then builds again whenever a schema, the configuration or a template changes, until Ctrl-C; a fault keeps the last good output. */
export async function watchCodegen(options: WatchCodegenOptions, io: CommandIo, print: (report: CodegenReport) => void): Promise<ExitCode> {
  // Watching begins first, so that nothing which changes during the first run is missed.
  const session: Session = { io, options, changes: await watching(options, io), run: runner(options, io), broken: false, outdated: false };
  try {
    const first = await session.run(performance.now());
    print(first);
    session.broken = first.failed === true;
    if (!options.json) io.out(`watching ${options.schemas}; stop with Ctrl-C`);
    for (let batch = await session.changes.next(); batch !== undefined; batch = await session.changes.next()) {
      session.broken = await rebuild(session, batch);
    }
  } finally {
    await session.changes.close();
  }
  return 0;
}

/** What changes while it watches. */
interface Session {
  readonly io: CommandIo;
  options: WatchCodegenOptions;
  changes: Changes;
  run: (since: number) => Promise<CodegenReport>;
  broken: boolean;
  /** The configuration was saved, and can't be taken up as it is. */
  outdated: boolean;
}

async function watching({ schemas, out, sources }: WatchCodegenOptions, io: CommandIo): Promise<Changes> {
  const changes = await watchChanges({ schemas: resolve(io.cwd, schemas), out: resolve(io.cwd, out), signal: io.signal });
  changes.lookAt(sources);
  return changes;
}

/** True where the schemas, the configuration or the disk are broken now. */
async function rebuild(session: Session, batch: Batch): Promise<boolean> {
  const { io, broken } = session;
  const what = batch.paths.map((path) => relative(io.cwd, path).split(sep).join("/"));
  try {
    if (session.outdated || batch.paths.some((path) => isSource(path, session.options))) await renew(session);
    const { options, run, changes } = session;
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

function isSource(path: string, { sources }: WatchCodegenOptions): boolean {
  return sources.some((source) => path === source || path.startsWith(`${source}${sep}`));
}

/** Takes up the configuration as it is now; where that is wrong, nothing is written until it is mended. */
async function renew(session: Session): Promise<void> {
  const { options: before, io } = session;
  session.outdated = true;
  const options = { ...before, ...(await before.reload()) };
  session.options = options;
  session.run = runner(options, io);
  session.outdated = false;
  if (options.schemas === before.schemas && options.out === before.out) session.changes.lookAt(options.sources);
  else {
    await session.changes.close();
    session.changes = await watching(options, io);
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
  else if (broken) io.out(`${paint(io, "green", "mended")}: everything is right again`);
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

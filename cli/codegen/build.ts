import { join, relative, resolve, sep } from "node:path";
import type { EventModel, Reloaded } from "../../catalog/index.js";
import {
  compareOutput,
  type GenerateOptions,
  generate,
  isDisturbed,
  lockFolders,
  type Output,
  outputChanges,
  planStubs,
  replaceAll,
} from "../../generator/index.js";
import type { CommandIo } from "../command.js";
import { type CodegenReport, failed } from "./facts.js";

export interface BuildOptions {
  readonly schemas: string;
  readonly out: string;
  readonly stubs: string;
  readonly check: boolean;
  /** What the configuration asks for. */
  readonly generate: GenerateOptions;
}

/** What flags and configuration say together, and the files and folders that it comes from. */
export interface BuildSettings extends Omit<BuildOptions, "check"> {
  readonly sources: readonly string[];
}

// Whoever has more files to look at has one cause to look for.
const diffedFiles = 50;

/** What a build that is done again and again goes on from. */
export interface BuildMemory {
  /** Of the last model that there was. */
  output: Output | undefined;
  /** Files of the output folder, as long as the system says that they are as they were. */
  readonly read: (path: string) => string;
}

/** Catalog → generate → compare → write; with an error among the diagnostics nothing is written, and with `check` nothing ever. */
export async function build(catalog: Reloaded, options: BuildOptions, io: CommandIo, memory?: BuildMemory): Promise<CodegenReport> {
  const { model, diagnostics, changed } = catalog;
  if (model === undefined) return failed(diagnostics);
  const last = memory?.output;
  if (memory !== undefined) memory.output = undefined;
  const folders = { out: resolve(io.cwd, options.out), stubs: resolve(io.cwd, options.stubs) };
  if (options.generate.contexts !== undefined) (await import("../config/contexts.js")).checkContexts(model, options.generate);
  const previous = last && changed && { output: last, changed };
  const output = generate(model, { ...options.generate, generated: moduleFolder(folders.stubs, folders.out) }, previous);
  if (output.diagnostics.length > 0) return failed([...diagnostics, ...output.diagnostics]);
  const work: Work = { output, folders, shownStubs: slashed(options.stubs), read: memory?.read };
  // What was edited will be written, so a look without the lock would be a second one.
  const seen = previous !== undefined && previous.changed.size > 0 ? undefined : await plan(work);
  const done = seen !== undefined && (options.check || !needsWrite(seen)) ? seen : await write(work, io);
  if (memory !== undefined) memory.output = output;
  const report = await reportOf(done, options, io);
  return { ...report, ...counts(model), diagnostics: [...diagnostics, ...done.stubs.diagnostics] };
}

interface Work {
  readonly output: Output;
  readonly folders: { readonly out: string; readonly stubs: string };
  readonly shownStubs: string;
  readonly read: BuildMemory["read"] | undefined;
}

type Plan = Awaited<ReturnType<typeof plan>>;

async function plan({ output, folders, shownStubs, read }: Work) {
  const comparisons = [{ folder: folders.out, files: output.files }, ...output.elsewhere].map(({ folder, files }) =>
    compareOutput(folder, files, read),
  );
  return { comparisons, stubs: await planStubs(folders.stubs, output.stubs, shownStubs) };
}

/** A run that has nothing to write takes no lock, so that it works on a read-only disk; unless another run is, or was, at work. */
function needsWrite({ comparisons, stubs }: Plan): boolean {
  const changes = comparisons.flatMap((comparison) => outputChanges(comparison).changes);
  return changes.length + stubs.changes.length > 0 || comparisons.some(({ folder }) => isDisturbed(folder));
}

/** Compares again under the lock, since another run may have written meanwhile. */
async function write(work: Work, io: CommandIo): Promise<Plan> {
  const { out, stubs } = work.folders;
  const folders = [out, ...work.output.elsewhere.map(({ folder }) => folder), ...(work.output.stubs.length === 0 ? [] : [stubs])];
  const lock = await lockFolders(folders, {
    signal: io.signal,
    onWait: (holder) => io.err(`waiting for ${holder}, which is writing to the same folder`),
  });
  try {
    const planned = await plan(work);
    lock.assertHeld();
    replaceAll([...planned.comparisons.map(outputChanges), { folder: stubs, changes: planned.stubs.changes }]);
    return planned;
  } finally {
    lock.release();
  }
}

async function reportOf({ comparisons, stubs }: Plan, options: BuildOptions, { cwd }: CommandIo) {
  const parts = comparisons.map((comparison, index) => {
    const folder = index === 0 ? options.out : relative(cwd, comparison.folder);
    const at = (path: string) => slashed(join(folder, path));
    const of = <F extends { readonly path: string }>(files: readonly F[]) => files.map((file) => ({ ...file, path: at(file.path) }));
    return {
      missing: of(comparison.missing),
      stale: of(comparison.stale),
      removed: comparison.orphans.map(at),
      kept: comparison.kept.length,
    };
  });
  const [missing, stale, removed] = [
    parts.flatMap((each) => each.missing),
    parts.flatMap((each) => each.stale),
    parts.flatMap((each) => each.removed),
  ];
  const diffOf = options.check && stale.length > 0 ? (await import("./diff.js")).shortDiff : undefined;
  const changes = missing.length + stale.length + removed.length + stubs.changes.length;
  return {
    missing: missing.map(({ path, from }) => ({ path, from })),
    stale: stale.map(({ path, from, line, present, text }, index) => {
      return { path, from, line, ...(diffOf && index < diffedFiles && { diff: diffOf(present, text) }) };
    }),
    removed,
    stubs: stubs.changes.map(({ path, text: _, ...lists }) => ({ path: slashed(join(options.stubs, path)), ...lists })),
    kept: parts.reduce((sum, each) => sum + each.kept, stubs.kept.length),
    tookMs: 0,
    exitCode: stubs.diagnostics.length > 0 || (options.check && changes > 0) ? 1 : 0,
  } as const;
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

import { join, relative, resolve, sep } from "node:path";
import type { EventModel, Reloaded } from "../../catalog/index.js";
import {
  compareOutput,
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
}

// Whoever has more files to look at has one cause to look for.
const diffedFiles = 50;

/** What a build that is done again and again goes on from. */
export interface BuildMemory {
  output: Output | undefined;
}

/** Catalog → generate → compare → write; with an error among the diagnostics nothing is written, and with `check` nothing ever. */
export async function build(catalog: Reloaded, options: BuildOptions, io: CommandIo, memory?: BuildMemory): Promise<CodegenReport> {
  const { model, diagnostics, changed } = catalog;
  const last = memory?.output;
  if (memory !== undefined) memory.output = undefined;
  if (model === undefined) return failed(diagnostics);
  const folders = { out: resolve(io.cwd, options.out), stubs: resolve(io.cwd, options.stubs) };
  const previous = last && changed && { output: last, changed };
  const output = generate(model, { generated: moduleFolder(folders.stubs, folders.out) }, previous);
  if (output.diagnostics.length > 0) return failed([...diagnostics, ...output.diagnostics]);
  const work: Work = { output, folders, shownStubs: slashed(options.stubs) };
  // What was edited will be written, so a look without the lock would be a second one.
  const seen = previous !== undefined && previous.changed.size > 0 ? undefined : await plan(work);
  const done = seen !== undefined && (options.check || !needsWrite(seen, work)) ? seen : await write(work, io);
  if (memory !== undefined) memory.output = output;
  const report = await reportOf(done, options);
  return { ...report, ...counts(model), diagnostics: [...diagnostics, ...done.stubs.diagnostics] };
}

interface Work {
  readonly output: Output;
  readonly folders: { readonly out: string; readonly stubs: string };
  readonly shownStubs: string;
}

type Plan = Awaited<ReturnType<typeof plan>>;

async function plan({ output, folders, shownStubs }: Work) {
  const comparison = compareOutput(folders.out, output.files);
  return { comparison, stubs: await planStubs(folders.stubs, output.stubs, shownStubs) };
}

/** A run that has nothing to write takes no lock, so that it works on a read-only disk; unless another run is, or was, at work. */
function needsWrite({ comparison, stubs }: Plan, { folders }: Work): boolean {
  return outputChanges(comparison).changes.length + stubs.changes.length > 0 || isDisturbed(folders.out);
}

/** Compares again under the lock, since another run may have written meanwhile. */
async function write(work: Work, io: CommandIo): Promise<Plan> {
  const { out, stubs } = work.folders;
  const lock = await lockFolders(work.output.stubs.length === 0 ? [out] : [out, stubs], {
    signal: io.signal,
    onWait: (holder) => io.err(`waiting for ${holder}, which is writing to the same folder`),
  });
  try {
    const planned = await plan(work);
    lock.assertHeld();
    replaceAll([outputChanges(planned.comparison), { folder: stubs, changes: planned.stubs.changes }]);
    return planned;
  } finally {
    lock.release();
  }
}

async function reportOf({ comparison, stubs }: Plan, options: BuildOptions) {
  const diffOf = options.check && comparison.stale.length > 0 ? (await import("./diff.js")).shortDiff : undefined;
  const at = (path: string) => slashed(join(options.out, path));
  const changes = comparison.missing.length + comparison.stale.length + comparison.orphans.length + stubs.changes.length;
  return {
    missing: comparison.missing.map(({ path, from }) => ({ path: at(path), from })),
    stale: comparison.stale.map(({ path, from, line, present, text }, index) => {
      return { path: at(path), from, line, ...(diffOf && index < diffedFiles && { diff: diffOf(present, text) }) };
    }),
    removed: comparison.orphans.map(at),
    stubs: stubs.changes.map(({ path, text: _, ...lists }) => ({ path: slashed(join(options.stubs, path)), ...lists })),
    kept: comparison.kept.length + stubs.kept.length,
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

import { relative, resolve } from "node:path";
import { type EventModel, loadCatalog, release, type SchemaModel, suggest } from "../../catalog/index.js";
import { type Bump, highestBump } from "../../contracts/index.js";
import { replaceAll } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { counted, paint, printable, printDiagnostics, printJson } from "../report.js";
import { bumpOf, bumpWords } from "./bump.js";
import { type Refusal, refusals } from "./refusals.js";

export interface ReleaseOptions {
  /** Short or full names; none: all that changed. */
  readonly events: readonly string[];
  readonly schemas: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Catalog → gate against what was released → write the next versions; all of them or, if one is refused, none. */
export async function runRelease(options: ReleaseOptions, io: CommandIo): Promise<ExitCode> {
  const { model, diagnostics } = await loadCatalog({ schemas: options.schemas, cwd: io.cwd });
  const found = printDiagnostics(diagnostics, io);
  if (model === undefined) {
    io.err(`${counted(found.errors, "error")} in ${counted(found.files, "file")}; nothing was released`);
    return 1;
  }
  const all = releasable(model);
  const unknown = options.events.find((name) => !all.some((schema) => isNamed(schema, name)));
  if (unknown !== undefined) return sayUnknown(unknown, all, io);
  const wanted = all.filter((schema) => options.events.length === 0 || options.events.some((name) => isNamed(schema, name)));
  const changed = wanted.filter((schema) => schema.released.at(-1)?.fingerprint !== schema.fingerprint);
  const refused = await refusals(model, changed, io);
  const versions = changed.map((schema) => ({ schema, bump: bumpOf(schema, model) }));
  if (refused.length === 0 && !options.dryRun) write(model, changed, options.schemas, io);
  tell({ ...options, versions, refused, unchanged: wanted.length - changed.length }, io);
  return refused.length > 0 ? 1 : 0;
}

interface Outcome extends ReleaseOptions {
  readonly versions: readonly { readonly schema: SchemaModel; readonly bump: Bump }[];
  readonly refused: readonly Refusal[];
  readonly unchanged: number;
}

function write(model: EventModel, changed: readonly SchemaModel[], schemas: string, { cwd }: CommandIo): void {
  const files = release(model, ...changed.map((schema) => schema.name));
  const folder = resolve(cwd, schemas);
  replaceAll([{ folder, changes: files.map(({ path, text }) => ({ path: relative(folder, resolve(cwd, path)), text })) }]);
}

function tell(outcome: Outcome, io: CommandIo): void {
  const { versions, refused, unchanged, dryRun, json } = outcome;
  const bump = highestBump(versions.map((one) => one.bump));
  if (json) {
    const listed = versions.map((one) => ({
      event: one.schema.name,
      version: one.schema.version,
      bump: one.bump,
      path: one.schema.place.path,
    }));
    const status = refused.length > 0 ? "refused" : dryRun ? "dry-run" : "released";
    printJson({ schema: "eventwright/release/v1", status, bump, versions: listed, unchanged, refused }, io);
    return;
  }
  if (refused.length > 0) {
    sayRefused(refused, io);
    return;
  }
  for (const { schema, bump: own } of versions) {
    io.out(`${paint(io, "green", "release")}  ${schema.name} v${schema.version}   ${schema.place.path}   ${own}: ${bumpWords[own]}`);
  }
  const next = bump === "none" ? "" : ` → a ${bump} version`;
  const hint = versions.length > 0 && !dryRun ? "; run `eventwright codegen`" : "";
  io.out(`${counted(versions.length, "version")} ${dryRun ? "would be released" : "released"}, ${unchanged} unchanged${next}${hint}`);
}

/** Events; in a folder without any topic, every schema. */
function releasable(model: EventModel): readonly SchemaModel[] {
  return model.topics.length === 0 ? model.schemas : model.schemas.filter((schema) => schema.isEvent);
}

function isNamed(schema: SchemaModel, name: string): boolean {
  return schema.name === name || schema.shortName === name;
}

function sayUnknown(name: string, all: readonly SchemaModel[], io: CommandIo): ExitCode {
  const names = all.map((schema) => schema.shortName);
  const meant = suggest(name, names);
  io.err(`${paint(io, "red", "error")} there is no event ${name}`);
  io.err(`   ${meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${meant}?`}`);
  return 2;
}

function sayRefused(refused: readonly Refusal[], io: CommandIo): void {
  for (const { of, mode, versions, finding } of refused) {
    const against = versions.length === 0 ? "" : ` against ${versions.map((version) => `v${version}`).join(", ")}`;
    io.out(`${paint(io, "red", "BREAKS")}  ${printable(of)}   ${mode}${against}`);
    io.out(`   ${finding.rule}${finding.path === "" ? "" : `  at ${printable(finding.path)}`}`);
    io.out(`   ${printable(finding.message)}`);
    for (const way of finding.waysOut) io.out(`   way out: ${printable(way)}`);
  }
  io.out(`${counted(refused.length, "finding")}; nothing was released; \`eventwright gate\` says more`);
}

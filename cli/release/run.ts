import { relative, resolve } from "node:path";
import { type EventModel, loadCatalog, release, type SchemaModel, suggest } from "../../catalog/index.js";
import { replaceAll } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { counted, paint, printDiagnostics } from "../report.js";
import { type Refusal, refusals } from "./refusals.js";

export interface ReleaseOptions {
  /** Short or full names; none: all that changed. */
  readonly events: readonly string[];
  readonly schemas: string;
  readonly dryRun: boolean;
}

/** Catalog → compare with what was released → write the next versions; all of them or, if one is refused, none. */
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
  const refused = changed.flatMap((schema) => refusals(schema, model));
  if (refused.length > 0) return sayRefused(refused, io);
  if (!options.dryRun) {
    const files = release(model, ...changed.map((schema) => schema.name));
    const folder = resolve(io.cwd, options.schemas);
    replaceAll([{ folder, changes: files.map(({ path, text }) => ({ path: relative(folder, resolve(io.cwd, path)), text })) }]);
  }
  for (const schema of changed) io.out(`${paint(io, "green", "release")}  ${schema.name} v${schema.version}   ${schema.place.path}`);
  const left = wanted.length - changed.length;
  const verb = options.dryRun ? "would be released" : "released";
  io.out(
    `${counted(changed.length, "version")} ${verb}, ${left} unchanged${changed.length > 0 && !options.dryRun ? "; run `eventwright codegen`" : ""}`,
  );
  return 0;
}

/** Events; in a folder without any topic, every schema. */
function releasable(model: EventModel): readonly SchemaModel[] {
  return model.topics.length === 0 ? model.schemas : model.schemas.filter((schema) => schema.isEvent);
}

function isNamed(schema: SchemaModel, name: string): boolean {
  return schema.name === name || schema.shortName === name;
}

function sayUnknown(name: string, all: readonly SchemaModel[], io: CommandIo): ExitCode {
  const meant = suggest(
    name,
    all.map((schema) => schema.shortName),
  );
  io.err(`${paint(io, "red", "error")} there is no event ${name}`);
  io.err(`   ${meant === undefined ? `there are ${all.map((schema) => schema.shortName).join(", ")}` : `did you mean ${meant}?`}`);
  return 2;
}

function sayRefused(refused: readonly Refusal[], io: CommandIo): ExitCode {
  for (const { schema, mode, version, finding } of refused) {
    io.out(`${paint(io, "red", "BREAKS")}  ${schema.name}   ${mode} against v${version}`);
    io.out(`   ${finding.rule}${finding.path === "" ? "" : `  at ${finding.path}`}`);
    io.out(`   ${finding.message}`);
    for (const way of finding.waysOut) io.out(`   way out: ${way}`);
  }
  io.out(`${counted(refused.length, "finding")}; nothing was released`);
  return 1;
}

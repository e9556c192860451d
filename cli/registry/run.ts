import { relative, resolve } from "node:path";
import type { EventModel } from "../../catalog/index.js";
import { diffRegistry, type Pull, pullCatalog, pushCatalog } from "../../contracts/index.js";
import { replaceAll } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { printJson } from "../report.js";
import { diffText, isEqual, pullText, pushText } from "./text.js";

interface Options {
  readonly action: string;
  readonly registry: string;
  readonly dryRun: boolean;
  readonly format: string;
}

/** Does what was asked and tells it. 1 where something was refused, or differs. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function runRegistry(options: Options, model: EventModel, io: CommandIo): Promise<ExitCode> {
  const began = performance.now();
  const asked = { url: options.registry, model, ...credentials(io) };
  const tell = (facts: object, text: (tookMs: number) => string) => {
    if (options.format === "json") printJson({ schema: "eventwright/registry/v1", action: options.action, ...facts }, io);
    else io.out(text(performance.now() - began));
  };
  if (options.action === "diff") {
    const subjects = await diffRegistry(asked);
    tell({ subjects }, (tookMs) => diffText(subjects, tookMs, io));
    return subjects.every(isEqual) ? 0 : 1;
  }
  const { dryRun } = options;
  if (options.action === "pull") {
    const pull = await pullCatalog(asked);
    if (!dryRun) write(pull, model, io);
    tell({ dryRun, ...pull, files: pull.files.map(({ path }) => path) }, (tookMs) => pullText(pull, { dryRun, tookMs }, io));
    return pull.outcomes.some(({ outcome }) => outcome === "refused") ? 1 : 0;
  }
  const outcomes = await pushCatalog({ ...asked, dryRun });
  tell({ dryRun, outcomes }, (tookMs) => pushText(outcomes, tookMs, io));
  return outcomes.some(({ outcome }) => outcome === "rejected") ? 1 : 0;
}

function credentials({ env }: CommandIo): { readonly auth?: { readonly username: string; readonly password: string } } {
  const username = env.EVENTWRIGHT_REGISTRY_USER;
  return username === undefined ? {} : { auth: { username, password: env.EVENTWRIGHT_REGISTRY_PASSWORD ?? "" } };
}

/** All files or none. */
function write({ files }: Pull, { root }: EventModel, { cwd }: CommandIo): void {
  if (files.length === 0) return;
  const folder = resolve(cwd, root);
  replaceAll([{ folder, changes: files.map(({ path, text }) => ({ path: relative(folder, resolve(cwd, path)), text })) }]);
}

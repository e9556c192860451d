import type { EventModel } from "../../catalog/index.js";
import { type ApiLevel, apiSide, compareApi, highest, type ValueOptions } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { modelOf } from "../commands/model-of.js";
import { settingsOf } from "../config/settings.js";
import { printJson } from "../report.js";
import type { ApiReport } from "./facts.js";
import { markdownOf } from "./markdown.js";
import { textOf } from "./text.js";

interface Options {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: string;
  readonly format: string;
  readonly failOn: string | undefined;
}

/** Both models → both APIs → the changes. 0 when it could be computed, whatever it found, unless `failOn` says more. */
export async function runApiDiff(options: Options, io: CommandIo): Promise<ExitCode> {
  const { schemas, generate } = await settingsOf(options, io);
  const model = await modelOf({ ...options, schemas }, io);
  if (model === undefined) return 1;
  const before = await baseline({ ...options, schemas }, model, io);
  const changes = await compareApi(apiSide(before, valuesOf(generate)), apiSide(model, valuesOf(generate)));
  const count = (level: ApiLevel) => changes.filter((change) => change.level === level).length;
  const counts = { major: count("major"), minor: count("minor"), patch: count("patch") };
  const bump = highest(changes.map((change) => change.level)) ?? "none";
  const report: ApiReport = { version: 1, against: options.against, bump, counts, changes };
  if (options.format === "json") printJson(report, io);
  else io.out(options.format === "markdown" ? markdownOf(report) : textOf(report, io));
  const failing = counts.major > 0 || (options.failOn === "minor" && counts.minor > 0);
  return options.failOn !== undefined && failing ? 1 : 0;
}

/** Both sides with the values of today's configuration: the question is what the schemas changed. */
function valuesOf({ long, timestamps }: ValueOptions): ValueOptions {
  return { ...(long !== undefined && { long }), ...(timestamps !== undefined && { timestamps }) };
}

async function baseline(
  { against, schemas }: Options & { readonly schemas: string },
  model: EventModel,
  io: CommandIo,
): Promise<EventModel> {
  const { baselineModel, releasedModel } = await import("../../contracts/index.js");
  return against === "released" ? releasedModel(model) : baselineModel({ against, schemas, cwd: io.cwd, signal: io.signal });
}

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type EventModel, readSchemaText } from "../../catalog/index.js";
import {
  type Bump,
  baselineModel,
  type DiffSchema,
  diffSchemas,
  diffSides,
  highestBump,
  releasedModel,
  schemasOf,
} from "../../contracts/index.js";
import { EventwrightError } from "../../runtime/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { modelOf } from "../commands/model-of.js";
import { settingsOf } from "../config/settings.js";
import { printJson } from "../report.js";
import { type DiffFacts, markdownOf, textOf } from "./schemas-text.js";

interface Options {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly format: string;
  readonly failOn: string | undefined;
}

/** Both sides → what changed. 0 when it could be said, whatever it is, unless `failOn` says more. @throws EventwrightError. */
export async function runSchemaDiff(options: Options, io: CommandIo): Promise<ExitCode> {
  const { before = "released", after = "the work tree" } = options;
  const facts = isFile(before, io) ? ofFiles(before, after, io) : await ofModels(before, after, options, io);
  if (facts === undefined) return 1;
  if (options.format === "json") printJson(facts, io);
  else io.out(options.format === "markdown" ? markdownOf(facts) : textOf(facts, io));
  const failing: readonly Bump[] = options.failOn === "minor" ? ["major", "minor"] : ["major"];
  return options.failOn !== undefined && failing.includes(facts.bump) ? 1 : 0;
}

function ofFiles(before: string, after: string, io: CommandIo): DiffFacts {
  if (!isFile(after, io)) throw usage(`diff ${before} ${after}`, "a file is compared with another file");
  const [old, now] = [fileSchema(before, io), fileSchema(after, io)];
  const found = diffSides(now.name, old.side, now.side);
  return factsOf(before, after, found === undefined ? [] : [found]);
}

async function ofModels(before: string, after: string, options: Options, io: CommandIo): Promise<DiffFacts | undefined> {
  if (options.after !== undefined && isFile(options.after, io))
    throw usage(`diff ${before} ${after}`, "a file is compared with another file");
  const { schemas } = await settingsOf(options, io);
  const needsWork = before === "released" || options.after === undefined || after === "released";
  const work = needsWork ? await modelOf({ ...options, schemas }, io) : undefined;
  if (needsWork && work === undefined) return undefined;
  const read = (name: string): Promise<EventModel> | EventModel =>
    name === "released" && work !== undefined
      ? releasedModel(work)
      : baselineModel({ against: name, schemas, cwd: io.cwd, signal: io.signal });
  const old = await read(before);
  const now = options.after === undefined && work !== undefined ? work : await read(after);
  return factsOf(before, after, diffSchemas(schemasOf(old), schemasOf(now)));
}

function factsOf(before: string, after: string, schemas: DiffFacts["schemas"]): DiffFacts {
  return { schema: "eventwright/diff/v1", before, after, bump: highestBump(schemas.map(({ bump }) => bump)), schemas };
}

function isFile(name: string, { cwd }: CommandIo): boolean {
  return /\.(avsc|json)$/.test(name) && !/^(git|dir):/.test(name) && existsSync(resolve(cwd, name));
}

function fileSchema(path: string, { cwd }: CommandIo): DiffSchema {
  const format = path.endsWith(".avsc") ? "avro" : "json";
  const { schema, diagnostics } = readSchemaText({ format, path, text: readFileSync(resolve(cwd, path), "utf8") });
  const wrong = diagnostics.find(({ severity }) => severity === "error");
  if (schema === undefined || wrong !== undefined)
    throw usage(path, `${wrong?.message ?? "it is no JSON"}; a file that refers to others is compared in its folder, by dir:PATH`);
  const { name, text, shape, types } = schema;
  return { name, side: { format, text, shape, types, placed: true } };
}

function usage(detail: string, hint: string): EventwrightError {
  return new EventwrightError("USAGE", { detail, hint });
}

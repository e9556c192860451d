import { readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import type { GenerateOptions } from "../../generator/index.js";
import type { CommandIo } from "../command.js";
import type { Config } from "./config.js";
import { configPaths, findConfig } from "./find.js";

/** What the command line says of it; undefined where it says nothing. */
export interface SettingFlags {
  readonly config?: string | undefined;
  readonly schemas?: string | undefined;
  readonly out?: string | undefined;
  readonly stubs?: string | undefined;
}

/** Flags over configuration over defaults; folders relative to the working directory. */
export interface Settings {
  readonly schemas: string;
  readonly out: string;
  readonly stubs: string;
  /** How much each rule of lint weighs; checked by who knows the rules. */
  readonly lint: NonNullable<Config["lint"]>;
  /** Empty where there is no configuration. */
  readonly generate: GenerateOptions;
  /** Files and folders that may change all this, absolute; they need not be there. */
  readonly sources: readonly string[];
}

/** Costs a look for four names where there is no file; whatever else it needs is loaded for a file alone. @throws EventwrightError CONFIG_INVALID. */
export async function settingsOf(flags: SettingFlags, io: Pick<CommandIo, "cwd">): Promise<Settings> {
  const path = findConfig(io.cwd, flags.config);
  const from = (value: string | undefined) => value && path && way(io.cwd, resolve(dirname(path), value));
  const config = path === undefined ? {} : await read(path, io.cwd);
  const settings = {
    schemas: flags.schemas ?? from(config.schemas) ?? "schemas",
    out: flags.out ?? from(config.out) ?? "generated",
    stubs: flags.stubs ?? from(config.stubs) ?? "projections",
  };
  const generate = path === undefined ? {} : await generateOptions(config, { path, cwd: io.cwd, ...settings });
  const folder = path !== undefined && generate.templates !== undefined ? [templatesFolder(config, path)] : [];
  return { ...settings, lint: config.lint ?? {}, generate, sources: [...configPaths(io.cwd, flags.config), ...folder] };
}

async function read(path: string, cwd: string): Promise<Config> {
  const shown = way(cwd, path);
  const [{ loadConfig }, { checkConfig }] = await Promise.all([import("./load.js"), import("./check.js")]);
  const value = await loadConfig(path, shown);
  return checkConfig(value, { path: shown, source: readFileSync(path, "utf8") });
}

interface Where {
  readonly path: string;
  readonly cwd: string;
  readonly out: string;
  readonly stubs: string;
}

async function generateOptions(config: Config, { path, cwd, out, stubs }: Where): Promise<GenerateOptions> {
  const { schemas: _, out: __, stubs: ___, lint: ____, contexts, templates, artifacts = [], ...plain } = config;
  const base = dirname(path);
  const absolute = (folder: string) => slashed(resolve(base, folder));
  const folders = { out: slashed(resolve(cwd, out)), stubs: slashed(resolve(cwd, stubs)) };
  const needsTemplates = templates !== undefined || artifacts.some(({ template }) => template !== undefined);
  const folder = templatesFolder(config, path);
  const sources = needsTemplates ? (await import("./templates.js")).readTemplates(folder, way(cwd, folder), artifacts) : undefined;
  return {
    ...plain,
    artifacts,
    folders,
    ...(contexts === undefined ? {} : { contexts: new Map(Object.entries(contexts).map(([name, entry]) => [name, absolute(entry.out)])) }),
    ...(sources === undefined ? {} : { templates: sources }),
  };
}

function templatesFolder({ templates = "templates" }: Config, path: string): string {
  return resolve(dirname(path), templates);
}

function way(from: string, to: string): string {
  return slashed(relative(from, to)) || ".";
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

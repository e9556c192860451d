import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const names = ["eventwright.config.ts", "eventwright.config.js", "eventwright.config.mjs", "eventwright.config.json"];

/** Where a configuration is looked for; the first that is there is the one. */
export function configPaths(cwd: string, named: string | undefined): readonly string[] {
  return named !== undefined ? [resolve(cwd, named)] : names.map((name) => join(cwd, name));
}

/** The configuration file to use, if there is any; one that is named need not be there. */
export function findConfig(cwd: string, named: string | undefined): string | undefined {
  const paths = configPaths(cwd, named);
  return named !== undefined ? paths[0] : paths.find((path) => existsSync(path));
}

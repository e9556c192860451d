import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const names = ["eventwright.config.ts", "eventwright.config.js", "eventwright.config.mjs", "eventwright.config.json"];

/** The configuration file to use, if there is any; one that is named need not be there. */
export function findConfig(cwd: string, named: string | undefined): string | undefined {
  if (named !== undefined) return resolve(cwd, named);
  return names.map((name) => join(cwd, name)).find((path) => existsSync(path));
}

import { readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { configInvalid } from "../../generator/index.js";

/** What the file exports. TypeScript is read by tsx, which is loaded for that alone. @throws EventwrightError CONFIG_INVALID. */
export async function loadConfig(path: string, shown: string): Promise<unknown> {
  try {
    if (path.endsWith(".json")) return JSON.parse(readFileSync(path, "utf8"));
    return defaultOf(await importFile(path));
  } catch (cause) {
    throw configInvalid(`${shown} can't be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function importFile(path: string): Promise<unknown> {
  const url = pathToFileURL(path).href;
  // A module is loaded once for each address, and one that was saved again is another.
  if (!/\.[cm]?ts$/.test(path)) return import(`${url}?${statSync(path).mtimeMs}`);
  const { tsImport } = await import("tsx/esm/api");
  return tsImport(url, import.meta.url);
}

/** Where the nearest package.json does not say "module", what was exported comes wrapped once more. */
function defaultOf(module: unknown): unknown {
  if (typeof module !== "object" || module === null || !("default" in module)) return undefined;
  const inner = module.default;
  return typeof inner === "object" && inner !== null && "__esModule" in inner && "default" in inner ? inner.default : inner;
}

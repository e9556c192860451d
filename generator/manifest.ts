import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lineWidth } from "./render/imports.js";

/** Lists the files of the output folder that are ours to remove. */
export const manifestFile = ".eventwright.json";

/** The manifest as formatters leave it. */
export function manifestText(paths: readonly string[]): string {
  const quoted = [...paths].sort().map((path) => JSON.stringify(path));
  const line = `  "files": [${quoted.join(", ")}]`;
  const list = line.length <= lineWidth ? line : `  "files": [\n    ${quoted.join(",\n    ")}\n  ]`;
  return `{\n${list}\n}\n`;
}

/** What the manifest on the disk says; entries that lead out of the folder are not ours, whoever wrote them. */
export function readManifest(folder: string): { readonly text: string | undefined; readonly paths: readonly string[] } {
  const text = attempt(() => readFileSync(join(folder, manifestFile), "utf8"));
  if (text === undefined) return { text, paths: [] };
  try {
    const value: unknown = JSON.parse(text);
    const listed = typeof value === "object" && value !== null && "files" in value && Array.isArray(value.files) ? value.files : [];
    return { text, paths: listed.filter((path): path is string => typeof path === "string" && isConfined(path)) };
  } catch {
    return { text, paths: [] };
  }
}

/** True for a path that stays below the folder it is joined to. */
export function isConfined(path: string): boolean {
  return path !== "" && !/[\\:\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** What `look` finds, or undefined where there is nothing to find. */
export function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

import { existsSync, readFileSync } from "node:fs";

/** Of the package.json above, whether this runs from the sources or from `dist/`. */
export function packageVersion(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    const url = new URL(path, import.meta.url);
    if (existsSync(url)) return String(JSON.parse(readFileSync(url, "utf8")).version);
  }
  return "unknown";
}

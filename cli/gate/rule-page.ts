import { existsSync, readFileSync } from "node:fs";
import { rules } from "../../contracts/index.js";

/** Where the pages of the published package can be read. */
const pages = "https://unpkg.com/eventwright/docs/rules/";

/** Every rule of the gate. */
export const ruleIds: readonly string[] = Object.keys(rules);

/** A rule in one clause; undefined for what only a registry's engine says. */
export function ruleSummary(rule: string): string | undefined {
  return Object.entries(rules).find(([id]) => id === rule)?.[1];
}

/** The rule's page in markdown, as it is shipped. */
export function rulePage(rule: string): string | undefined {
  // Of the package, whether this runs from the sources or from `dist/`.
  const file = ["../../docs/rules/", "../../../docs/rules/"]
    .map((folder) => new URL(`${folder}${fileName(rule)}`, import.meta.url))
    .find((url) => existsSync(url));
  return file === undefined || ruleSummary(rule) === undefined ? undefined : readFileSync(file, "utf8");
}

/** Its address. */
export function rulePageUri(rule: string): string {
  return `${pages}${fileName(rule)}`;
}

function fileName(rule: string): string {
  return `${rule.toLowerCase().replaceAll("_", "-")}.md`;
}

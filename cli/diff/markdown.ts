import type { ApiChange, ApiLevel } from "../../generator/index.js";
import type { ApiReport } from "./facts.js";
import { countsText, headline } from "./text.js";

/** The same for a comment on a pull request. */
export function markdownOf(report: ApiReport): string {
  if (report.bump === "none") return `### Generated API: no change\n\nAgainst \`${report.against}\`.`;
  const sections = (["major", "minor", "patch"] as const).flatMap((level) => section(level, report));
  return [`### Generated API: ${report.bump}`, "", `Against ${code(report.against)}: ${countsText(report)}.`, ...sections].join("\n");
}

function section(level: ApiLevel, { changes }: ApiReport): readonly string[] {
  const own = changes.filter((change) => change.level === level);
  if (own.length === 0) return [];
  return ["", `| ${level} | change | what it means | schema |`, "|---|---|---|---|", ...own.map(row)];
}

function row(change: ApiChange): string {
  const { path, reason, place } = change;
  return `| ${code(path)} | ${code(headline(change))} | ${text(reason)} | ${code(`${place.path}:${place.line}`)} |`;
}

/** A cell of code; a backtick or a bar of a schema ends neither the code nor the cell. */
function code(words: string): string {
  const fence = words.includes("`") ? "``" : "`";
  const body = oneLine(words).replaceAll("|", "\\|").replace(/`{2,}/g, "`");
  return fence === "`" ? `\`${body}\`` : `\`\` ${body} \`\``;
}

function text(words: string): string {
  return oneLine(words).replace(/[\\`*_{}[\]<>#|@]/g, "\\$&");
}

function oneLine(words: string): string {
  return words.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
}

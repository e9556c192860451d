import { paint } from "../report.js";
import { type Evidence, evidenceOf, placeText } from "./evidence.js";
import { type Found, type GateFacts, type Group, groupStanding, groupsOf, standing } from "./facts.js";
import type { Setting } from "./setting.js";
import { oneLine, visible } from "./visible.js";
import { groupMode, groupTitle, lastLine, quietTopics, whyCommand } from "./words.js";

/** For people at a terminal: what breaks first, then what is well, then what was counted. */
export function textOf(facts: GateFacts, setting: Setting): string {
  const groups = groupsOf(facts);
  const quiet = quietTopics(facts);
  const why = whyCommand(facts);
  return [
    ...groups.map((group) => `${groupText(group, facts, setting)}\n`),
    ...(quiet.length === 0 ? [] : [`${paint(setting, "green", "ok")}      ${quiet.join(" · ")}\n`]),
    ...(why === undefined ? [] : [`why     ${why}`]),
    lastLine(facts),
  ].join("\n");
}

const heads = { breaks: ["red", "BREAKS"], warns: ["yellow", "WARNS "], waived: ["dim", "WAIVED"] } as const;

/** What was found about one event, or about none. */
export function groupText(group: Group, facts: GateFacts, setting: Setting): string {
  const [color, word] = heads[groupStanding(group)];
  const head = `${paint(setting, color, word)}  ${groupTitle(group)}        ${groupMode(group, facts)}`.trimEnd();
  return [head, ...group.findings.map((finding) => findingText(finding, setting))].join("\n\n");
}

function findingText(finding: Found, setting: Setting): string {
  const at = finding.place === undefined ? "" : `  ${oneLine(placeText(finding.place))}`;
  const where = finding.path === "" ? "" : `   ${oneLine(finding.path)}`;
  const stands = standing(finding);
  const mark = stands === "waived" ? " (waived)" : stands === "warns" ? " (warning)" : "";
  return [
    `  ${paint(setting, "bold", oneLine(finding.rule))}${mark}${at}${where}`,
    ...visible(finding.message)
      .split("\n")
      .map((line) => `    ${line}`),
    ...evidenceOf(finding, setting.today).flatMap((evidence) => evidenceLines(evidence, setting)),
  ].join("\n");
}

const labelWidth = 13;

function evidenceLines({ label, as, lines }: Evidence, setting: Setting): readonly string[] {
  const numbered = as === "list" ? lines.map((line, index) => `${index + 1}  ${line}`) : lines;
  return numbered
    .flatMap((line) => line.split("\n"))
    .map((line, index) => `    ${(index === 0 ? label : "").padEnd(labelWidth)}${as === "diff" ? colored(line, setting) : line}`);
}

function colored(line: string, setting: Setting): string {
  return paint(setting, line.startsWith("+") ? "green" : "red", line);
}

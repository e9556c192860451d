/** For job summaries and for the comment on a pull request: the same page under two limits. */
import { type Evidence, evidenceOf, placeText } from "./evidence.js";
import { type Found, type GateFacts, type Group, groupStanding, groupsOf, standing } from "./facts.js";
import { block, code, prose } from "./markdown-text.js";
import type { Setting } from "./setting.js";
import { oneLine } from "./visible.js";
import { countsText, groupMode, groupTitle, headline, quietTopics, whyCommand } from "./words.js";

/** GitHub drops a step's summary of more than 1 MiB. */
export function summaryOf(facts: GateFacts, setting: Setting): string {
  return page(facts, setting, (text) => Buffer.byteLength(text) <= 1_048_576);
}

/** GitHub and GitLab refuse longer ones; the first line lets the next run find and replace it. */
export function commentOf(facts: GateFacts, setting: Setting): string {
  const job = oneLine(setting.job).replace(/[^\w ./]/g, "_");
  const marker = `<!-- eventwright gate${job === "" ? "" : ` ${job}`} -->`;
  return `${marker}\n${page(facts, setting, (text) => marker.length + 1 + text.length <= 65_536)}`;
}

const icons = { breaks: "❌", warns: "⚠️", waived: "🤝" } as const;

/** Whole findings only: as many as the limit takes, worst first, and how many were left out. */
function page(facts: GateFacts, setting: Setting, fits: (text: string) => boolean): string {
  const parts = groupsOf(facts).flatMap((group) => [
    { text: groupHead(group, facts), findings: 0 },
    ...group.findings.map((finding) => ({ text: findingText(finding, setting), findings: 1 })),
  ]);
  const all = parts.reduce((sum, part) => sum + part.findings, 0);
  const compose = (count: number) => {
    const shown = parts.slice(0, count);
    const hidden = all - shown.reduce((sum, part) => sum + part.findings, 0);
    const more =
      hidden === 0 ? [] : [`**${hidden} more ${hidden === 1 ? "finding" : "findings"}** did not fit here: see the whole report.`];
    return [head(facts), ...shown.map((part) => part.text), ...more, foot(facts)].filter((text) => text !== "").join("\n\n");
  };
  let [least, most] = [0, parts.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(compose(middle))) least = middle;
    else most = middle - 1;
  }
  return compose(least);
}

function head(facts: GateFacts): string {
  const icon = facts.status === "compatible" ? "✅" : facts.status === "breaks" ? "❌" : "❔";
  return `### ${icon} Schemas: ${prose(headline(facts))}\n\n${prose(countsText(facts))}`;
}

function foot(facts: GateFacts): string {
  const quiet = quietTopics(facts).map(prose).join(" · ");
  const command = whyCommand(facts);
  const why = command === undefined ? "" : `Why: ${code(command)}`;
  return [quiet === "" ? "" : `✅ ${quiet}`, why].filter((text) => text !== "").join("\n\n");
}

function groupHead(group: Group, facts: GateFacts): string {
  const mode = groupMode(group, facts);
  return `#### ${icons[groupStanding(group)]} ${prose(groupTitle(group))}${mode === "" ? "" : `\n\n${prose(mode)}`}`;
}

function findingText(finding: Found, setting: Setting): string {
  const stands = standing(finding);
  const at = finding.place === undefined ? "" : ` ${code(placeText(finding.place))}`;
  const path = finding.path === "" ? "" : ` ${code(finding.path)}`;
  const title = `${icons[stands]} **${prose(finding.rule)}**${stands === "waived" ? " (waived)" : ""}${path}${at}`;
  return [title, prose(finding.message), ...evidenceOf(finding, setting.today).map(evidenceText)].join("\n\n");
}

function evidenceText({ label, as, lines }: Evidence): string {
  if (as === "diff") return block(lines.join("\n"), "diff");
  if (as === "code") return `${label}\n${block(lines.join("\n"), "")}`;
  if (as === "list") return `${label}\n\n${lines.map((line, index) => `${index + 1}. ${prose(line)}`).join("\n")}`;
  return lines.map((line) => `${label}: ${prose(line)}`).join("  \n");
}

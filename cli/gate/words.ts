/** The sentences around the findings, the same in every format. */
import { counted, seconds } from "../report.js";
import { versionsText } from "./evidence.js";
import { type Found, type GateFacts, type Group, groupsOf } from "./facts.js";
import { ruleSummary } from "./rule-page.js";
import { oneLine } from "./visible.js";

/** The report in one line. */
export function headline(facts: GateFacts): string {
  if (facts.status === "unchecked") return oneLine(facts.reason ?? "nothing was compared, so nothing is proven");
  if (facts.status === "breaks")
    return `${counted(facts.counts.errors, "finding")} ${facts.counts.errors === 1 ? "breaks" : "break"} a reader or a writer`;
  return `compatible with all that was compared`;
}

/** What was counted, and what it was counted against. */
export function countsText(facts: GateFacts): string {
  const { counts, compared } = facts;
  const parts = [
    `${counted(counts.checked, "event")} checked in ${counted(compared, "comparison")}`,
    `${counts.broken} broken`,
    `${counts.undecided} undecided`,
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...(counts.warnings > 0 ? [counted(counts.warnings, "warning")] : []),
    ...(counts.new > 0 ? [`${counts.new} never released`] : []),
  ];
  return `${parts.join(", ")} against ${baselinesText(facts)}`;
}

/** The baselines, with what each was when it was read. */
export function baselinesText({ baselines, identities }: GateFacts): string {
  return oneLine(baselines.map((name, index) => `${name} ${identities?.[index] ?? ""}`.trim()).join(", "));
}

/** The same, and how long it took. */
export function lastLine(facts: GateFacts): string {
  const end = facts.status === "unchecked" ? `   ${headline(facts)}` : "";
  return `${countsText(facts)}   ${seconds(facts.tookMs)}${end}`;
}

/** The command that explains the first rule that has a page. */
export function whyCommand(facts: GateFacts): string | undefined {
  const rule = groupsOf(facts)
    .flatMap((group) => group.findings)
    .map((finding) => finding.rule)
    .find((id) => ruleSummary(id) !== undefined);
  return rule === undefined ? undefined : `npx eventwright gate --explain ${rule}`;
}

/** What a group of findings is about. */
export function groupTitle({ verdict }: Group): string {
  return verdict === undefined ? "topics, releases and waivers" : oneLine(`${verdict.topic} · ${verdict.event}`);
}

/** What the group was judged by; "" for findings of no event. */
export function groupMode({ verdict }: Group, facts: GateFacts): string {
  if (verdict === undefined) return "";
  const versions = verdict.against.length === 0 ? "" : ` against ${versionsText(verdict.against)}`;
  return oneLine(`${verdict.mode}${versions} (${baselinesText(facts)})`);
}

/** The events that nothing was found about, by topic. */
export function quietTopics({ verdicts }: GateFacts): readonly string[] {
  const quiet = verdicts.filter((verdict) => verdict.findings.length === 0);
  return [...new Set(quiet.map((verdict) => verdict.topic))].map((topic) => {
    const own = quiet.filter((verdict) => verdict.topic === topic);
    const parts = (["unchanged", "compatible", "new"] as const).flatMap((word) => {
      const count = own.filter((verdict) => verdict.verdict === word).length;
      return count === 0 ? [] : [`${count} ${word}`];
    });
    return oneLine(`${topic}: ${parts.join(", ")}`);
  });
}

/** The rule, and the field that it is about. */
export function findingTitle(finding: Found): string {
  return oneLine(finding.path === "" ? finding.rule : `${finding.rule} ${finding.path}`);
}

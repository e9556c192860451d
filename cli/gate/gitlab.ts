/** GitLab's Code Quality report: a list of issues, which a merge request shows at its lines. */
import { type Found, type GateFacts, type Group, groupsOf, standing } from "./facts.js";
import { plainText } from "./plain.js";
import { hostPath, type Setting } from "./setting.js";
import { oneLine } from "./visible.js";
import { groupTitle, headline } from "./words.js";

const severities = { breaks: "blocker", warns: "minor", waived: "info" } as const;

/** An empty list where there is nothing to say, which is a report too. */
export function gitlabOf(facts: GateFacts, setting: Setting): string {
  const all = groupsOf(facts).flatMap((group) => group.findings.map((finding) => ({ finding, group })));
  const somewhere = all.map(({ finding }) => finding.place ?? finding.was).find((place) => place !== undefined)?.path;
  const at = { path: hostPath(somewhere ?? "schemas", setting), lines: { begin: 1 } };
  const unchecked = {
    description: headline(facts),
    check_name: "UNCHECKED",
    fingerprint: "unchecked",
    severity: "blocker",
    location: at,
  };
  const issues = unique(
    all.map(({ finding, group }) => issue(finding, group, setting) ?? { ...bare(finding, group, setting), location: at }),
  );
  return JSON.stringify(facts.status === "unchecked" ? [unchecked, ...issues] : issues, null, 2);
}

interface Issue {
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issue(finding: Found, group: Group, setting: Setting): Issue | undefined {
  const place = finding.place ?? finding.was;
  if (place === undefined) return undefined;
  return { ...bare(finding, group, setting), location: { path: oneLine(hostPath(place.path, setting)), lines: { begin: place.line } } };
}

function bare(finding: Found, group: Group, { today }: Setting) {
  const waived = finding.waiver === undefined ? "" : ` (waived until ${finding.waiver.expires})`;
  return {
    type: "issue",
    description: oneLine(`${groupTitle(group)}: ${finding.message}${waived}`),
    check_name: oneLine(finding.rule),
    fingerprint: oneLine(finding.fingerprint),
    severity: severities[standing(finding)],
    categories: ["Compatibility"],
    content: { body: plainText(finding, today) },
  };
}

/** GitLab keeps one issue of those with the same fingerprint. */
function unique(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map<string, number>();
  return issues.map((one) => {
    const times = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, times);
    return times === 1 ? one : { ...one, fingerprint: `${one.fingerprint}-${times}` };
  });
}

/** What a gate found, as every format tells it: the report, its counts, and no secret or folder of this machine. */
import { relative } from "node:path";
import type { GateReport } from "../../contracts/index.js";
import { cleaned } from "./cleaned.js";

/** The JSON document `eventwright/gate/v1`; `docs/gate.v1.schema.json` describes it. */
export interface GateFacts extends GateReport {
  readonly schema: "eventwright/gate/v1";
  readonly tool: { readonly name: "eventwright"; readonly version: string };
  /** Why nothing could be checked, where more is known than that nothing was compared. */
  readonly reason?: string;
  readonly counts: GateCounts;
  readonly tookMs: number;
}

/** Events by verdict; findings by how they stand. */
interface GateCounts {
  /** Events that were compared with something. */
  readonly checked: number;
  readonly unchanged: number;
  readonly compatible: number;
  readonly broken: number;
  /** Events that were never released. */
  readonly new: number;
  readonly errors: number;
  readonly warnings: number;
  /** Findings that a waiver accepts, errors and warnings alike. */
  readonly waived: number;
  readonly undecided: number;
}

/** A finding as it stands among the others. */
export type Found = GateReport["findings"][number];
export type Verdict = GateReport["verdicts"][number];

/** Findings that belong together: of one event, or of no single one. */
export interface Group {
  readonly verdict?: Verdict;
  readonly findings: readonly Found[];
}

export interface Run {
  readonly cwd: string;
  readonly version: string;
  readonly tookMs: number;
}

/** Adds the counts to a report and takes out of it what is nobody's business. */
export function factsOf(report: GateReport & Pick<GateFacts, "reason">, { cwd, version, tookMs }: Run): GateFacts {
  const folders = report.baselines.filter((name) => name.startsWith("dir:/")).map((name) => name.slice(4).replace(/\/+$/, ""));
  const names = [...new Set([...folders, cwd])].sort((a, b) => b.length - a.length);
  const clean = cleaned(
    report,
    names.map((folder) => [folder, relative(cwd, folder).replaceAll("\\", "/") || "."]),
  );
  return {
    schema: "eventwright/gate/v1",
    tool: { name: "eventwright", version },
    ...clean,
    counts: countsOf(clean),
    tookMs: Math.round(tookMs),
  };
}

/** The findings of each event that has some, and those of no event: what breaks comes first. */
export function groupsOf({ verdicts, findings }: GateReport): readonly Group[] {
  const events = verdicts.map((verdict) => ({ verdict, findings: verdict.findings }));
  const groups: readonly Group[] = [...events, { findings }].filter((group) => group.findings.length > 0);
  return groups.toSorted((a, b) => standings.indexOf(groupStanding(a)) - standings.indexOf(groupStanding(b)));
}

/** From the worst on. */
const standings = ["breaks", "warns", "waived"] as const;

/** The worst of a group. */
export function groupStanding({ findings }: Group): (typeof standings)[number] {
  const all = findings.map(standing);
  return standings.find((stands) => all.includes(stands)) ?? "waived";
}

/** Whether it fails the gate, is only told, or is accepted for now. */
export function standing(finding: Found): (typeof standings)[number] {
  if (finding.waiver !== undefined) return "waived";
  return finding.severity === "error" ? "breaks" : "warns";
}

function countsOf(report: GateReport): GateCounts {
  const findings = groupsOf(report).flatMap((group) => group.findings);
  const events = (word: Verdict["verdict"]) => report.verdicts.filter((verdict) => verdict.verdict === word).length;
  const standings = (word: ReturnType<typeof standing>) => findings.filter((finding) => standing(finding) === word).length;
  return {
    checked: report.verdicts.filter((verdict) => verdict.against.length > 0).length,
    unchanged: events("unchanged"),
    compatible: events("compatible"),
    broken: events("breaks"),
    new: events("new"),
    errors: standings("breaks"),
    warnings: standings("warns"),
    waived: standings("waived"),
    undecided: findings.filter((finding) => finding.rule === "UNDECIDED").length,
  };
}

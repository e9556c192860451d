import type { EventVerdict, GateReport } from "../contracts/index.js";
import type { CommandIo } from "./command.js";
import { counted, paint, seconds } from "./report.js";

/** Prints a gate's report: what breaks first, then what is well, then what was counted. */
export function printGate(report: GateReport, io: CommandIo, tookMs: number): void {
  const told = report.verdicts.filter((verdict) => verdict.findings.length > 0);
  for (const verdict of told) io.out(eventText(verdict, report, io));
  const rest = restText(report.verdicts.filter((verdict) => verdict.findings.length === 0));
  if (rest !== "") io.out(`${paint(io, "green", "ok")}      ${rest}\n`);
  io.out(lastLine(report, tookMs));
}

type Found = EventVerdict["findings"][number];

function eventText(verdict: EventVerdict, report: GateReport, io: CommandIo): string {
  const word = verdict.verdict === "breaks" ? paint(io, "red", "BREAKS") : paint(io, "yellow", "WARNS ");
  const versions = verdict.against.map((version) => `v${version}`).join(", ");
  const head = `${word}  ${verdict.topic} · ${verdict.event}        ${verdict.mode} against ${versions} (${report.baselines.join(", ")})`;
  return [head, ...verdict.findings.map((finding) => findingText(finding, verdict, io))].join("\n");
}

function findingText(finding: Found, verdict: EventVerdict, io: CommandIo): string {
  const { place, was, witness, waysOut } = finding;
  const at = place === undefined ? verdict.event : placeText(place);
  const where = finding.path === "" ? "" : `   ${finding.path}`;
  return [
    "",
    `  ${paint(io, "bold", finding.rule)}${finding.severity === "warning" ? " (warning)" : ""}  ${at}${where}`,
    `    ${finding.message}`,
    ...(was === undefined ? [] : [`    was          ${placeText(was)}   ${finding.versions.map((version) => `v${version}`).join(", ")}`]),
    ...(witness === undefined ? [] : [`    breaks on    ${witness.json}   ${witness.error}`]),
    ...waysOut.map((way, index) => `    ${index === 0 ? "ways out " : "         "}    ${index + 1}  ${way}`),
    `    fingerprint  ${finding.fingerprint}`,
    "",
  ].join("\n");
}

function placeText({ path, line, column }: { readonly path: string; readonly line: number; readonly column: number }): string {
  return `${path}:${line}:${column}`;
}

function restText(verdicts: readonly EventVerdict[]): string {
  const topics = [...new Set(verdicts.map((verdict) => verdict.topic))];
  return topics
    .map((topic) => {
      const own = verdicts.filter((verdict) => verdict.topic === topic);
      const parts = (["unchanged", "compatible", "new"] as const).flatMap((word) => {
        const count = own.filter((verdict) => verdict.verdict === word).length;
        return count === 0 ? [] : [`${count} ${word}`];
      });
      return `${topic}: ${parts.join(", ")}`;
    })
    .join(" · ");
}

function lastLine(report: GateReport, tookMs: number): string {
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  const breaks = report.verdicts.filter((verdict) => verdict.verdict === "breaks").length;
  const unknown = findings.filter((finding) => finding.rule === "UNDECIDED").length;
  const warnings = findings.filter((finding) => finding.severity === "warning").length;
  const checked = report.verdicts.filter((verdict) => verdict.against.length > 0).length;
  const counts = [
    `${counted(checked, "event")} checked in ${counted(report.compared, "comparison")}`,
    `${breaks} broken`,
    `${unknown} undecided`,
  ];
  if (warnings > 0) counts.push(counted(warnings, "warning"));
  const end = report.status === "unchecked" ? "   nothing was compared, so nothing is proven" : "";
  return `${counts.join(", ")} against ${report.baselines.join(", ")}   ${seconds(tookMs)}${end}`;
}

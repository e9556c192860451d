import type { ApiChange } from "../../generator/index.js";
import type { CommandIo } from "../command.js";
import { counted, paint, printable } from "../report.js";
import type { ApiReport } from "./facts.js";

/** The changes one below the other, the gravest first, and the version bump they ask for. */
export function textOf(report: ApiReport, io: CommandIo): string {
  const lines = report.changes.map((change) => `${changeText(change, io)}\n`);
  return [...lines, lastLine(report)].join("\n");
}

/** What happened to a name, in a few words. */
export function headline({ kind, before, after }: ApiChange): string {
  const word = kind.replace("-", " ");
  if (before !== undefined && after !== undefined) return `${word}: ${before} → ${after}`;
  const type = before ?? after;
  return type === undefined ? word : `${word}: ${type}`;
}

/** How many changes of which level. */
export function countsText({ counts }: ApiReport): string {
  return (["major", "minor", "patch"] as const)
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${level}`)
    .join(", ");
}

function changeText(change: ApiChange, io: CommandIo): string {
  const { level, path, reason, place } = change;
  const color = ({ major: "red", minor: "yellow", patch: "dim" } as const)[level];
  return [
    `${paint(io, color, level.toUpperCase())}  ${paint(io, "bold", printable(path))}   ${printable(headline(change))}`,
    `       ${printable(reason)}`,
    `       ${printable(`${place.path}:${place.line}:${place.column}`)}`,
  ].join("\n");
}

function lastLine(report: ApiReport): string {
  if (report.bump === "none") return `the generated API is the same as against ${report.against}`;
  const total = counted(report.changes.length, "change");
  return `${total} against ${report.against}: ${countsText(report)} → a ${report.bump} version`;
}

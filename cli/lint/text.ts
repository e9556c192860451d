import type { LintFinding } from "../../contracts/index.js";
import type { CommandIo } from "../command.js";
import { counted, paint, printable } from "../report.js";

/** What `lint` found; what `--format json` prints. */
export interface LintFacts {
  readonly schema: "eventwright/lint/v1";
  readonly errors: number;
  readonly warnings: number;
  /** How many schema files were looked at. */
  readonly schemas: number;
  /** Rules that the configuration switched off. */
  readonly off: readonly string[];
  readonly findings: readonly LintFinding[];
}

/** The findings one below the other, file by file, and what they come to. */
export function textOf(facts: LintFacts, io: CommandIo): string {
  return [...facts.findings.map((finding) => `${findingText(finding, io)}\n`), lastLine(facts)].join("\n");
}

function findingText({ severity, rule, place, message, hint }: LintFinding, io: CommandIo): string {
  const word = severity === "error" ? paint(io, "red", "error") : paint(io, "yellow", "warn ");
  return [
    `${word}  ${paint(io, "bold", rule)}  ${printable(`${place.path}:${place.line}:${place.column}`)}`,
    `       ${printable(message)}`,
    `       ${printable(hint)}`,
  ].join("\n");
}

function lastLine({ errors, warnings, schemas, off, findings }: LintFacts): string {
  const switched = off.length === 0 ? "" : `; ${counted(off.length, "rule")} off: ${off.join(", ")}`;
  if (findings.length === 0) return `${counted(schemas, "schema")}, nothing to say${switched}`;
  return `${counted(errors, "error")}, ${counted(warnings, "warning")} in ${counted(schemas, "schema")}${switched}; eventwright lint --explain RULE says more`;
}

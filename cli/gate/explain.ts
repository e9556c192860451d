import { suggest } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { paint } from "../report.js";
import { ruleIds, rulePage, ruleSummary } from "./rule-page.js";

/** Prints a rule's page, or every rule in a line where none is named. @throws EventwrightError USAGE for a rule that there is not. */
export function explain(rule: string, io: CommandIo): ExitCode {
  io.out(rule === "" ? list(io) : page(rule, io));
  return 0;
}

function list(io: CommandIo): string {
  const width = Math.max(...ruleIds.map((id) => id.length));
  const lines = ruleIds.map((id) => `${paint(io, "bold", id.padEnd(width))}  ${ruleSummary(id)}`);
  return [...lines, "", "npx eventwright gate --explain RULE prints the smallest pair, who breaks, and the ways out"].join("\n");
}

function page(rule: string, io: CommandIo): string {
  const id = rule.toUpperCase().replaceAll("-", "_");
  const text = rulePage(id);
  if (text === undefined) {
    const meant = suggest(id, ruleIds);
    const hint = meant === undefined ? "gate --explain without a name lists all rules" : `did you mean ${meant}?`;
    throw new EventwrightError("USAGE", { detail: `there is no rule ${JSON.stringify(rule)}`, hint });
  }
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line.startsWith("#") ? paint(io, "bold", line) : line))
    .join("\n");
}

import { suggest } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import type { CommandIo, ExitCode } from "../command.js";
import { paint } from "../report.js";
import { type GateFacts, groupsOf } from "./facts.js";
import { ruleIds, rulePage, ruleSummary } from "./rule-page.js";
import { settingOf } from "./setting.js";
import { groupText } from "./text.js";

/** True for what `--explain` takes for a finding of the report, and not for a rule. */
export function isFingerprint(word: string): boolean {
  return /^[0-9a-f]{8}$/.test(word);
}

/** Prints one finding and the page of its rule. @throws EventwrightError USAGE where the report has no such finding. */
export function explainFinding(facts: GateFacts, fingerprint: string, io: CommandIo): ExitCode {
  const [found] = groupsOf(facts).flatMap((group) => {
    const findings = group.findings.filter((finding) => finding.fingerprint === fingerprint);
    return findings.map((finding) => ({ finding, text: groupText({ ...group, findings }, facts, settingOf(io)) }));
  });
  if (found === undefined) {
    const hint = "it was mended, or other baselines show it: say --against and --only as when it was found";
    throw new EventwrightError("USAGE", { detail: `no finding has the fingerprint ${fingerprint}`, hint });
  }
  const text = rulePage(found.finding.rule);
  io.out(text === undefined ? found.text : `${found.text}\n\n${bold(text, io)}`);
  return 0;
}

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
  return bold(text, io);
}

function bold(text: string, io: CommandIo): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line.startsWith("#") ? paint(io, "bold", line) : line))
    .join("\n");
}

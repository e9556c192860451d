import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { suggest } from "../../catalog/index.js";
import { isRule, lint, lintRules, ruleIds, switchProblems } from "../../contracts/index.js";
import { EventwrightError } from "../../runtime/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import { modelOf } from "../commands/model-of.js";
import { keyProblem } from "../config/check.js";
import { findConfig } from "../config/find.js";
import { settingsOf } from "../config/settings.js";
import { paint, printJson } from "../report.js";
import { type LintFacts, textOf } from "./text.js";

interface Options {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly strict: boolean;
  readonly format: string;
}

/** Catalog → rules → findings. 1 for errors; for warnings too where it is strict. @throws EventwrightError CONFIG_INVALID. */
export async function runLint(options: Options, io: CommandIo): Promise<ExitCode> {
  const { schemas, lint: switches } = await settingsOf(options, io);
  await checkSwitches(switches, options, io);
  const model = await modelOf({ ...options, schemas }, io);
  if (model === undefined) return 1;
  const findings = lint(model, switches);
  const count = (severity: "warn" | "error") => findings.filter((finding) => finding.severity === severity).length;
  const counts = { errors: count("error"), warnings: count("warn"), schemas: model.schemas.length };
  const facts: LintFacts = { schema: "eventwright/lint/v1", ...counts, off: ruleIds.filter((id) => switches[id] === "off"), findings };
  if (options.format === "json") printJson(facts, io);
  else io.out(textOf(facts, io));
  return counts.errors > 0 || (options.strict && counts.warnings > 0) ? 1 : 0;
}

/** Prints a rule's page, or every rule in a line where none is named. @throws EventwrightError USAGE for a rule that there is not. */
export function explainRule(rule: string, io: CommandIo): ExitCode {
  if (rule === "") {
    const width = Math.max(...ruleIds.map((id) => id.length));
    io.out(
      ruleIds
        .map((id) => `${paint(io, "bold", id.padEnd(width))}  ${lintRules[id].severity.padEnd(5)}  ${lintRules[id].summary}`)
        .join("\n"),
    );
    return 0;
  }
  const page = isRule(rule) ? pageOf(rule) : undefined;
  if (page === undefined) {
    const meant = suggest(rule, ruleIds);
    const hint = meant === undefined ? "lint --explain without a name lists all rules" : `did you mean ${meant}?`;
    throw new EventwrightError("USAGE", { detail: `there is no rule ${JSON.stringify(rule)}`, hint });
  }
  io.out(page.trimEnd());
  return 0;
}

async function checkSwitches(switches: object, options: Options, io: CommandIo): Promise<void> {
  const [problem] = switchProblems(switches);
  const path = findConfig(io.cwd, options.config);
  if (problem === undefined || path === undefined) return;
  throw await keyProblem(["lint", problem.rule], problem.says, { path: relative(io.cwd, path), source: readFileSync(path, "utf8") });
}

/** Of the package, whether this runs from the sources or from `dist/`. */
function pageOf(rule: string): string | undefined {
  const file = ["../../docs/lint/", "../../../docs/lint/"]
    .map((folder) => new URL(`${folder}${rule}.md`, import.meta.url))
    .find((url) => existsSync(url));
  return file === undefined ? undefined : readFileSync(file, "utf8");
}

import { execFileSync } from "node:child_process";
import { loadCatalog } from "../../../../catalog/index.js";
import { readDeclared } from "../../../../contracts/declared.js";
import type { GateFinding } from "../../../../contracts/evolution/finding.js";
import { type GateOptions, type GateReport, gate } from "../../../../contracts/evolution/gate/gate.js";

/** The gate on a folder as the command runs it, its files of contracts included. */
export async function judged(cwd: string, options: Omit<GateOptions, "model" | "cwd"> = {}): Promise<GateReport> {
  const { model, diagnostics } = await loadCatalog({ schemas: "schemas", cwd });
  if (model === undefined) throw new Error(diagnostics.map((each) => `${each.place.path}: ${each.message}`).join("\n"));
  const declared = await readDeclared({ model, cwd, contracts: "contracts" });
  return gate({ ...declared, ...options, model, cwd });
}

/** Every finding of a report. */
export function allOf(report: GateReport): readonly GateFinding[] {
  return [...report.findings, ...report.verdicts.flatMap((verdict) => verdict.findings)];
}

/** Their rules, each once. */
export function rulesOf(report: GateReport): readonly string[] {
  return [...new Set(allOf(report).map((finding) => finding.rule))];
}

/** Runs git in a folder, as nobody. */
export function git(cwd: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...who, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Makes a folder a repository with one commit of all that is in it. */
export function committed(cwd: string): void {
  git(cwd, "init", "-q");
  git(cwd, "add", "-A");
  git(cwd, "commit", "-qm", "as it is");
}

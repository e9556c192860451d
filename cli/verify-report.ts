import type { FlowResult, Proof, VerifyReport } from "../contracts/index.js";
import type { CommandIo } from "./command.js";
import { paint, seconds } from "./report.js";

/** Prints a proof: what it ran on, one line an event, everything that failed in full, and the counts. */
export function printVerify(
  report: VerifyReport,
  io: CommandIo,
  facts: { readonly note?: string | undefined; readonly tookMs: number },
): void {
  io.out(headText(report));
  if (facts.note !== undefined) io.out(facts.note);
  for (const line of tableOf(report, io)) io.out(line);
  io.out("");
  for (const proof of report.proofs) if (proof.status === "failed") io.out(`${proofText(proof, io)}\n`);
  for (const flow of report.flows) io.out(flowText(flow, io));
  io.out(lastLine(report, facts.tookMs));
}

function headText({ broker, seed }: VerifyReport): string {
  if (broker === undefined) return `broker none   seed ${seed}`;
  const { kind, version, at, startedInMs, registry } = broker;
  return `broker ${kind} ${version} (${at}, ${seconds(startedInMs)})   registry ${registry}   seed ${seed}`;
}

const columns = ["generated", "structure", "bytes", "broker"] as const;

function tableOf(report: VerifyReport, io: CommandIo): readonly string[] {
  const events = [...new Set(report.proofs.map((proof) => proof.event))];
  const rows = events.map((event) => [
    short(event),
    ...columns.map((kind) => cellOf(report.proofs.filter((one) => one.event === event && one.kind === kind))),
  ]);
  const table = [["event", ...columns], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table.map((row) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("   ")
      .trimEnd();
    return line.includes("✗") ? paint(io, "red", line) : line;
  });
}

function cellOf(proofs: readonly Proof[]): string {
  if (proofs.length === 0) return "–";
  const failed = proofs.filter((proof) => proof.status === "failed");
  if (failed.length > 0) return `✗ ${failed.map(pairText).join(", ")}`.trimEnd();
  const notRun = proofs.find((proof) => proof.status === "not run");
  if (notRun !== undefined) return `not run: ${notRun.problems[0]}`;
  const values = proofs.reduce((sum, proof) => sum + proof.values, 0);
  return values === 0 ? "✓" : `✓ ${proofs.length} pairs, ${values} events`;
}

function proofText(proof: Proof, io: CommandIo): string {
  const places = proof.places.map(({ path, line, column }) => `${path}:${line}:${column}`);
  const head = `${paint(io, "bold", short(proof.event))} ${pairText(proof)}   ${proof.kind}`;
  const where = places.length === 0 ? [] : [`    ${places.join("   was ")}`];
  return [head, ...proof.problems.map((problem) => `    ${problem}`), ...where].join("\n");
}

function pairText({ writer, reader }: Proof): string {
  return writer === undefined || reader === undefined ? "" : `${writer} → ${reader}`;
}

function flowText(flow: FlowResult, io: CommandIo): string {
  const at = `${flow.place.path}:${flow.place.line}`;
  if (flow.status === "passed") return `${paint(io, "green", "✓")} ${at}  ${flow.scenario}   ${seconds(flow.tookMs)}`;
  if (flow.status === "not run") return `– ${at}  ${flow.scenario}   not run: ${flow.problems.join("; ")}`;
  const lines = [...flow.problems.map((problem) => `    ${problem}`), ...flow.timeline.map((line) => `        ${line}`)];
  return [`${paint(io, "red", "✗")} ${at}  ${flow.scenario}`, ...lines].join("\n");
}

function lastLine({ status, counts }: VerifyReport, tookMs: number): string {
  const { passed, failed, notRun, values } = counts;
  const end = status === "unproven" ? "   no event was written and read, so nothing is proven" : "";
  return `${passed} passed, ${failed} failed, ${notRun} not run   ${values} events compared   ${seconds(tookMs)}${end}`;
}

function short(event: string): string {
  return event.slice(event.lastIndexOf(".") + 1);
}

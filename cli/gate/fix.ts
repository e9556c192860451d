import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GateFinding, GateReport } from "../../contracts/index.js";
import { replaceAll } from "../../generator/index.js";
import type { CommandIo } from "../command.js";
import { counted, paint } from "../report.js";

type Fix = NonNullable<GateFinding["fix"]>;

/** Makes the edits that the report proposes, all or none, and says where; false where it proposes none. @throws EventwrightError OUTPUT_UNWRITABLE. */
export function applyFixes(report: GateReport, io: CommandIo): boolean {
  const byFile = new Map<string, Fix[]>();
  for (const { fix } of [...report.findings, ...report.verdicts.flatMap((verdict) => verdict.findings)]) {
    if (fix === undefined) continue;
    const known = byFile.get(fix.place.path) ?? [];
    // A type that many events share has one edit; of two at one place the second is asked for again afterwards.
    if (!known.some(({ place }) => place.line === fix.place.line && place.column === fix.place.column)) known.push(fix);
    byFile.set(fix.place.path, known);
  }
  const changes = [...byFile].map(([path, fixes]) => ({ path, text: edited(readFileSync(join(io.cwd, path), "utf8"), fixes) }));
  replaceAll([{ folder: io.cwd, changes }]);
  for (const [path, fixes] of byFile) io.err(`${paint(io, "green", "fixed")}   ${path}: ${counted(fixes.length, "edit")}`);
  return byFile.size > 0;
}

/** From the end, so that what is in front stays where it was. */
function edited(text: string, fixes: readonly Fix[]): string {
  const lines = text.split("\n");
  for (const { place, insert } of [...fixes].sort((a, b) => b.place.line - a.place.line || b.place.column - a.place.column)) {
    const line = lines[place.line - 1] ?? "";
    lines[place.line - 1] = line.slice(0, place.column - 1) + insert + line.slice(place.column - 1);
  }
  return lines.join("\n");
}

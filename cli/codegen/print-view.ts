import { loadCatalog, suggest } from "../../catalog/index.js";
import { eventViews } from "../../generator/index.js";
import type { CommandIo, ExitCode } from "../command.js";
import type { Settings } from "../config/settings.js";
import { counted, paint, printDiagnostics, printJson } from "../report.js";

/** Prints what templates and artifacts are given for an event. */
export async function printView(name: string, { schemas, generate }: Settings, io: CommandIo): Promise<ExitCode> {
  const { model, diagnostics } = await loadCatalog({ schemas, cwd: io.cwd });
  if (model === undefined) {
    io.out(`${counted(printDiagnostics(diagnostics, io).errors, "error")}; there is no view`);
    return 1;
  }
  const views = eventViews(model, generate);
  const found = views.find((view) => view.fullName === name) ?? views.find((view) => view.name === name);
  if (found !== undefined) {
    printJson(found, io);
    return 0;
  }
  const names = views.map((view) => view.name);
  const meant = suggest(name, names);
  io.err(`${paint(io, "red", "error")} there is no event ${name}`);
  io.err(meant === undefined ? `   there are ${names.join(", ")}` : `   did you mean ${meant}?`);
  return 2;
}

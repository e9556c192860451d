import type { EventModel } from "../../catalog/index.js";
import type { CommandIo } from "../command.js";
import { type SettingFlags, settingsOf } from "../config/settings.js";
import { counted, printDiagnostics } from "../report.js";

/** The model of the schema folder that flags or configuration name; undefined, and every problem printed, when it has errors. */
export async function modelOf(flags: SettingFlags, io: CommandIo): Promise<EventModel | undefined> {
  const { loadCatalog } = await import("../../catalog/index.js");
  const { schemas } = await settingsOf(flags, io);
  const { model, diagnostics } = await loadCatalog({ schemas, cwd: io.cwd });
  const { errors } = printDiagnostics(diagnostics, io);
  if (model === undefined) io.err(`${counted(errors, "error")}; nothing was done`);
  return model;
}

import type { EventModel } from "../../catalog/index.js";
import type { CommandIo } from "../command.js";
import { counted, printDiagnostics } from "../report.js";

/** The model of a schema folder; undefined, and every problem printed, when it has errors. */
export async function modelOf(schemas: string, io: CommandIo): Promise<EventModel | undefined> {
  const { loadCatalog } = await import("../../catalog/index.js");
  const { model, diagnostics } = await loadCatalog({ schemas, cwd: io.cwd });
  const { errors } = printDiagnostics(diagnostics, io);
  if (model === undefined) io.err(`${counted(errors, "error")}; nothing was done`);
  return model;
}

/** The schemas that a change is held against, as a model: another folder, or this one at a git ref. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type EventModel, loadCatalog } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import { withGitFolder } from "./git.js";

export interface BaselineQuestion {
  /** `dir:PATH` or `git:REF`. */
  readonly against: string;
  /** The schema folder of the work tree. */
  readonly schemas: string;
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

/** Reads the model that `against` names. @throws EventwrightError USAGE, BASELINE_UNAVAILABLE. */
export async function baselineModel(question: BaselineQuestion): Promise<EventModel> {
  const { against, cwd } = question;
  const [, kind, rest = ""] = /^(dir|git):(.*)$/s.exec(against) ?? [];
  if (kind === "git")
    return withGitFolder({ ...question, ref: rest }, (folder) => load(against, folder, "mend the schemas there, or name another ref"));
  if (kind !== "dir") {
    throw new EventwrightError("USAGE", { detail: `--against ${against}`, hint: "it is `released`, `git:REF` or `dir:PATH`" });
  }
  const hint = "name a schema folder, e.g. dir:../main/schemas from a second checkout";
  if (rest === "" || !existsSync(resolve(cwd, rest)))
    throw new EventwrightError("BASELINE_UNAVAILABLE", { detail: `${against}: no such folder`, hint });
  return load(against, { schemas: rest, cwd }, hint);
}

async function load(against: string, folder: { readonly schemas: string; readonly cwd: string }, hint: string): Promise<EventModel> {
  const { model, diagnostics } = await loadCatalog(folder);
  if (model !== undefined) return model;
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const [first] = errors;
  const detail = `${against} has ${errors.length} errors, the first at ${first?.place.path}:${first?.place.line}: ${first?.message}`;
  throw new EventwrightError("BASELINE_UNAVAILABLE", { detail, hint });
}

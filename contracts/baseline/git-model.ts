/** The model of a git ref, understood as far as it differs from the work tree's. */
import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { type EventModel, filesOf, loadVariant } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import { type GitQuestion, gitFiles, isBlob, isSchemaFile, readBlobs } from "./git.js";

/** A ref's model, and the commit that it was read from. */
export interface GitModel {
  readonly model: EventModel;
  readonly commit: string;
}

/** Reads from git what differs; what is the same has the same model. @throws EventwrightError BASELINE_UNAVAILABLE. */
export async function gitModel(question: GitQuestion & { readonly model: EventModel }): Promise<GitModel> {
  const { model, ref } = question;
  const { commit, top, blobs } = await gitFiles(question);
  const cwd = realpathSync(question.cwd);
  const shown = (path: string) => relative(cwd, resolve(top, path)).split(sep).join("/");
  const work = filesOf(model);
  const listed = blobs.map((blob) => ({ blob, path: shown(blob.path) })).filter(({ path }) => isSchemaFile(path));
  const other = listed.filter(({ blob, path }) => !isBlob(work.get(path), blob));
  if (other.length === 0 && listed.length === work.size) return { model, commit };
  const texts = await readBlobs(
    question,
    other.map(({ blob }) => blob),
  );
  const files = new Map<string, Uint8Array | undefined>(listed.map(({ path }) => [path, undefined]));
  for (const [index, { path }] of other.entries()) files.set(path, texts[index] ?? new Uint8Array());
  const { model: found, diagnostics } = await loadVariant(model, files);
  if (found !== undefined) return { model: found, commit };
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const [first] = errors;
  const detail = `git:${ref} has ${errors.length} errors, the first at ${first?.place.path}:${first?.place.line}: ${first?.message}`;
  throw new EventwrightError("BASELINE_UNAVAILABLE", { detail, hint: "mend the schemas there, or name another ref" });
}

import { header } from "../render/header.js";
import type { Plan } from "./plan.js";

/** One file of the output. */
export interface EmittedFile {
  /** Below the output folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The schema or topic file it comes from. */
  readonly from: string;
}

/** Fills the template of an artifact's own name. */
export type FillTemplate = (artifact: string, view: object) => string;

export interface Artifact {
  /** Also the name of its template, where it has one, and the word in its files' names. */
  readonly name: string;
  /** True: only names vary, so `templates/<name>.hbs` holds the words. False: the shape follows the schema, so code writes it. */
  readonly template: boolean;
  /** What a file stays as it is with: the schema or the topic's events that it is made of, and all they refer to; or the names that all files export. */
  readonly stays: "with-source" | "with-exports";
  /** `known` has the files that need not be written again. */
  emit(plan: Plan, fill: FillTemplate, known?: ReadonlyMap<string, EmittedFile>): readonly EmittedFile[];
}

interface Shared<S> {
  readonly name: string;
  readonly stays: Artifact["stays"];
  /** What it makes a file of. */
  subjects(plan: Plan): readonly S[];
  path(subject: S): string;
  from(subject: S): string;
}

interface Written<S> extends Shared<S> {
  /** Everything below the first line. */
  write(subject: S, plan: Plan): string;
}

interface Templated<S> extends Shared<S> {
  /** The final words; the template adds none of its own choosing. */
  view(subject: S, plan: Plan): object;
}

/** One kind of output file as one object. */
export function defineArtifact<S>(artifact: Written<S> | Templated<S>): Artifact {
  const isTemplate = "view" in artifact;
  return {
    name: artifact.name,
    template: isTemplate,
    stays: artifact.stays,
    emit: (plan, fill, known) =>
      artifact.subjects(plan).map((subject) => {
        const old = known?.get(artifact.path(subject));
        if (old !== undefined) return old;
        const body = isTemplate ? fill(artifact.name, artifact.view(subject, plan)) : artifact.write(subject, plan);
        const from = artifact.from(subject);
        const path = artifact.path(subject);
        // Joined it is one piece; a template would keep both parts and copy them again when it is written.
        return { path, from, text: [header(path, from, plan.options.banner), body].join("") };
      }),
  };
}

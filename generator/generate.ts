import type { Diagnostic, EventModel, Place } from "../catalog/index.js";
import { artifacts, stubArtifacts } from "./artifacts/all.js";
import type { EmittedFile } from "./artifacts/artifact.js";
import { planOutput } from "./artifacts/plan.js";
import type { StubFile } from "./artifacts/stub.js";
import { fillTemplate } from "./render/template.js";

export interface GenerateOptions {
  /** From the folder of the stubs to the output folder, as an import says it. Default `../generated`. */
  readonly generated?: string;
}

/** Everything that the schemas ask for, as text. */
export interface Output {
  readonly files: readonly EmittedFile[];
  readonly stubs: readonly StubFile[];
  /** Schemas whose files would have one path. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Model in, files out: chooses names, then lets every artifact emit. Touches no disk but templates/; writing is the caller's. */
export function generate(model: EventModel, options: GenerateOptions = {}): Output {
  const plan = planOutput(model);
  const files = artifacts.flatMap((artifact) => artifact.emit(plan, fillTemplate));
  const stubs = stubArtifacts.flatMap((artifact) => artifact.emit(plan, fillTemplate, options.generated ?? "../generated"));
  const places = new Map([
    ...plan.schemas.map((schema) => [schema.from, schema.schema.place] as const),
    ...plan.topics.map((topic) => [topic.from, topic.topic.place] as const),
  ]);
  return { files, stubs, diagnostics: [...clashes(files, places), ...clashes(stubs, places)] };
}

/** Paths that are equal, or equal on a file system that ignores case. */
function clashes(
  files: readonly { readonly path: string; readonly from: string }[],
  places: ReadonlyMap<string, Place>,
): readonly Diagnostic[] {
  const first = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { path, from } of files) {
    const key = path.toLowerCase();
    const other = first.get(key);
    const place = places.get(from) ?? places.values().next().value;
    if (other === undefined) first.set(key, from);
    else if (place !== undefined && !found.some((each) => each.place === place)) {
      const related = places.get(other);
      found.push({
        code: "OUTPUT_CLASH",
        severity: "error",
        message: `this file and ${other} would both be generated as ${path}`,
        place,
        hint: "Rename one of the two; upper and lower case do not tell them apart on every file system",
        ...(related === undefined ? {} : { related }),
      });
    }
  }
  return found;
}

import type { Diagnostic, EventModel, Place } from "../catalog/index.js";
import { artifacts, stubArtifacts } from "./artifacts/all.js";
import type { EmittedFile } from "./artifacts/artifact.js";
import { type Plan, planOutput } from "./artifacts/plan.js";
import type { StubFile } from "./artifacts/stub.js";
import { emitCustom } from "./custom/emit.js";
import type { GenerateOptions } from "./options.js";
import { bannerLines } from "./render/header.js";
import { fillTemplate, templateFiller } from "./render/template.js";

/** An output to go on from: made with the same options, of a model that differs in these schema files alone. */
export interface Previous {
  readonly output: Output;
  /** Paths of the schema files whose models are others now. */
  readonly changed: ReadonlySet<string>;
}

/** Everything that the schemas ask for, as text. */
export interface Output {
  readonly files: readonly EmittedFile[];
  /** What goes to the folders that contexts have of their own; each folder is there, also where nothing goes to it. */
  readonly elsewhere: readonly { readonly folder: string; readonly files: readonly EmittedFile[] }[];
  readonly stubs: readonly StubFile[];
  /** What it was made from, for the next output to go on from. */
  readonly origin: { readonly plan: Plan; readonly all: readonly EmittedFile[] };
  /** Schemas whose files would have one path. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Model in, files out: chooses names, then lets every artifact emit. Touches no disk but templates/; writing is the caller's. */
export function generate(model: EventModel, options: GenerateOptions = {}, previous?: Previous): Output {
  const known = previous && unchanged(previous);
  const plan = planOutput(model, options, known?.plans);
  const fill = options.templates === undefined ? fillTemplate : templateFiller(options.templates);
  const all = [
    ...artifacts.flatMap((artifact) => artifact.emit(plan, fill, artifact.local ? known?.files : undefined)),
    ...(options.artifacts ?? []).flatMap((artifact) => emitCustom(artifact, plan, fill)),
  ];
  const stubs = stubArtifacts.flatMap((artifact) => artifact.emit(plan, fill)).map((stub) => bannered(stub, options.banner));
  const places = new Map([
    ...plan.schemas.map((schema) => [schema.from, schema.schema.place] as const),
    ...plan.topics.map((topic) => [topic.from, topic.topic.place] as const),
  ]);
  return { ...placed(all, plan, options), stubs, origin: { plan, all }, diagnostics: [...clashes(all, places), ...clashes(stubs, places)] };
}

/** Sends each file to its folder. */
function placed(all: readonly EmittedFile[], plan: Plan, { contexts }: GenerateOptions): Pick<Output, "files" | "elsewhere"> {
  if (contexts === undefined) return { files: all, elsewhere: [] };
  const files: EmittedFile[] = [];
  const elsewhere = new Map<string, EmittedFile[]>([...contexts.values()].map((folder) => [folder, []]));
  for (const file of all) {
    const { folder, path } = plan.layout.place(file.path);
    const home = folder === undefined ? files : elsewhere.get(folder);
    home?.push({ ...file, path });
  }
  return { files, elsewhere: [...elsewhere].map(([folder, own]) => ({ folder, files: own })) };
}

function bannered(stub: StubFile, banner: string | undefined): StubFile {
  return banner === undefined ? stub : { ...stub, text: `${bannerLines(stub.path, banner)}${stub.text}` };
}

/** What the schemas that are as they were need not do again. */
function unchanged({ output: { origin }, changed }: Previous) {
  const kept = origin.plan.schemas.filter(({ schema }) => !changed.has(schema.place.path));
  const from = new Set(kept.map((plan) => plan.from));
  return {
    plans: new Map(kept.map((plan) => [plan.schema, plan])),
    files: new Map(origin.all.filter((file) => from.has(file.from)).map((file) => [file.path, file])),
  };
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

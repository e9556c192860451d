import type { Diagnostic, EventModel, Place } from "../catalog/index.js";
import { artifacts, stubArtifacts } from "./artifacts/all.js";
import type { EmittedFile } from "./artifacts/artifact.js";
import { sameExports } from "./artifacts/exports.js";
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
  const plan = planOutput(model, options, known);
  const sameNames = known !== undefined && sameExports(known.contexts, known.plan, plan);
  const fill = options.templates === undefined ? fillTemplate : templateFiller(options.templates);
  const all = [
    ...artifacts.flatMap((artifact) => artifact.emit(plan, fill, artifact.stays === "with-source" || sameNames ? known?.files : undefined)),
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

/** What need not be done again where schemas are as they were, and the contexts of those that are not. */
function unchanged({ output: { origin }, changed }: Previous) {
  const { plan, all } = origin;
  const others = new Set(plan.schemas.filter(({ schema }) => changed.has(schema.place.path)));
  const topics = plan.topics.filter(({ events }) => events.every((event) => !others.has(event.plan)));
  const gone = new Set([...others, ...plan.topics.filter((topic) => !topics.includes(topic))].map(({ from }) => from));
  return {
    plan,
    schemas: new Map(plan.schemas.flatMap((each) => (others.has(each) ? [] : [[each.schema, each] as const]))),
    topics: new Map(topics.map((each) => [each.topic, each])),
    files: new Map(all.flatMap((file) => (gone.has(file.from) ? [] : [[file.path, file] as const]))),
    contexts: new Set([...others].map(({ schema }) => schema.context)),
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

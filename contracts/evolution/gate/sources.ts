/** From what `--against` names to baselines. */
import { type EventModel, suggest } from "../../../catalog/index.js";
import { EventwrightError } from "../../../runtime/errors.js";
import { gitModel } from "../../baseline/git-model.js";
import { baselineModel } from "../../baseline/model.js";
import { type Baseline, modelBaseline, releasedBaseline } from "./baseline.js";

export interface SourceOptions {
  /** Each is `released`, `git:REF`, `registry:URL` or `dir:PATH`. */
  readonly against: readonly string[];
  readonly model: EventModel;
  readonly cwd: string;
  readonly registry?: { readonly username: string; readonly password: string };
  readonly signal?: AbortSignal;
  /** True where the model is a part that may hold nothing of the baseline. */
  readonly mayBeEmpty?: boolean;
}

/** Reads every baseline, each once. @throws EventwrightError USAGE, BASELINE_UNAVAILABLE, REGISTRY_UNAVAILABLE. */
export async function readBaselines(options: SourceOptions): Promise<readonly Baseline[]> {
  const names = [...new Set(options.against)];
  for (const name of names) checkName(name);
  return Promise.all(names.map(async (name) => nonEmpty(await readBaseline(name, options), options)));
}

const kinds = ["released", "git:", "registry:", "dir:"] as const;

function checkName(against: string): void {
  if (against === "released" || /^(git|registry|dir):/.test(against)) return;
  const near = suggest(against.replace(/:.*$/s, ":"), kinds);
  const hint = `it is \`released\`, \`git:REF\`, \`registry:URL\` or \`dir:PATH\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`;
  throw new EventwrightError("USAGE", { detail: `--against ${against}`, hint });
}

async function readBaseline(against: string, options: SourceOptions): Promise<Baseline> {
  const { model, cwd, signal } = options;
  if (against === "released") return releasedBaseline(model);
  if (against.startsWith("registry:")) {
    const { registryBaseline } = await import("../../baseline/registry.js");
    return registryBaseline({ url: against.slice("registry:".length), ...(options.registry && { auth: options.registry }) }, model);
  }
  if (against.startsWith("git:")) {
    const question = { ref: against.slice("git:".length), schemas: model.root, cwd, model };
    const read = await gitModel({ ...question, ...(signal && { signal }) });
    return modelBaseline(against, read.model, read.commit);
  }
  const question = { against, schemas: model.root, cwd, ...(signal && { signal }) };
  return modelBaseline(against, await baselineModel(question));
}

function nonEmpty(baseline: Baseline, { mayBeEmpty = false }: SourceOptions): Baseline {
  if (baseline.events.length > 0 || mayBeEmpty) return baseline;
  const hint = "freeze the first versions with `eventwright release`, or name a folder: --against dir:PATH";
  throw new EventwrightError("BASELINE_UNAVAILABLE", { detail: `${baseline.name}: it holds no version of any event`, hint });
}

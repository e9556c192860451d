/** The gate on a schema folder, which is understood as far as the question needs. */
import { join } from "node:path";
import { type Diagnostic, type EventModel, glanceAt, loadCatalog } from "../../../catalog/index.js";
import { hasConsumers, readDeclared } from "../../declared.js";
import { type GateOptions, type GateReport, gate } from "./gate.js";
import { gitPart } from "./git-part.js";
import type { Part } from "./part.js";
import { settledPart } from "./settled.js";

export interface FolderOptions extends Omit<GateOptions, "model" | "consumers" | "waivers" | "part" | "against" | "cwd" | "cache"> {
  readonly schemas: string;
  readonly cwd: string;
  readonly against: readonly string[];
  /** The folder of `*.consumer.yaml`. */
  readonly contracts: string;
  /** The file of waivers; absent: `waivers.yaml` in the folder, where there is one. */
  readonly waivers?: string;
  /** The folder where verdicts are kept from run to run; it may be deleted at any time. Absent: nowhere. */
  readonly cache?: string;
}

/** What a run came to. */
export interface FolderOutcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the schemas or what is declared beside them are wrong; `isUsage` says which. */
  readonly report?: GateReport;
  readonly isUsage?: boolean;
}

/** Judges a folder. @throws EventwrightError BASELINE_UNAVAILABLE, REGISTRY_UNAVAILABLE, USAGE. */
export async function gateFolder(options: FolderOptions): Promise<FolderOutcome> {
  const { schemas, cwd, contracts, waivers, ...rest } = options;
  const names = { contracts, ...(waivers !== undefined && { waivers }) };
  const first = await lookAt(options, partOf);
  if ("diagnostics" in first) return first;
  const declared = await readDeclared({ model: first.model, cwd, isPart: first.part !== undefined, ...names });
  // Whether anything needs a waiver is known when everything was judged.
  const isEnough = first.part?.isWhole !== false || declared.waivers.length === 0;
  const looked = isEnough ? first : await lookAt(options, noPart);
  if ("diagnostics" in looked) return looked;
  const { model, part, found, learn } = looked;
  const diagnostics = [...found, ...declared.diagnostics];
  if (declared.diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, isUsage: true };
  const { consumers, waivers: accepted } = declared;
  const pairs = options.cache === undefined ? {} : { cache: join(options.cache, "pairs") };
  const report = await gate({ ...rest, ...pairs, cwd, model, consumers, waivers: accepted, ...(part && { part }) });
  if (diagnostics.length === 0 && options.only?.length === 0) learn?.(report.verdicts);
  return { diagnostics, report };
}

interface Looked {
  readonly model: EventModel;
  readonly part?: Part;
  readonly found: readonly Diagnostic[];
  learn?(verdicts: GateReport["verdicts"]): void;
}

async function lookAt(options: FolderOptions, partially: typeof partOf): Promise<Looked | FolderOutcome> {
  const { schemas, cwd } = options;
  const part = await partially(options);
  if (part !== undefined) return { ...part, found: [] };
  const { model, diagnostics } = await loadCatalog({ schemas, cwd, lazy: true });
  return model === undefined ? { diagnostics } : { model, found: diagnostics };
}

/** A part is enough where all the rest is as it is in git, or as it was when it was found to be well. */
async function partOf({ against, schemas, cwd, contracts, signal, cache }: FolderOptions): Promise<Omit<Looked, "found"> | undefined> {
  const [only = "", ...others] = against;
  if (others.length > 0) return undefined;
  if (only.startsWith("git:")) {
    const glance = glanceAt({ schemas, cwd });
    return glance && gitPart(glance, { ref: only.slice("git:".length), schemas: glance.root, cwd, ...(signal && { signal }) });
  }
  const glance = only === "released" ? glanceAt({ schemas, cwd }) : undefined;
  const isDeclaredOn = hasConsumers({ cwd, contracts });
  return glance && settledPart(glance, { isDeclaredOn, ...(cache !== undefined && { file: join(cache, "events") }) });
}

async function noPart(): Promise<undefined> {
  return undefined;
}

/** The gate on a schema folder, which is understood as far as the question needs. */
import { type Diagnostic, type EventModel, type Glance, glanceAt, loadCatalog } from "../../../catalog/index.js";
import { readDeclared } from "../../declared.js";
import { type GateOptions, type GateReport, gate } from "./gate.js";
import { gitPart } from "./git-part.js";
import type { Part } from "./part.js";

export interface FolderOptions extends Omit<GateOptions, "model" | "consumers" | "waivers" | "part" | "against" | "cwd"> {
  readonly schemas: string;
  readonly cwd: string;
  readonly against: readonly string[];
  /** The folder of `*.consumer.yaml`. */
  readonly contracts: string;
  /** The file of waivers; absent: `waivers.yaml` in the folder, where there is one. */
  readonly waivers?: string;
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
  const looked = await lookAt(options);
  if ("diagnostics" in looked) return looked;
  const { model, part, found } = looked;
  const names = { contracts, ...(waivers !== undefined && { waivers }) };
  const declared = await readDeclared({ model, cwd, isPart: part !== undefined, ...names });
  const diagnostics = [...found, ...declared.diagnostics];
  if (declared.diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, isUsage: true };
  const { consumers, waivers: accepted } = declared;
  return { diagnostics, report: await gate({ ...rest, cwd, model, consumers, waivers: accepted, ...(part && { part }) }) };
}

interface Looked {
  readonly model: EventModel;
  readonly part?: Part;
  readonly found: readonly Diagnostic[];
}

async function lookAt(options: FolderOptions): Promise<Looked | FolderOutcome> {
  const { schemas, cwd } = options;
  const glance = isPartial(options) ? glanceAt({ schemas, cwd }) : undefined;
  const part = glance && (await partOf(glance, options));
  if (part !== undefined) return { ...part, found: [] };
  const { model, diagnostics } = await loadCatalog({ schemas, cwd, lazy: true });
  return model === undefined ? { diagnostics } : { model, found: diagnostics };
}

function isPartial({ against }: FolderOptions): boolean {
  return against.length === 1 && against[0]?.startsWith("git:") === true;
}

function partOf(glance: Glance, { against, cwd, signal }: FolderOptions) {
  const ref = against[0]?.slice("git:".length) ?? "";
  return gitPart(glance, { ref, schemas: glance.root, cwd, ...(signal && { signal }) });
}

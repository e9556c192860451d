/** What people declare beside the schemas: who reads what, and which findings are accepted for now. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Diagnostic, EventModel } from "../catalog/index.js";
import { EventwrightError } from "../runtime/errors.js";
import type { ConsumerContract } from "./consumers/consumer.js";
import type { Waiver } from "./evolution/finding.js";

export interface DeclaredOptions {
  readonly model: EventModel;
  readonly cwd: string;
  /** The folder of `*.consumer.yaml`, at any depth. */
  readonly contracts: string;
  /** Absent: `waivers.yaml` in the folder, where there is one. */
  readonly waivers?: string;
  /** True: the model is a part of the folder, so what it lacks may well be there. */
  readonly isPart?: boolean;
}

export interface Declared {
  readonly consumers: readonly ConsumerContract[];
  readonly waivers: readonly Waiver[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads consumers and waivers. @throws EventwrightError USAGE for a file of waivers that is named and not there. */
export async function readDeclared({ model, cwd, contracts, waivers, isPart = false }: DeclaredOptions): Promise<Declared> {
  const folder = resolve(cwd, contracts);
  const files = existsSync(folder) ? filesIn(folder) : [];
  const list = waivers === undefined ? join(folder, "waivers.yaml") : resolve(cwd, waivers);
  const hasList = existsSync(list);
  if (waivers !== undefined && !hasList) {
    throw new EventwrightError("USAGE", { detail: `--waivers ${waivers}: there is no such file` });
  }
  const shown = (path: string) => relative(cwd, path).split(sep).join("/");
  const diagnostics: Diagnostic[] = [];
  const consumers: ConsumerContract[] = [];
  // Most runs have neither, and YAML's parser costs as much as a small gate.
  if (files.length > 0) {
    const { readConsumer } = await import("./consumers/consumer-file.js");
    for (const file of files) {
      const read = readConsumer(shown(file), readFileSync(file, "utf8"), model);
      diagnostics.push(...read.diagnostics.filter(({ severity }) => severity === "error" || !isPart));
      if (read.contract !== undefined) consumers.push(read.contract);
    }
  }
  if (!hasList) return { consumers, waivers: [], diagnostics };
  const { readWaivers } = await import("./waivers/waiver-file.js");
  const read = readWaivers(shown(list), readFileSync(list, "utf8"));
  return { consumers, waivers: read.waivers, diagnostics: [...diagnostics, ...read.diagnostics] };
}

/** Whether anybody declared what he reads. */
export function hasConsumers({ cwd, contracts }: Pick<DeclaredOptions, "cwd" | "contracts">): boolean {
  const folder = resolve(cwd, contracts);
  return existsSync(folder) && filesIn(folder).length > 0;
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : filesIn(path);
    return entry.isFile() && entry.name.endsWith(".consumer.yaml") ? [path] : [];
  });
}

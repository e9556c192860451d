/** The user's generated clients, loaded as they are: the very code that their services run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { EventwrightError } from "../../runtime/errors.js";
import type { Topic } from "../../runtime/index.js";

/** Generated topics by topic name. */
export type GeneratedTopics = ReadonlyMap<string, Topic>;

const entries = ["index.ts", "index.js"];

/** Loads a generated folder. @throws EventwrightError GENERATED_UNLOADABLE. */
export async function loadGenerated(folder: string): Promise<GeneratedTopics> {
  const entry = entries.map((name) => join(folder, name)).find((path) => existsSync(path));
  const hint = "run `eventwright codegen`, or name the folder with --generated";
  if (entry === undefined) throw new EventwrightError("GENERATED_UNLOADABLE", { detail: `${folder} has no index.ts`, hint });
  try {
    const { tsImport } = await import("tsx/esm/api");
    const module: unknown = await tsImport(pathToFileURL(entry).href, import.meta.url);
    return topicsIn(module);
  } catch (cause) {
    const detail = `${entry}: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new EventwrightError("GENERATED_UNLOADABLE", { detail, hint, cause });
  }
}

/** The topics among a module's exports. */
function topicsIn(module: unknown): GeneratedTopics {
  const values: readonly unknown[] = typeof module === "object" && module !== null ? Object.values(module) : [];
  return new Map(values.filter(isTopic).map((topic) => [topic.name, topic]));
}

function isTopic(value: unknown): value is Topic {
  return typeof value === "object" && value !== null && "events" in value && "deadLetter" in value && "partitions" in value;
}

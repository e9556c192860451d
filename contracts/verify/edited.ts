/** What was done to a released file, told by comparing it with what the clients were generated from. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Diagnostic, loadCatalog, type SchemaFormat } from "../../catalog/index.js";
import { type GeneratedTopics, loadGenerated } from "./generated.js";
import { differences } from "./stale.js";

/** One released file that is not what it was. */
export interface EditedRelease {
  readonly event: string;
  readonly version: number;
  readonly path: string;
  /** Fields and rules; empty when no generated client remembers the version, or when nothing but words was changed. */
  readonly differences: readonly string[];
}

export interface EditedOptions {
  readonly schemas: string;
  readonly generated: string;
  readonly cwd: string;
  readonly topics?: GeneratedTopics;
}

/** The edited released files of a schema folder. @throws EventwrightError GENERATED_UNLOADABLE. */
export async function editedReleases(options: EditedOptions): Promise<readonly EditedRelease[]> {
  const { diagnostics } = await loadCatalog({ schemas: options.schemas, cwd: options.cwd });
  const edited = diagnostics.filter((diagnostic) => diagnostic.code === "RELEASED_EDITED");
  if (edited.length === 0) return [];
  const topics = options.topics ?? (await loadGenerated(resolve(options.cwd, options.generated)));
  return Promise.all(edited.map((diagnostic) => explain(diagnostic, topics, options.cwd)));
}

async function explain({ place }: Diagnostic, topics: GeneratedTopics, cwd: string): Promise<EditedRelease> {
  const [, event = "", number = "0"] = /([^/]+)\.v(\d+)\.[^/]+$/.exec(place.path) ?? [];
  const version = Number(number);
  const format: SchemaFormat = place.path.endsWith(".avsc") ? "avro" : "json";
  const codec = [...topics.values()].map((topic) => topic.events[event]?.codec).find((one) => one?.format === format);
  const before = codec?.writers.find((writer) => writer.version === version)?.schema;
  const now = await readFile(resolve(cwd, place.path), "utf8");
  return { event, version, path: place.path, differences: before === undefined ? [] : differences(format, before, now) };
}

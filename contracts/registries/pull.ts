import { type EventModel, type ReleaseFile, releaseFiles, type SchemaModel } from "../../catalog/index.js";
import type { RegistryAddress } from "./client.js";
import { meaningOf, type Shelf, shelvesOf, type There } from "./shelves.js";
import { openSubjects } from "./subjects.js";

/** What became of one version of one subject. */
export interface PullOutcome {
  readonly subject: string;
  /** The registry's number. */
  readonly registryVersion: number;
  /** Full name; "" where the schema can't be understood. */
  readonly event: string;
  /** pulled: its file is new · present: a released version says the same · refused: it can't be taken, with the reason. */
  readonly outcome: "pulled" | "present" | "refused";
  /** The released version, for the first two. */
  readonly version?: number;
  readonly reason?: string;
}

/** What a pull would write, and why. */
export interface Pull {
  readonly outcomes: readonly PullOutcome[];
  /** Only new files, and released.json beside them. */
  readonly files: readonly ReleaseFile[];
}

/** The registry's versions as released files; nothing that is released is touched. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function pullCatalog(options: RegistryAddress & { readonly model: EventModel }): Promise<Pull> {
  const { model } = options;
  const shelves = await shelvesOf(model, openSubjects(options));
  const taken = new Map<SchemaModel, Taken>();
  const outcomes = shelves.flatMap((shelf) => shelf.there.map((there) => take(shelf, there, taken)));
  const versions = [...taken].flatMap(([schema, { fresh }]) => [...fresh].map(([version, text]) => ({ schema, version, text })));
  return { outcomes, files: releaseFiles(model, versions) };
}

interface Taken {
  /** Versions by what they say. */
  readonly known: Map<string, number>;
  readonly numbers: Set<number>;
  /** New texts by version. */
  readonly fresh: Map<number, string>;
}

function take({ subject, topic, events }: Shelf, there: There, all: Map<SchemaModel, Taken>): PullOutcome {
  const { version: registryVersion, name, text, meaning, problem } = there;
  const head = { subject, registryVersion, event: name };
  if (text === undefined) return { ...head, outcome: "refused", reason: `it can't be understood: ${problem}` };
  const event = events.find((one) => one.name === name);
  if (event === undefined) return { ...head, outcome: "refused", reason: `schemas/ has no ${name} on this topic; add its file first` };
  const taken = all.get(event) ?? takenOf(event);
  all.set(event, taken);
  const present = taken.known.get(meaning);
  if (present !== undefined) return { ...head, outcome: "present", version: present };
  // Events that share a subject share its numbers too, so theirs say nothing.
  const version = topic.subject === "topic" ? Math.max(0, ...taken.numbers) + 1 : registryVersion;
  if (taken.numbers.has(version)) {
    return {
      ...head,
      outcome: "refused",
      reason: `v${version} is released and says something else; what is released is never overwritten`,
    };
  }
  taken.known.set(meaning, version);
  taken.numbers.add(version);
  taken.fresh.set(version, text);
  return { ...head, outcome: "pulled", version };
}

function takenOf({ format, released }: SchemaModel): Taken {
  const known = new Map(released.map(({ version, text }) => [meaningOf(format, text), version]));
  return { known, numbers: new Set(released.map(({ version }) => version)), fresh: new Map() };
}

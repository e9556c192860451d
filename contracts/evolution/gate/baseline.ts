/** What the candidate is judged against: versions of events, read from where they are kept. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type EventModel,
  loadCatalog,
  type NamedType,
  type Place,
  type SchemaFormat,
  type SchemaModel,
  type Shape,
} from "../../../catalog/index.js";
import { EventwrightError } from "../../../runtime/index.js";

/** One version of an event that data or readers may still be on. */
export interface BaselineVersion {
  readonly version: number;
  readonly format: SchemaFormat;
  readonly text: string;
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
  readonly place: Place;
}

/** An event of the baseline, whether the candidate still has it or not. */
export interface BaselineEvent {
  readonly context: string;
  readonly shortName: string;
  /** Ascending. */
  readonly versions: readonly BaselineVersion[];
}

export interface Baseline {
  /** For people, e.g. `released`. */
  readonly name: string;
  readonly events: readonly BaselineEvent[];
}

/** Reads the baseline that `--against` names. @throws EventwrightError USAGE, BASELINE_UNAVAILABLE. */
export async function readBaseline(options: {
  readonly against: string;
  readonly model: EventModel;
  readonly cwd: string;
}): Promise<Baseline> {
  const { against, model, cwd } = options;
  if (against === "released") return nonEmpty({ name: "released", events: releasedEvents(model) });
  if (!against.startsWith("dir:")) {
    throw new EventwrightError("USAGE", { detail: `--against ${against}`, hint: "it is `released` or `dir:PATH`" });
  }
  const path = against.slice("dir:".length);
  const hint = "name a schema folder, e.g. dir:../main/schemas from a second checkout";
  if (path === "" || !existsSync(resolve(cwd, path)))
    throw new EventwrightError("BASELINE_UNAVAILABLE", { detail: `${against}: no such folder`, hint });
  const { model: other, diagnostics } = await loadCatalog({ schemas: path, cwd });
  if (other === undefined) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
    const [first] = errors;
    const detail = `${against} has ${errors.length} errors, the first at ${first?.place.path}:${first?.place.line}: ${first?.message}`;
    throw new EventwrightError("BASELINE_UNAVAILABLE", { detail, hint });
  }
  return nonEmpty({ name: against, events: folderEvents(other) });
}

function nonEmpty(baseline: Baseline): Baseline {
  if (baseline.events.length > 0) return baseline;
  const hint = "freeze the first versions with `eventwright release`, or name a folder: --against dir:PATH";
  throw new EventwrightError("BASELINE_UNAVAILABLE", { detail: `${baseline.name}: it holds no version of any event`, hint });
}

function releasedEvents(model: EventModel): readonly BaselineEvent[] {
  const present = model.topics
    .flatMap((topic) => topic.events)
    .filter((event) => event.released.length > 0)
    .map((event) => ({ context: event.context, shortName: event.shortName, versions: releasedOf(event) }));
  return [...present, ...removedEvents(model)];
}

function removedEvents(model: EventModel): readonly BaselineEvent[] {
  return (model.removed ?? []).map(({ context, shortName, format, released }) => {
    return { context, shortName, versions: released.map((version) => ({ ...version, format })) };
  });
}

function releasedOf(event: SchemaModel): readonly BaselineVersion[] {
  return event.released.map((version) => ({ ...version, format: event.format }));
}

/** A folder's released versions, and its own work tree as the last. */
function folderEvents(model: EventModel): readonly BaselineEvent[] {
  const present = model.topics
    .flatMap((topic) => topic.events)
    .map((event) => {
      const { version, format, text, shape, place } = event;
      const older = releasedOf(event).filter((one) => one.version < version);
      return {
        context: event.context,
        shortName: event.shortName,
        versions: [...older, { version, format, text, shape, types: model.types, place }],
      };
    });
  return [...present, ...removedEvents(model)];
}

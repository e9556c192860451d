/** What the candidate is judged against: versions of events, read from where they are kept. */
import type { EventModel, NamedType, Place, SchemaFormat, SchemaModel, Shape } from "../../../catalog/index.js";
import { EventwrightError } from "../../../runtime/index.js";
import { baselineModel } from "../../baseline/model.js";

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
  return nonEmpty({ name: against, events: folderEvents(await baselineModel({ against, schemas: model.root, cwd })) });
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

import type {
  EventModel,
  NamedType,
  Place,
  ReleasedVersion,
  SchemaFormat,
  SchemaModel,
  Shape,
  TopicModel,
} from "../../../catalog/index.js";
import { rootName } from "../side.js";

/** One version of an event that data or readers may still be on; what costs reading is read when asked for. */
export interface BaselineVersion {
  readonly version: number;
  readonly format: SchemaFormat;
  readonly text: string;
  /** Of {@link text}. */
  readonly fingerprint: string;
  /** Of the file's bytes, where it is a frozen one. */
  readonly sum?: string;
  /** The file's own text, which is had without understanding it. */
  readonly written?: string;
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
  readonly place: Place;
  /** True for a frozen file below `released/`. */
  readonly isFrozen: boolean;
}

/** An event of the baseline, whether the candidate still has it or not. */
export interface BaselineEvent {
  /** Its folder; absent where the baseline knows none, as a registry. */
  readonly context?: string;
  /** As the last version says it; "" where nobody looked yet. */
  name(): string;
  readonly shortName: string;
  /** The file of the schema that is not released, where there is one. */
  readonly path?: string;
  /** The topic that it went to, where the baseline knows. */
  readonly topic?: string;
  /** Ascending. */
  readonly versions: readonly BaselineVersion[];
}

/** What the baseline says of a topic; events left out. */
export type BaselineTopic = Omit<TopicModel, "events"> & { readonly events: readonly BaselineEvent[] };

/** What the candidate is judged against: versions of events, read from where they are kept. */
export interface Baseline {
  /** For people, as `--against` has it, e.g. `released`; without what is secret. */
  readonly name: string;
  /** What that was when it was read, e.g. the commit. */
  readonly is?: string;
  readonly events: readonly BaselineEvent[];
  /** Empty where the baseline keeps none. */
  readonly topics: readonly BaselineTopic[];
}

/** The work tree's own released versions. */
export function releasedBaseline(model: EventModel): Baseline {
  const present = model.topics
    .flatMap((topic) => topic.events)
    .filter((event) => event.released.length > 0)
    .map((event) => eventOf(event, releasedOf(event), {}));
  return { name: "released", events: [...present, ...removedEvents(model)], topics: [] };
}

/** A whole model: its released versions, and its own schemas as the last of each. */
export function modelBaseline(name: string, model: EventModel, is?: string): Baseline {
  const topics = model.topics.map((topic) => ({ ...topic, events: topic.events.map((event) => ofModel(event, topic, model)) }));
  const events = [...topics.flatMap((topic) => topic.events), ...removedEvents(model)];
  return { name, events, topics, ...(is === undefined ? {} : { is }) };
}

function ofModel(event: SchemaModel, topic: TopicModel, model: EventModel): BaselineEvent {
  const { version, format, text, fingerprint, shape, place } = event;
  const older = releasedOf(event).filter((one) => one.version < version);
  const now = { version, format, text, fingerprint, shape, types: model.types, place, isFrozen: false };
  const frozen = event.released.find((one) => one.version === version);
  return eventOf(event, [...older, frozen === undefined ? now : new FrozenVersion(frozen, format)], {
    topic: topic.topic,
    path: place.path,
    name: event.name,
  });
}

function eventOf(
  { context, shortName }: Pick<SchemaModel, "context" | "shortName">,
  versions: readonly BaselineVersion[],
  more: { readonly topic?: string; readonly path?: string; readonly name?: string },
): BaselineEvent {
  const { name, ...rest } = more;
  return { context, shortName, versions, name: () => name ?? nameOf(versions.at(-1)), ...rest };
}

/** The full name of a version's root. */
export function nameOf(version: BaselineVersion | undefined): string {
  return version === undefined ? "" : rootName(version);
}

function removedEvents(model: EventModel): readonly BaselineEvent[] {
  return (model.removed ?? []).map((gone) => eventOf(gone, releasedOf(gone), {}));
}

function releasedOf({ released, format }: Pick<SchemaModel, "released" | "format">): readonly BaselineVersion[] {
  return released.map((version) => new FrozenVersion(version, format));
}

/** What stands in the file is looked at when it is asked for. */
class FrozenVersion implements BaselineVersion {
  readonly version: number;
  readonly format: SchemaFormat;
  readonly place: Place;
  readonly isFrozen = true;
  readonly #released: ReleasedVersion;

  constructor(released: ReleasedVersion, format: SchemaFormat) {
    this.version = released.version;
    this.format = format;
    this.place = released.place;
    this.#released = released;
  }

  get sum(): string {
    return this.#released.sum ?? this.#released.fingerprint;
  }

  get written(): string {
    return this.#released.written ?? this.#released.text;
  }

  get text(): string {
    return this.#released.text;
  }

  get fingerprint(): string {
    return this.#released.fingerprint;
  }

  get shape(): Shape {
    return this.#released.shape;
  }

  get types(): ReadonlyMap<string, NamedType> {
    return this.#released.types;
  }
}

/** Which event of a baseline is which event of the candidate, under whatever name and in whatever folder it is now. */
import type { EventModel, SchemaModel, TopicModel } from "../../../catalog/index.js";
import { fieldsOf } from "../../../catalog/index.js";
import type { Baseline, BaselineEvent } from "./baseline.js";

/** An event of the candidate with its topic. */
export interface Candidate {
  readonly event: SchemaModel;
  readonly topic: TopicModel;
}

/** What became of a baseline's events. */
export interface Matched {
  readonly found: ReadonlyMap<SchemaModel, readonly BaselineEvent[]>;
  /** Those that nothing of the candidate is. */
  readonly gone: readonly BaselineEvent[];
}

/** Every event of the candidate. */
export function candidatesOf(model: EventModel): readonly Candidate[] {
  return model.topics.flatMap((topic) => topic.events.map((event) => ({ event, topic })));
}

/** By full name, by folder and short name, by alias; what is left over by file, then by likeness. */
export function matchEvents(candidates: readonly Candidate[], model: EventModel, baseline: Baseline): Matched {
  const index = indexOf(candidates, model);
  const found = new Map<SchemaModel, BaselineEvent[]>();
  const left: BaselineEvent[] = [];
  for (const old of baseline.events) {
    const event = index.exact(old);
    if (event === undefined) left.push(old);
    else found.set(event, [...(found.get(event) ?? []), old]);
  }
  const fresh = candidates.map(({ event }) => event).filter((event) => !found.has(event));
  const gone: BaselineEvent[] = [];
  for (const old of left) {
    const event = successor(old, fresh, model);
    if (event === undefined) gone.push(old);
    else {
      found.set(event, [old]);
      fresh.splice(fresh.indexOf(event), 1);
    }
  }
  return { found, gone };
}

function indexOf(candidates: readonly Candidate[], model: EventModel) {
  const byPlace = new Map<string, SchemaModel>();
  const byName = new Map<string, SchemaModel>();
  const byAlias = new Map<string, SchemaModel>();
  const byFile = new Map<string, SchemaModel>();
  for (const { event } of candidates) {
    byPlace.set(`${event.context}\n${event.shortName}`, event);
    byName.set(event.name, event);
    for (const alias of model.types.get(event.name)?.aliases ?? []) byAlias.set(alias, event);
    for (const version of event.released) byFile.set(version.place.path, event);
  }
  return {
    exact(old: BaselineEvent): SchemaModel | undefined {
      const here = old.context === undefined ? undefined : byPlace.get(`${old.context}\n${old.shortName}`);
      if (here !== undefined) return here;
      const own = old.versions.find((version) => byFile.has(version.place.path));
      if (own !== undefined) return byFile.get(own.place.path);
      const name = old.name();
      return byName.get(name) ?? byAlias.get(name);
    },
  };
}

/** A new event that took an old one's file, or looks much like it in the same folder. */
function successor(old: BaselineEvent, fresh: readonly SchemaModel[], model: EventModel): SchemaModel | undefined {
  const near = fresh.filter((event) => event.context === old.context && event.format === old.versions.at(-1)?.format);
  return near.find((event) => event.place.path === old.path) ?? near.find((event) => isAlike(old, event, model));
}

function isAlike(old: BaselineEvent, event: SchemaModel, model: EventModel): boolean {
  const last = old.versions.at(-1);
  if (last === undefined) return false;
  const before = new Set(fieldsOf(last.shape, last.types).map((field) => field.name));
  const now = fieldsOf(event.shape, model.types).map((field) => field.name);
  const shared = now.filter((name) => before.has(name)).length;
  return shared >= 3 && shared / (before.size + now.length - shared) >= 0.8;
}

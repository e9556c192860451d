/** What can be said of events without understanding their schemas: their names, topics and versions. */

import type { CompatibilityMode } from "../../../catalog/index.js";
import { type Glance, type Glimpse, releasedFiles } from "../../../catalog/index.js";

/** The topic of a folder, as far as a glance tells. */
export interface SeenTopic {
  readonly topic: string;
  readonly mode: CompatibilityMode;
}

/** An event at a glance. */
export interface SeenEvent extends SeenTopic {
  readonly seen: Glimpse;
  /** Released ones, ascending. */
  readonly versions: readonly number[];
}

const modes = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"] as const;

/** By context; undefined where a topic.yaml needs a closer look. */
export function seenTopics({ found }: Glance): ReadonlyMap<string, SeenTopic> | undefined {
  const topics = new Map<string, SeenTopic>();
  const names = new Set<string>();
  for (const { context, text } of found.topics) {
    const topic = plain(text, "topic");
    const written = /^compatibility/m.test(text) ? plain(text, "compatibility") : "BACKWARD_TRANSITIVE";
    const mode = modes.find((one) => one === written);
    if (topic === undefined || mode === undefined || names.has(topic) || topics.has(context)) return undefined;
    names.add(topic);
    topics.set(context, { topic, mode });
  }
  return topics;
}

/** The value of a key that stands on a line of its own, once. */
function plain(text: string, key: string): string | undefined {
  const lines = [...text.matchAll(new RegExp(`^${key}:[ \\t]*([\\w.-]+)[ \\t]*(?:#.*)?\\r?$`, "gm"))];
  return lines.length === 1 ? lines[0]?.[1] : undefined;
}

/** Every event of a folder by path. */
export function seenEvents(glance: Glance, topics: ReadonlyMap<string, SeenTopic>): ReadonlyMap<string, SeenEvent> {
  const released = releasedFiles(glance);
  const events = new Map<string, SeenEvent>();
  for (const seen of glance.schemas.values()) {
    const topic = topics.get(seen.context);
    if (topic === undefined || !seen.isObject) continue;
    const versions = namesOf(seen).flatMap((short) => (released.get(`${seen.context}\n${short}`) ?? []).map(({ version }) => version));
    events.set(seen.path, { ...topic, seen, versions: versions.sort((a, b) => a - b) });
  }
  return events;
}

/** The short names that an event has or had. */
export function namesOf({ name, aliases }: Glimpse): readonly string[] {
  return [name.slice(name.lastIndexOf(".") + 1), ...aliases];
}

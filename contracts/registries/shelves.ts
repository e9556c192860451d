/** What the catalog would have under each subject, and what the registry has there, version by version. */
import { type EventModel, readSchemaText, type SchemaFormat, type SchemaModel, type TopicModel } from "../../catalog/index.js";
import { subjectOf } from "../../runtime/index.js";
import { strangers } from "../baseline/registry.js";
import { parseExact, printExact, sortedExact } from "../evolution/exact-json.js";
import type { RegistryVersion, Subjects } from "./subjects.js";

/** A version as the catalog has it. */
interface Here {
  readonly event: SchemaModel;
  readonly version: number;
  /** False for the work tree's own, which is not released yet. */
  readonly isReleased: boolean;
  readonly meaning: string;
}

/** A version as the registry has it. */
export interface There {
  readonly version: number;
  /** Full name; "" where the text can't be understood. */
  readonly name: string;
  /** Canonical and self-contained; absent where it can't be understood, with why. */
  readonly text?: string;
  readonly problem?: string;
  /** The same for two texts that say the same. */
  readonly meaning: string;
}

/** One subject with both sides. */
export interface Shelf {
  readonly subject: string;
  readonly topic: TopicModel;
  readonly events: readonly SchemaModel[];
  readonly here: readonly Here[];
  readonly there: readonly There[];
}

/** All subjects of the model's topics, those among them that only the registry has. @throws EventwrightError as {@link Subjects}. */
export async function shelvesOf(model: EventModel, subjects: Subjects): Promise<readonly Shelf[]> {
  const listed = await subjects.list();
  const shelves: Shelf[] = [];
  for (const topic of model.topics) {
    const bySubject = new Map<string, SchemaModel[]>();
    for (const event of topic.events) {
      const subject = subjectOf({ name: topic.topic, subject: topic.subject }, event.name);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), event]);
    }
    if (topic.subject === "topic-record")
      for (const subject of strangers(topic, listed, new Set(bySubject.keys()))) bySubject.set(subject, []);
    for (const [subject, events] of bySubject) {
      const versions = listed.has(subject) ? await subjects.versions(subject) : [];
      shelves.push({ subject, topic, events, here: events.flatMap(versionsHere), there: versions.map(understood) });
    }
  }
  return shelves;
}

/** The same for two schemas that differ in nothing but the order of keys and white space. */
export function meaningOf(format: SchemaFormat, text: string): string {
  return `${format} ${printExact(sortedExact(parseExact(text)))}`;
}

function versionsHere(event: SchemaModel): readonly Here[] {
  const of = (version: number, text: string, isReleased: boolean): Here => ({
    event,
    version,
    isReleased,
    meaning: meaningOf(event.format, text),
  });
  const released = event.released.map(({ version, text }) => of(version, text, true));
  const isReleased = event.released.some(({ fingerprint }) => fingerprint === event.fingerprint);
  return isReleased ? released : [...released, of(event.version, event.text, false)];
}

function understood({ version, format, text, references }: RegistryVersion): There {
  const { schema, diagnostics } = readSchemaText({ format, text, references });
  const wrong = diagnostics.find(({ severity }) => severity === "error");
  if (schema === undefined || wrong !== undefined) return { version, name: "", problem: wrong?.message ?? "it is no JSON", meaning: text };
  return { version, name: schema.name, text: schema.text, meaning: meaningOf(format, schema.text) };
}

/** What a schema registry holds of the catalog's topics, as a baseline. */
import { type EventModel, readSchemaText, type TopicModel } from "../../catalog/index.js";
import { EventwrightError, subjectOf } from "../../runtime/index.js";
import { type Baseline, type BaselineEvent, type BaselineVersion, nameOf } from "../evolution/gate/baseline.js";
import type { RegistryAddress } from "../registries/client.js";
import { openSubjects, type RegistryVersion, type Subjects } from "../registries/subjects.js";

/** Reads all versions of the subjects that the topics' strategies name; what is deleted there does not count. @throws EventwrightError. */
export async function registryBaseline(address: RegistryAddress, model: EventModel): Promise<Baseline> {
  const subjects = openSubjects(address);
  const listed = await subjects.list();
  const found = await Promise.all(model.topics.map((topic) => topicEvents(topic, subjects, listed)));
  const events = found.flat();
  const count = events.reduce((sum, event) => sum + event.versions.length, 0);
  return { name: `registry:${subjects.shown}`, is: `${count} versions`, events, topics: [] };
}

async function topicEvents(topic: TopicModel, subjects: Subjects, listed: ReadonlySet<string>): Promise<readonly BaselineEvent[]> {
  const wanted = subjectsOf(topic).filter((subject) => listed.has(subject));
  const others = topic.subject === "topic-record" ? strangers(topic, listed, new Set(wanted)) : [];
  const versions = await Promise.all([...wanted, ...others].map((subject) => subjects.versions(subject)));
  const byName = new Map<string, BaselineVersion[]>();
  for (const one of versions.flat()) {
    const version = versionOf(one, subjects.shown);
    const name = nameOf(version);
    byName.set(name, [...(byName.get(name) ?? []), version]);
  }
  return [...byName].map(([name, own]) => ({
    name: () => name,
    shortName: name.slice(name.lastIndexOf(".") + 1),
    topic: topic.topic,
    versions: own,
  }));
}

function subjectsOf(topic: TopicModel): readonly string[] {
  return [...new Set(topic.events.map((event) => subjectOf({ name: topic.topic, subject: topic.subject }, event.name)))];
}

/** Subjects of events that this topic has no more: a full name behind the topic's, which holds no `-`. */
export function strangers(topic: TopicModel, listed: ReadonlySet<string>, known: ReadonlySet<string>): readonly string[] {
  const prefix = `${topic.topic}-`;
  return [...listed].filter((subject) => {
    const rest = subject.startsWith(prefix) ? subject.slice(prefix.length) : "";
    return !known.has(subject) && rest !== "key" && rest !== "value" && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(rest);
  });
}

function versionOf({ subject, version, format, text, references }: RegistryVersion, shown: string): BaselineVersion {
  const path = `registry/subjects/${subject}/versions/${version}`;
  const { schema, diagnostics } = readSchemaText({ format, text, path, references });
  const wrong = diagnostics.find(({ severity, code }) => severity === "error" && code !== "SCHEMA_INVALID_DEFAULT");
  if (schema === undefined || wrong !== undefined) {
    const detail = `registry:${shown}: version ${version} of ${subject} can't be understood: ${wrong?.message ?? "it is no JSON"}`;
    throw new EventwrightError("BASELINE_UNAVAILABLE", { detail, hint: "delete that version in the registry, or leave the registry out" });
  }
  const place = { path, line: 1, column: 1, length: 0 };
  return { ...schema, version, format, place, isFrozen: false };
}

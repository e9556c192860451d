/** What changed about topics themselves: where events go, by which key, under which subjects, with which promise. */
import type { EventModel, Place, TopicModel } from "../../../catalog/index.js";
import type { RuleId } from "../finding.js";
import { fingerprint } from "../fingerprint.js";
import type { Baseline, BaselineEvent, BaselineTopic } from "./baseline.js";
import type { Matched } from "./match.js";
import { isWeaker } from "./pairs.js";
import type { Raw } from "./raw.js";

/** A finding of a topic, with the topic by which `--only` finds it again. */
interface TopicFinding {
  readonly topic: string;
  readonly finding: Raw;
}

export interface TopicChanges {
  readonly findings: readonly TopicFinding[];
  /** Events whose removal is told by that of their topic. */
  readonly told: ReadonlySet<BaselineEvent>;
}

/** Every topic of the baseline beside what it is now. */
export function topicChanges(model: EventModel, baseline: Baseline, { found, gone }: Matched): TopicChanges {
  const findings: TopicFinding[] = [];
  const told = new Set<BaselineEvent>();
  const say = (topic: string, one: readonly Raw[]) => findings.push(...one.map((finding) => ({ topic, finding })));
  for (const before of baseline.topics) {
    const now = successor(before, model, found);
    if (now !== undefined) say(now.topic, differences(before, now));
    else if (before.events.length > 0 && before.events.every((event) => gone.includes(event))) {
      for (const event of before.events) told.add(event);
      say(before.topic, [removedTopic(before, model)]);
    }
  }
  const contexts = new Set(model.topics.map((topic) => topic.context));
  for (const event of gone) {
    const isOrphan = event.context !== undefined && event.topic === undefined && !contexts.has(event.context);
    if (!isOrphan) continue;
    told.add(event);
    say(event.context ?? "", [orphan(event, model)]);
  }
  return { findings, told };
}

/** By name, else by folder, else where most of its events are now. */
function successor(before: BaselineTopic, model: EventModel, found: Matched["found"]): TopicModel | undefined {
  const same = model.topics.find((topic) => topic.topic === before.topic) ?? model.topics.find((topic) => topic.context === before.context);
  if (same !== undefined) return same;
  const counts = model.topics.map((topic) => {
    return { topic, count: topic.events.filter((event) => (found.get(event) ?? []).some((one) => before.events.includes(one))).length };
  });
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a), { topic: undefined as TopicModel | undefined, count: 0 });
  return best.topic;
}

function differences(before: BaselineTopic, now: TopicModel): readonly Raw[] {
  const at = { place: now.place, was: before.place, context: now.context };
  const changes: Raw[] = [];
  if (before.topic !== now.topic) {
    const message = `consumers of ${before.topic} don't get events written after this change: they go to ${now.topic}`;
    const ways = [
      `keep topic: ${before.topic}`,
      "write to both topics until every consumer has moved",
      "declare the new topic in a folder of its own",
    ];
    changes.push(finding("TOPIC_CHANGED", at, { path: "topic", before: before.topic, after: now.topic, message, ways }));
  }
  const [oldKey, newKey] = [before.key.join("."), now.key.join(".")];
  if (oldKey !== newKey) {
    const message = `consumers that rely on the order of events lose it: the key was ${oldKey} and is ${newKey}, so related events go to other partitions than before`;
    const ways = [`keep key: ${oldKey}`, "begin a new topic with the new key"];
    changes.push(finding("KEY_CHANGED", at, { path: "key", before: oldKey, after: newKey, message, ways }));
  }
  if (before.subject !== now.subject) {
    const message = `the registry starts anew under other subjects (${before.subject} was the strategy, ${now.subject} is), so it compares the next version with none of those that consumers are on`;
    const ways = [
      `keep subject: ${before.subject}`,
      "register every released version under the new subjects first: eventwright registry push",
    ];
    changes.push(finding("SUBJECT_CHANGED", at, { path: "subject", before: before.subject, after: now.subject, message, ways }));
  }
  return [...changes, ...promises(before, now, at)];
}

/** What was promised of every later change. */
function promises(before: BaselineTopic, now: TopicModel, at: At): readonly Raw[] {
  const changes: Raw[] = [];
  if (isWeaker(now.compatibility, before.compatibility)) {
    const message = `readers and writers that relied on ${before.compatibility} are promised ${now.compatibility} alone`;
    const ways = [`keep compatibility: ${before.compatibility}`, "agree with every consumer, then waive it"];
    const words = { before: before.compatibility, after: now.compatibility };
    changes.push(finding("MODE_WEAKENED", at, { path: "compatibility", ...words, message, ways }));
  }
  if (now.contentModel === "closed-producer" && before.contentModel === undefined && hasDocuments(before)) {
    const message =
      "new consumers may refuse documents already in the topic: while it was open they could carry properties that no schema declares, and from now on they are believed not to";
    const ways = [
      "look at what is in the topic first: eventwright verify",
      "keep contentModel: open until that data is past its retention",
    ];
    const words = { before: "open", after: now.contentModel };
    const said = finding("MODE_WEAKENED", at, { path: "contentModel", ...words, message, ways });
    changes.push({ ...said, severity: "warning", breaks: "backward" });
  }
  return changes;
}

function hasDocuments({ events }: BaselineTopic): boolean {
  return events.some((event) => event.versions.at(-1)?.format === "json");
}

interface At {
  readonly place: Place;
  readonly was: Place;
  readonly context: string;
}

interface Words {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly message: string;
  readonly ways: readonly string[];
}

function finding(rule: RuleId, { place, was, context }: At, { path, before, after, message, ways }: Words): Raw {
  const [old, now] = [JSON.stringify(before), JSON.stringify(after)];
  const hash = fingerprint([rule, context, old, now]);
  return {
    rule,
    severity: "error",
    breaks: "forward",
    message,
    path,
    place,
    was,
    before: old,
    after: now,
    waysOut: ways,
    fingerprint: hash,
    version: 0,
  };
}

function removedTopic(before: BaselineTopic, model: EventModel): Raw {
  const names = before.events.map((event) => event.shortName).join(", ");
  return {
    rule: "EVENT_REMOVED",
    severity: "error",
    breaks: "backward",
    message: `new consumers can't read what is in ${before.topic}: its folder is gone, and with it ${names}`,
    path: "",
    place: { path: model.root, line: 1, column: 1, length: 0 },
    was: before.place,
    before: JSON.stringify(before.topic),
    waysOut: ["restore the folder", "stop producing to the topic, and remove the folder once retention is over"],
    fingerprint: fingerprint(["EVENT_REMOVED", before.topic]),
    version: 0,
  };
}

function orphan(event: BaselineEvent, model: EventModel): Raw {
  const last = event.versions.at(-1);
  const place = last?.place ?? { path: model.root, line: 1, column: 1, length: 0 };
  return {
    rule: "EVENT_REMOVED",
    severity: "error",
    breaks: "backward",
    message: `nobody knows any more which topic ${event.shortName} goes to: ${event.context || model.root} has released versions and no topic.yaml`,
    path: "",
    place,
    was: place,
    waysOut: ["restore topic.yaml", "remove schemas and released files together once retention is over"],
    fingerprint: fingerprint(["EVENT_REMOVED", event.context ?? "", event.shortName]),
    version: last?.version ?? 0,
  };
}

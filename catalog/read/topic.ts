/** topic.yaml: keys, values and their places; whatever is wrong in it is reported in one run. */
import { isMap, LineCounter, parseDocument, type YAMLMap } from "yaml";
import type { Diagnostic } from "../diagnostic.js";
import type { Place, RetryModel, TopicModel } from "../event-model.js";
import { placeOf, type Report, reporter, type Source } from "./source.js";
import { TopicKeys } from "./topic-keys.js";

/** A topic.yaml without its events, and where it names fields. */
export interface TopicFile {
  readonly topic: Omit<TopicModel, "events">;
  readonly places: { readonly topic: Place; readonly key: Place; readonly id?: Place; readonly time?: Place };
}

const topicKeys = [
  "topic",
  "owner",
  "key",
  "partitions",
  "subject",
  "compatibility",
  "contentModel",
  "id",
  "time",
  "retention",
  "retry",
  "deadLetter",
  "projections",
  "consumers",
] as const;
const retryKeys = ["attempts", "backoff", "max", "jitter", "ordering"] as const;
const subjects = ["topic", "record", "topic-record"] as const;
const modes = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"] as const;

/** Reads one topic.yaml; undefined when it is no YAML or lacks what nothing can stand in for. */
export function readTopic(source: Source & { readonly context: string }, diagnostics: Diagnostic[]): TopicFile | undefined {
  const report = reporter(source, diagnostics);
  const root = parseRoot(source, report);
  if (root === undefined) return undefined;
  const top = new TopicKeys(root, topicKeys, report);
  const topic = top.string("topic", topicName, "a topic name: letters, digits, dot, _ and -, at most 249");
  const key = top.path("key");
  for (const name of ["topic", "key"] as const) {
    if (top.has(name)) continue;
    report("TOPIC_MISSING_KEY", { at: 0, length: 0 }, `topic.yaml lacks ${name}`, { hint: hints[name] });
  }
  const model = topicOf(top, source, report);
  if (topic === undefined || key === undefined) return undefined;
  const place = (name: string) => placeOf(source, top.span(name));
  return {
    topic: { ...model, topic, key, deadLetter: model.deadLetter ?? `${topic}-dlt` },
    places: {
      topic: place("topic"),
      key: place("key"),
      ...(top.has("id") && { id: place("id") }),
      ...(top.has("time") && { time: place("time") }),
    },
  };
}

const hints = {
  topic: 'Add a line like "topic: orders.events"',
  key: 'Add a line like "key: customerId": the field whose value keeps related events in order',
} as const;

function topicOf(top: TopicKeys, source: Source & { readonly context: string }, report: Report) {
  const owner = top.string("owner", /./s, "a name");
  const time = top.path("time");
  const retentionMs = top.duration("retention");
  const id = top.path("id");
  const deadLetter = top.string("deadLetter", topicName, "a topic name");
  return {
    context: source.context,
    place: placeOf(source, { at: 0, length: 0 }),
    ...(owner !== undefined && { owner }),
    partitions: top.integer("partitions") ?? 1,
    subject: top.oneOf("subject", subjects) ?? "topic-record",
    compatibility: top.oneOf("compatibility", modes) ?? "BACKWARD_TRANSITIVE",
    ...(top.oneOf("contentModel", ["open", "closed-producer"]) === "closed-producer" && { contentModel: "closed-producer" as const }),
    id: id === undefined || id.join() === "ce_id" ? ({ kind: "header", name: "ce_id" } as const) : ({ kind: "field", path: id } as const),
    ...(time !== undefined && { time }),
    ...(retentionMs !== undefined && { retentionMs }),
    retry: retryOf(top, report),
    ...(deadLetter !== undefined && { deadLetter }),
    projections: top.strings("projections", /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "a name like order-summary"),
    consumers: top.strings("consumers", /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "a name like invoicing"),
  };
}

function retryOf(top: TopicKeys, report: Report): RetryModel {
  const node = top.node("retry");
  const standard: RetryModel = { attempts: 5, backoffMs: 200, maxMs: 30_000, jitter: "full", ordering: "park-key" };
  if (node === undefined) return standard;
  if (!isMap(node)) {
    top.invalid("retry", "retry takes keys of its own", `They are ${retryKeys.join(", ")}`);
    return standard;
  }
  const retry = new TopicKeys(node, retryKeys, report);
  return {
    attempts: retry.integer("attempts") ?? standard.attempts,
    backoffMs: retry.duration("backoff") ?? standard.backoffMs,
    maxMs: retry.duration("max") ?? standard.maxMs,
    jitter: retry.oneOf("jitter", ["full", "none"]) ?? standard.jitter,
    ordering: retry.oneOf("ordering", ["park-key", "block-partition", "relaxed"]) ?? standard.ordering,
  };
}

const topicName = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

function parseRoot(source: Source, report: Report): YAMLMap | undefined {
  const document = parseDocument(source.text, { lineCounter: new LineCounter(), prettyErrors: false, logLevel: "silent" });
  const [error] = document.errors;
  if (error !== undefined) {
    report("TOPIC_INVALID_YAML", { at: error.pos[0], length: 1 }, error.message.replace(/\.?\s*$/, ""));
    return undefined;
  }
  if (isMap(document.contents)) return document.contents;
  report("TOPIC_INVALID_YAML", { at: 0, length: 0 }, "topic.yaml holds no keys", { hint: 'Start with "topic:" and "key:"' });
  return undefined;
}

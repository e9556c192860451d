/** One event of the candidate against all versions of it that the topic's mode protects, whichever baseline holds them. */
import type { EventModel } from "../../../catalog/index.js";
import { compareSides } from "../compare.js";
import type { EventVerdict } from "../finding.js";
import type { Side } from "../side.js";
import type { BaselineVersion } from "./baseline.js";
import { fragments } from "./fragment.js";
import type { Candidate } from "./match.js";
import { type Question, questionsOf } from "./pairs.js";
import type { Earlier, PairMemory, Raw } from "./raw.js";
import { editedFindings, renamedFinding } from "./renamed.js";

export interface Judged {
  readonly verdict: Omit<EventVerdict, "findings">;
  readonly findings: readonly Raw[];
  /** Pairs of schemas that were compared. */
  readonly compared: number;
}

/** Asks the mode's questions, each about each different schema once. */
export function judge({ event, topic }: Candidate, model: EventModel, earlier: readonly Earlier[], memory: PairMemory): Judged {
  const head = { event: event.name, topic: topic.topic, mode: topic.compatibility };
  const asked = earlier.flatMap(({ baseline, events }) => {
    const versions = events.flatMap((one) => one.versions).sort((a, b) => a.version - b.version);
    return questionsOf(topic.compatibility, versions).map((question) => ({ ...question, baseline }));
  });
  const all = earlier.flatMap(({ events }) => events.flatMap((one) => one.versions));
  if (all.length === 0) return { verdict: { ...head, against: [], verdict: "new" }, findings: [], compared: 0 };
  const questions = unique(asked);
  const candidate: Side = { format: event.format, text: event.text, shape: event.shape, types: model.types, placed: true };
  const found = questions.flatMap((question) => answer(question, { event, topic }, candidate, memory));
  const edited = editedFindings(event, earlier);
  const renamed = renamedFinding(
    { event, topic },
    model,
    asked.map(({ version }) => version),
  );
  const findings = renamed === undefined ? found : [renamed, ...found.filter(({ rule, path }) => rule !== "NAME_CHANGED" || path !== "")];
  const isSame = earlier.every(({ events }) => events.flatMap((one) => one.versions).at(-1)?.fingerprint === event.fingerprint);
  const from = sourcesOf(asked);
  return {
    verdict: { ...head, against: [...from.keys()], from: entries(from), verdict: isSame ? "unchanged" : "compatible" },
    findings: [...edited, ...findings],
    compared: questions.length,
  };
}

type Asked = Question<BaselineVersion> & { readonly baseline: string };

function unique(asked: readonly Asked[]): readonly Asked[] {
  const first = new Map<string, Asked>();
  for (const question of asked) {
    const key = `${question.breaks} ${question.version.format} ${question.version.fingerprint}`;
    if (!first.has(key)) first.set(key, question);
  }
  return [...first.values()].sort((a, b) => a.version.version - b.version.version);
}

function answer({ breaks, version }: Asked, { event }: Candidate, candidate: Side, memory: PairMemory): readonly Raw[] {
  if (version.fingerprint === event.fingerprint) return [];
  const pair = { breaks, format: `${event.format} ${version.format}`, candidate: event.fingerprint, version: version.fingerprint };
  if (memory.isClean(pair)) return [];
  const { format, text, shape, types } = version;
  const old: Side = { format, text, shape, types, placed: true };
  const sides = breaks === "backward" ? { reader: candidate, writer: old } : { reader: old, writer: candidate };
  const { findings } = compareSides({ breaks, ...sides, version: version.version });
  if (findings.length === 0) memory.learnClean(pair);
  return findings.map((finding) => ({ ...fragments(finding, candidate, old), ...finding, version: version.version }));
}

function sourcesOf(asked: readonly Asked[]): ReadonlyMap<number, ReadonlySet<string>> {
  const sources = new Map<number, Set<string>>();
  for (const { version, baseline } of [...asked].sort((a, b) => a.version.version - b.version.version)) {
    sources.set(version.version, (sources.get(version.version) ?? new Set()).add(baseline));
  }
  return sources;
}

function entries(sources: ReadonlyMap<number, ReadonlySet<string>>): NonNullable<EventVerdict["from"]> {
  return [...sources].map(([version, baselines]) => ({ version, baselines: [...baselines] }));
}

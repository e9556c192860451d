/** One event of the candidate against all versions of it that the topic's mode protects, whichever baseline holds them. */
import { type EventModel, type SchemaModel, surelyDiffer } from "../../../catalog/index.js";
import { isSurelyCompatible } from "../avro/quick.js";
import { compareSides, writtenSide } from "../compare.js";
import type { EventVerdict, Finding } from "../finding.js";
import type { Side } from "../side.js";
import type { BaselineVersion } from "./baseline.js";
import { fragments } from "./fragment.js";
import type { Candidate } from "./match.js";
import { type Question, questionsOf } from "./pairs.js";
import type { Earlier, PairMemory, Raw } from "./raw.js";
import { editedFindings, type Frozen, renamedFinding } from "./renamed.js";

export interface Judged {
  readonly verdict: Omit<EventVerdict, "findings">;
  readonly findings: readonly Raw[];
  /** Pairs of schemas that were compared. */
  readonly compared: number;
}

/** What all events of a run share. */
export interface Shared {
  readonly model: EventModel;
  readonly memory: PairMemory;
  readonly frozen: Frozen;
  /** True where some baseline holds no files, so that only what schemas say tells whether two versions are one. */
  readonly isMixed: boolean;
}

/** Asks the mode's questions, each about each different schema once. */
export function judge({ event, topic }: Candidate, earlier: readonly Earlier[], shared: Shared): Judged {
  const { model, frozen, isMixed } = shared;
  const head = { event: event.name, topic: topic.topic, mode: topic.compatibility };
  const asked = earlier.flatMap(({ baseline, events }) => {
    const versions = events.flatMap((one) => one.versions).sort((a, b) => a.version - b.version);
    return questionsOf(topic.compatibility, versions).map((question) => ({ ...question, baseline }));
  });
  const all = earlier.flatMap(({ events }) => events.flatMap((one) => one.versions));
  if (all.length === 0) return { verdict: { ...head, against: [], verdict: "new" }, findings: [], compared: 0 };
  const questions = unique(asked, isMixed);
  const candidate: Side = { format: event.format, text: event.text, shape: event.shape, types: model.types, placed: true };
  const findings = questions.flatMap((question) => answer(question, { event, topic }, candidate, shared));
  const isSame = earlier.every(({ events }) => isEqual(event, events.flatMap((one) => one.versions).at(-1)));
  const from = sourcesOf(asked);
  return {
    verdict: { ...head, against: [...from.keys()], from: entries(from), verdict: isSame ? "unchanged" : "compatible" },
    findings: [...editedFindings(event, frozen, earlier), ...findings],
    compared: questions.length,
  };
}

/** The last release of an unchanged event is known to be the event; looking into others is put off as long as can be. */
function isEqual(event: SchemaModel, version: BaselineVersion | undefined): boolean {
  if (version === undefined) return false;
  const same = event.version === version.version ? event.released.find((one) => one.version === version.version) : undefined;
  if (same?.sum !== undefined && same.sum === version.sum) return true;
  if (version.written !== undefined && surelyDiffer(version.written, event.text)) return false;
  return version.fingerprint === event.fingerprint;
}

type Asked = Question<BaselineVersion> & { readonly baseline: string };

function unique(asked: readonly Asked[], isMixed: boolean): readonly Asked[] {
  const first = new Map<string, Asked>();
  for (const question of asked) {
    const { format, sum } = question.version;
    const what = isMixed || sum === undefined ? question.version.fingerprint : sum;
    const key = `${question.breaks} ${format} ${what}`;
    if (!first.has(key)) first.set(key, question);
  }
  return [...first.values()].sort((a, b) => a.version.version - b.version.version);
}

function answer({ breaks, version }: Asked, at: Candidate, candidate: Side, { memory, model }: Shared): readonly Raw[] {
  const { event } = at;
  const known = version.sum ?? version.fingerprint;
  const pair = {
    breaks,
    format: `${event.format} ${version.format} ${at.topic.contentModel ?? ""}`,
    candidate: `${event.name} ${event.fingerprint}`,
    version: known,
  };
  if (memory.isClean(pair)) return [];
  if (isHarmless(event, version, breaks)) {
    memory.learnClean(pair);
    return [];
  }
  if (isEqual(event, version)) return [];
  const { format, text, shape, types } = version;
  const old: Side = { format, text, shape, types, placed: true };
  const { contentModel } = at.topic;
  const writer = writtenSide(breaks === "backward" ? old : candidate, contentModel);
  const sides = breaks === "backward" ? { reader: candidate, writer } : { reader: old, writer };
  const { findings } = compareSides({ breaks, ...sides, version: version.version });
  const renamed = renamedFinding(at, model, version);
  if (findings.length === 0 && renamed === undefined) memory.learnClean(pair);
  const rest = renamed === undefined ? findings : findings.filter(({ rule, path }) => rule !== "NAME_CHANGED" || path !== "");
  const placed = rest.map((finding) => ({ ...fragments(finding, candidate, old), ...finding, version: version.version }));
  return renamed === undefined ? placed : [renamed, ...placed];
}

/** Most of what changes harms nobody, and the texts alone show it; full names are equal then, too. */
function isHarmless(event: SchemaModel, { format, written }: BaselineVersion, breaks: Finding["breaks"]): boolean {
  if (event.format !== "avro" || format !== "avro" || written === undefined) return false;
  return breaks === "backward" ? isSurelyCompatible(event.text, written) : isSurelyCompatible(written, event.text);
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

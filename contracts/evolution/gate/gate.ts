/** The gate: every event of the work tree against every version that its topic's mode protects. */
import type { EventModel, SchemaModel, TopicModel } from "../../../catalog/index.js";
import { compareSides } from "../compare.js";
import type { EventVerdict, Finding, GateFinding } from "../finding.js";
import { fingerprint } from "../fingerprint.js";
import type { Side } from "../side.js";
import { type Baseline, type BaselineEvent, type BaselineVersion, readBaseline } from "./baseline.js";
import { questionsOf } from "./pairs.js";

export interface GateOptions {
  /** The candidate. */
  readonly model: EventModel;
  /** `released` (default), `git:REF`, or `dir:PATH`, a schema folder relative to `cwd`. */
  readonly against?: string;
  readonly cwd?: string;
}

export interface GateReport {
  /** "unchecked": nothing was compared, which is not the same as nothing being wrong. */
  readonly status: "compatible" | "breaks" | "unchecked";
  /** As they were named: `released`, `git:main`, `registry:https://…`. */
  readonly baselines: readonly string[];
  readonly verdicts: readonly EventVerdict[];
  /** Of no single event: a topic that changed, a waiver that expired. */
  readonly findings: readonly GateFinding[];
  /** Pairs of schemas that were compared. */
  readonly compared: number;
}

/** Judges the work tree. @throws EventwrightError BASELINE_UNAVAILABLE, USAGE. */
export async function gate(options: GateOptions): Promise<GateReport> {
  const { model, against = "released", cwd = process.cwd() } = options;
  const baseline = await readBaseline({ against, model, cwd });
  const judged = model.topics.flatMap((topic) => [
    ...topic.events.map((event) => judge(model, topic, event, baseline)),
    ...missing(topic, baseline).map((event) => removed(topic, event, baseline)),
  ]);
  const verdicts = judged.map(({ verdict }) => verdict);
  const compared = judged.reduce((sum, one) => sum + one.compared, 0);
  const breaks = verdicts.some((verdict) => verdict.verdict === "breaks");
  const status = breaks ? "breaks" : compared === 0 ? "unchecked" : "compatible";
  return { status, baselines: [baseline.name], verdicts, findings: [], compared };
}

interface Judged {
  readonly verdict: EventVerdict;
  readonly compared: number;
}

function judge(model: EventModel, topic: TopicModel, event: SchemaModel, baseline: Baseline): Judged {
  const versions = earlier(event, baseline);
  const head = { event: event.name, topic: topic.topic, mode: topic.compatibility };
  if (versions.length === 0) return { verdict: { ...head, against: [], verdict: "new", findings: [] }, compared: 0 };
  const candidate: Side = { format: event.format, text: event.text, shape: event.shape, types: model.types, placed: true };
  const questions = questionsOf(topic.compatibility, versions);
  const findings = questions.flatMap(({ breaks, version }) => {
    const old: Side = { ...version, placed: true };
    const sides = breaks === "backward" ? { reader: candidate, writer: old } : { reader: old, writer: candidate };
    const found = version.text === event.text ? [] : compareSides({ breaks, ...sides, version: version.version }).findings;
    return found.map((finding) => ({
      ...finding,
      versions: [version.version],
      readBy: [],
      reproduce: reproduction(event.shortName, baseline),
    }));
  });
  const verdict: EventVerdict = {
    ...head,
    against: [...new Set(questions.map(({ version }) => version.version))],
    verdict: verdictOf(event, versions, findings),
    findings: merged(findings),
  };
  return { verdict, compared: questions.length };
}

/** The same finding against several versions is one; the last version's words are the nearest to what people remember. */
function merged(findings: readonly GateFinding[]): readonly GateFinding[] {
  const found = new Map<string, GateFinding>();
  for (const finding of findings) {
    const versions = [...(found.get(finding.fingerprint)?.versions ?? []), ...finding.versions];
    found.set(finding.fingerprint, { ...finding, versions: [...new Set(versions)].sort((a, b) => a - b) });
  }
  return [...found.values()];
}

function reproduction(event: string, baseline: Baseline): string {
  return `npx eventwright gate --against ${baseline.name}   # ${event}`;
}

function verdictOf(event: SchemaModel, versions: readonly BaselineVersion[], findings: readonly Finding[]): EventVerdict["verdict"] {
  if (findings.some((finding) => finding.severity === "error")) return "breaks";
  return versions.at(-1)?.text === event.text ? "unchanged" : "compatible";
}

/** By the context's folder and the event's name, or a name that it had before. */
function earlier(event: SchemaModel, baseline: Baseline): readonly BaselineVersion[] {
  const own = new Set(event.released.map((version) => version.place.path));
  const found = baseline.events.filter(
    (one) =>
      one.context === event.context && (one.shortName === event.shortName || one.versions.some((version) => own.has(version.place.path))),
  );
  return found.flatMap((one) => one.versions);
}

function missing(topic: TopicModel, baseline: Baseline): readonly BaselineEvent[] {
  const present = new Set(topic.events.flatMap((event) => earlier(event, baseline).map((version) => version.place.path)));
  return baseline.events.filter((event) => event.context === topic.context && !event.versions.some(({ place }) => present.has(place.path)));
}

function removed(topic: TopicModel, event: BaselineEvent, baseline: Baseline): Judged {
  const last = event.versions.at(-1);
  const version = last?.version ?? 1;
  const finding: GateFinding = {
    rule: "EVENT_REMOVED",
    severity: "error",
    breaks: "backward",
    message: `new consumers can't read events already in the topic (v${version} is still there): the schema of ${event.shortName} is gone`,
    path: "",
    place: topic.place,
    ...(last === undefined ? {} : { was: last.place }),
    waysOut: ["restore the schema file", "stop producing it, and remove schema and released files together once retention is over"],
    fingerprint: fingerprint(["EVENT_REMOVED", topic.topic, event.shortName, "removed"]),
    versions: event.versions.map((one) => one.version),
    readBy: [],
    reproduce: reproduction(event.shortName, baseline),
  };
  const head = { event: event.shortName, topic: topic.topic, mode: topic.compatibility };
  if (topic.compatibility === "NONE") return { verdict: { ...head, against: [], verdict: "compatible", findings: [] }, compared: 0 };
  return { verdict: { ...head, against: event.versions.map((one) => one.version), verdict: "breaks", findings: [finding] }, compared: 1 };
}

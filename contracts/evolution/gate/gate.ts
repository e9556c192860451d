/** The gate: every event of the work tree against every version that its topic's mode protects. */
import type { EventModel, SchemaModel } from "../../../catalog/index.js";
import type { ConsumerContract } from "../../consumers/consumer.js";
import { waived, waiverFindings } from "../../waivers/waive.js";
import type { EventVerdict, GateFinding, Waiver } from "../finding.js";
import type { Baseline, BaselineEvent, BaselineVersion } from "./baseline.js";
import { nameOf } from "./baseline.js";
import { commandOf } from "./command.js";
import { type Asked, withFixes } from "./fix.js";
import { type Judged, judge, type Shared } from "./judge.js";
import { type Candidate, candidatesOf, type Matched, matchEvents } from "./match.js";
import { movedFindings } from "./moved.js";
import { type Only, onlyOf } from "./only.js";
import type { Part } from "./part.js";
import type { Raw } from "./raw.js";
import { type ReadEvent, readersOf } from "./readers.js";
import { frozenOf, goneFinding } from "./renamed.js";
import { readBaselines } from "./sources.js";
import { topicChanges } from "./topics.js";
import { openMemory } from "./verdicts.js";

export interface GateOptions {
  /** The candidate. */
  readonly model: EventModel;
  /** One or many of `released` (default), `git:REF`, `registry:URL`, `dir:PATH`, a schema folder relative to `cwd`. */
  readonly against?: string | readonly string[];
  readonly cwd?: string;
  /** Names of events, short or full, or of topics; none: all. */
  readonly only?: readonly string[];
  readonly consumers?: readonly ConsumerContract[];
  readonly waivers?: readonly Waiver[];
  /** `YYYY-MM-DD`, for waivers; default: today in UTC. */
  readonly today?: string;
  /** For `registry:URL`. */
  readonly registry?: { readonly username: string; readonly password: string };
  /** Where verdicts are kept from run to run; absent: nowhere. */
  readonly cache?: string;
  /** Where the model is a part of a folder. */
  readonly part?: Part;
  readonly signal?: AbortSignal;
}

export interface GateReport {
  /** "unchecked": nothing was compared, which is not the same as nothing being wrong. */
  readonly status: "compatible" | "breaks" | "unchecked";
  /** As they were named: `released`, `git:main`, `registry:https://…`. */
  readonly baselines: readonly string[];
  /** What each of them was when it was read, in the same order: a commit, for instance; "" where there is nothing to say. */
  readonly identities?: readonly string[];
  readonly verdicts: readonly EventVerdict[];
  /** Of no single event: a topic that changed, a waiver that expired. */
  readonly findings: readonly GateFinding[];
  /** Pairs of schemas that were compared. */
  readonly compared: number;
}

/** Judges the work tree. @throws EventwrightError BASELINE_UNAVAILABLE, REGISTRY_UNAVAILABLE, USAGE. */
export async function gate(options: GateOptions): Promise<GateReport> {
  const { model, against = "released", cwd = process.cwd(), only: names = [] } = options;
  const asked = typeof against === "string" ? [against] : against;
  const { part } = options;
  const rest = part?.rest ?? [];
  const question = { ...options, cwd, against: asked.length === 0 ? ["released"] : asked, mayBeEmpty: rest.length > 0 };
  const baselines = part?.baselines ?? (await readBaselines(question));
  const only = onlyOf(names, model, { baselines, verdicts: rest.map(({ verdict }) => verdict) });
  const all = candidatesOf(model);
  const isJudged = (path: string) => part === undefined || part.judged.has(path);
  const memory = openMemory(options.cache);
  const isMixed = baselines.length > 1 && baselines.some(({ name }) => name.startsWith("registry:"));
  const run: Run = {
    options,
    baselines,
    only,
    matches: baselines.map((baseline) => matchEvents(all, model, baseline)),
    shared: { model, memory, frozen: frozenOf(model), isMixed },
  };
  const wanted = all.filter(({ event, topic }) => isJudged(event.place.path) && only.event(topic.topic, event.name, event.shortName));
  const known = rest.filter(({ verdict }) => only.event(verdict.topic, verdict.event, shortOf(verdict.event)));
  const told = topicFindings(run);
  const candidates = await withFixes(
    model,
    wanted.map((candidate) => judgeOne(run, candidate)),
  );
  const judged = [...candidates, ...goneOnes(run, told.events)];
  memory.save(!only.isNarrow && part === undefined);
  const verdicts = [...judged.map(({ verdict, findings }) => finished(verdict, findings)), ...known.map(({ verdict }) => verdict)];
  const compared = [...judged, ...known].reduce((sum, one) => sum + one.compared, 0);
  const found = new Set([...told.findings, ...verdicts.flatMap((verdict) => verdict.findings)].map((finding) => finding.fingerprint));
  const findings = [...told.findings, ...waiverFindings(found, !only.isNarrow && part?.isWhole !== false, waiveOptions(options))];
  const breaks = verdicts.some((verdict) => verdict.verdict === "breaks") || findings.some(isBreak);
  return {
    status: breaks ? "breaks" : compared === 0 ? "unchecked" : "compatible",
    baselines: baselines.map((baseline) => baseline.name),
    identities: baselines.map((baseline) => baseline.is ?? ""),
    verdicts,
    findings,
    compared,
  };
}

interface Run {
  readonly options: GateOptions;
  readonly baselines: readonly Baseline[];
  readonly only: Only;
  /** In the order of the baselines. */
  readonly matches: readonly Matched[];
  readonly shared: Shared;
}

interface Told {
  readonly verdict: Omit<EventVerdict, "findings">;
  readonly findings: readonly GateFinding[];
  readonly compared: number;
}

function judgeOne(run: Run, candidate: Candidate): Told & Asked {
  const { event } = candidate;
  const { model } = run.options;
  const olds = run.matches.map((match) => match.found.get(event) ?? []);
  const earlier = run.baselines.flatMap(({ name }, at) => {
    const events = olds[at] ?? [];
    return events.length === 0 ? [] : [{ baseline: name, events }];
  });
  const find = (one: Candidate, shared: Shared) => {
    const judged: Judged = judge(one, earlier, shared);
    const moved = olds.flatMap((events) => movedFindings(one, events, shared.model.topics));
    return { ...judged, findings: [...moved, ...judged.findings] };
  };
  const ask = (other: EventModel) => {
    const same = candidatesOf(other).find((one) => one.event.place.path === event.place.path);
    return same && new Set(find(same, { ...run.shared, model: other, memory: openMemory(undefined) }).findings.map((it) => it.fingerprint));
  };
  const found = find(candidate, run.shared);
  if (found.findings.length === 0) return { ...found, findings: [], ask };
  const read = readEvent(candidate, model, olds.flat());
  return { ...found, findings: merged(found.findings).map((finding) => complete(run, finding, read, event.name)), ask };
}

function goneOnes(run: Run, told: ReadonlySet<BaselineEvent>): readonly Told[] {
  const seen = new Map<string, Told>();
  for (const old of run.matches.flatMap((match) => match.gone)) {
    const topic = run.options.model.topics.find((one) => one.topic === old.topic || one.context === old.context);
    if (topic === undefined || told.has(old) || !run.only.event(topic.topic, old.shortName, old.name())) continue;
    const against = old.versions.map((version) => version.version);
    const verdict = { event: old.name(), topic: topic.topic, mode: topic.compatibility, against, verdict: "compatible" } as const;
    const read = { topics: new Set([topic.topic]), names: new Set([old.shortName, old.name()]), shaped: [] };
    const finding = complete(run, { ...goneFinding(old, topic), versions: against }, read, old.name());
    if (topic.compatibility === "NONE") seen.set(finding.fingerprint, { verdict: { ...verdict, against: [] }, findings: [], compared: 0 });
    else if (!seen.has(finding.fingerprint)) seen.set(finding.fingerprint, { verdict, findings: [finding], compared: 1 });
  }
  return [...seen.values()];
}

function topicFindings(run: Run): { readonly findings: readonly GateFinding[]; readonly events: ReadonlySet<BaselineEvent> } {
  const found = new Map<string, GateFinding>();
  const events = new Set<BaselineEvent>();
  for (const [at, baseline] of run.baselines.entries()) {
    const match = run.matches[at] ?? { found: new Map(), gone: [] };
    const changes = topicChanges(run.options.model, baseline, match);
    for (const event of changes.told) events.add(event);
    for (const { topic, finding } of changes.findings) {
      if (!run.only.topic(topic) || found.has(finding.fingerprint)) continue;
      const before = baseline.topics.map((one) => one.topic);
      const topics = new Set([topic, ...before.filter((name) => finding.before === JSON.stringify(name))]);
      const read: ReadEvent = { topics, names: new Set(), shaped: [] };
      found.set(finding.fingerprint, complete(run, { ...finding, versions: finding.version === 0 ? [] : [finding.version] }, read, topic));
    }
  }
  return { findings: [...found.values()], events };
}

/** The same finding against several versions is one; the last version's words are the nearest to what people remember. */
function merged(findings: readonly Raw[]): readonly (Raw & { readonly versions: readonly number[] })[] {
  const found = new Map<string, Raw & { readonly versions: readonly number[] }>();
  for (const finding of findings) {
    const versions = [...(found.get(finding.fingerprint)?.versions ?? []), ...(finding.version === 0 ? [] : [finding.version])];
    found.set(finding.fingerprint, { ...finding, versions: [...new Set(versions)].sort((a, b) => a - b) });
  }
  return [...found.values()];
}

function complete(run: Run, raw: Raw & { readonly versions: readonly number[] }, read: ReadEvent, name: string): GateFinding {
  const { version: _, ...finding } = raw;
  const { model, consumers = [] } = run.options;
  const reproduce = commandOf({ against: run.baselines.map((baseline) => baseline.name), schemas: model.root, only: name });
  return waived({ ...finding, readBy: readersOf(finding, read, consumers), reproduce }, waiveOptions(run.options));
}

function readEvent({ event, topic }: Candidate, model: EventModel, olds: readonly BaselineEvent[]): ReadEvent {
  const versions: readonly BaselineVersion[] = olds.flatMap((old) => old.versions);
  const names = [event.name, event.shortName, ...olds.flatMap((old) => [old.shortName, ...old.versions.map(nameOf)])];
  const topics = [topic.topic, ...olds.flatMap((old) => old.topic ?? [])];
  return { topics: new Set(topics), names: new Set(names), shaped: [shapedOf(event, model), ...versions] };
}

function shapedOf({ shape }: SchemaModel, { types }: EventModel) {
  return { shape, types };
}

function finished(verdict: Told["verdict"], findings: readonly GateFinding[]): EventVerdict {
  return { ...verdict, verdict: findings.some(isBreak) ? "breaks" : verdict.verdict, findings };
}

function shortOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What a waiver accepts breaks nothing. */
function isBreak(finding: GateFinding): boolean {
  return finding.severity === "error" && finding.waiver === undefined;
}

function waiveOptions({ waivers = [], today = new Date().toISOString().slice(0, 10) }: GateOptions) {
  return { waivers, today };
}

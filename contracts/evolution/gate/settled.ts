/** Events that were found to be without findings, kept from run to run: nothing that has a say in them has changed. */
import { createHash, type Hash } from "node:crypto";
import { type EventModel, type Glance, type Glimpse, loadPart, reachIn } from "../../../catalog/index.js";
import type { EventVerdict } from "../finding.js";
import { readKept, writeKept } from "./kept.js";
import type { Part, Row } from "./part.js";
import { noneIsPlain, plainEvents } from "./plain.js";
import { namesOf, type SeenEvent, seenEvents, seenTopics } from "./rows.js";
import { type Sums, sumsOf } from "./sums.js";

/** A folder of which some events need no look. */
export interface Settled {
  readonly model: EventModel;
  readonly part: Part;
  /** Keeps what a run without a finding showed. */
  learn(verdicts: readonly EventVerdict[]): void;
}

export interface SettledOptions {
  /** Where lines are kept from run to run; absent: nowhere. */
  readonly file?: string;
  /** True: somebody declared beside the schemas what he reads, and is to be told what he gets wrong; then all that is new is understood. */
  readonly isDeclaredOn?: boolean;
  /** Smaller folders are judged in less time than a file is worth. */
  readonly least?: number;
}

/** Looks closely at what is neither known from the last run nor seen to be well at a glance; undefined where only the whole can tell. */
export async function settledPart(
  glance: Glance,
  { file, isDeclaredOn = false, least = 200 }: SettledOptions,
): Promise<Settled | undefined> {
  const topics = seenTopics(glance);
  const sums = sumsOf(glance);
  if (topics === undefined || sums === undefined || glance.schemas.size < least) return undefined;
  const events = seenEvents(glance, topics);
  const keys = file === undefined ? new Map<string, string>() : keysOf(glance, sums);
  const kept = file === undefined ? new Map<string, string>() : readKept(file);
  const isNew = (path: string) => {
    const line = kept.get(keys.get(path) ?? "");
    return line === undefined || (line.startsWith("new") && sums.always.has(glance.schemas.get(path)?.context ?? ""));
  };
  const fresh = [...glance.schemas.keys()].filter(isNew);
  const plain = isDeclaredOn ? noneIsPlain : plainEvents(glance, { events, paths: fresh, orphans: sums.always });
  const open = new Set(fresh.filter((path) => !plain.lines.has(path)));
  // What defines a name twice is told by reading both.
  const isAll = hasRivals(open, glance);
  const judged = isAll ? new Set(glance.schemas.keys()) : open;
  const contexts = new Set([
    ...sums.always,
    ...[...judged, ...plain.lines.keys()].flatMap((path) => glance.schemas.get(path)?.context ?? []),
  ]);
  const { model, diagnostics } = await loadPart(glance, {
    schemas: reachIn([glance], false)(judged),
    contexts: isAll ? new Set(glance.found.topics.map((one) => one.context)) : contexts,
  });
  if (model === undefined || diagnostics.length > 0 || !plain.serve(model.topics)) return undefined;
  const lineOf = (path: string) => plain.lines.get(path) ?? kept.get(keys.get(path) ?? "");
  const rest = [...events].flatMap(([path, event]) => (judged.has(path) ? [] : rowOf(event, lineOf(path))));
  const learn = (verdicts: readonly EventVerdict[]) => {
    if (file !== undefined && fresh.length > 0) writeKept(file, linesOf(verdicts, keys, events));
  };
  return { model, part: { judged, rest, isWhole: true }, learn };
}

function linesOf(
  verdicts: readonly EventVerdict[],
  keys: ReadonlyMap<string, string>,
  events: ReadonlyMap<string, SeenEvent>,
): ReadonlyMap<string, string> {
  const words = new Map(verdicts.map((verdict) => [`${verdict.topic}\n${verdict.event}`, verdict]));
  const lines = new Map<string, string>();
  for (const [path, key] of keys) {
    const event = events.get(path);
    const verdict = event && words.get(`${event.topic}\n${event.seen.name}`);
    if (event === undefined) lines.set(key, "-");
    else if (verdict !== undefined && verdict.findings.length === 0) lines.set(key, `${verdict.verdict} ${verdict.against.join(",")}`);
  }
  return lines;
}

function keysOf(glance: Glance, sums: Sums): ReadonlyMap<string, string> {
  const down = reachIn([glance], false);
  const topics = new Map(glance.found.topics.map((source) => [source.context, source.text]));
  const keys = new Map<string, string>();
  for (const seen of glance.schemas.values()) {
    const hash = createHash("sha256").update(`${seen.context}\n${topics.get(seen.context) ?? ""}\n`);
    for (const path of [...down([seen.path])].sort()) addFile(hash, path, glance.schemas.get(path));
    for (const short of namesOf(seen)) hash.update(`${sums.released.get(`${seen.context}\n${short}`) ?? ""}\n`);
    keys.set(seen.path, hash.digest("base64").slice(0, 24));
  }
  return keys;
}

function addFile(hash: Hash, path: string, seen: Glimpse | undefined): void {
  hash.update(`${path} ${seen?.bytes.length ?? 0}\n`).update(seen?.bytes ?? "");
}

function hasRivals(paths: ReadonlySet<string>, { schemas }: Glance): boolean {
  const own = new Set([...paths].flatMap((path) => schemas.get(path)?.defines ?? []).filter((word) => !word.endsWith(".json")));
  return [...schemas.values()].some((seen) => !paths.has(seen.path) && seen.defines.some((word) => own.has(word)));
}

function rowOf({ seen, topic, mode }: SeenEvent, line: string | undefined): readonly Row[] {
  const [word = "", list = ""] = (line ?? "").split(" ");
  if (word !== "unchanged" && word !== "compatible" && word !== "new") return [];
  const against = list === "" ? [] : list.split(",").map(Number);
  const from = against.map((version) => ({ version, baselines: ["released"] }));
  const directions = mode.startsWith("FULL") ? 2 : 1;
  return [
    {
      verdict: { event: seen.name, topic, mode, against, ...(word !== "new" && { from }), verdict: word, findings: [] },
      compared: against.length * directions,
    },
  ];
}

/** Events that a glance shows to be well: right beyond doubt, in need of no other file, and harmless to every version that their mode protects. */
import { type Glance, type Glimpse, isPlainJson, releasedFiles, surelyDiffer, type TopicModel } from "../../../catalog/index.js";
import { fieldNames, isSurelyCompatible } from "../avro/quick.js";
import type { QuickRecord } from "../avro/quick-node.js";
import { serves, validRecord } from "../avro/quick-valid.js";
import { questionsOf } from "./pairs.js";
import type { SeenEvent } from "./rows.js";

export interface Plain {
  /** By path: a verdict and the versions it stands on. */
  readonly lines: ReadonlyMap<string, string>;
  /** Whether these events have the fields that their topics name. */
  serve(topics: readonly TopicModel[]): boolean;
}

export const noneIsPlain: Plain = { lines: new Map(), serve: () => true };

export interface PlainOptions {
  readonly events: ReadonlyMap<string, SeenEvent>;
  /** Of those that are looked at. */
  readonly paths: readonly string[];
  /** Contexts with releases that no schema claims: an event without releases may be one of those under a new name. */
  readonly orphans: ReadonlySet<string>;
}

/** Looks at events; one that is not plain may be as well as any other. */
export function plainEvents(glance: Glance, { events, paths, orphans }: PlainOptions): Plain {
  const released = releasedFiles(glance);
  const lines = new Map<string, string>();
  const records = new Map<string, Map<string, QuickRecord>>();
  const owners = ownersOf(glance);
  for (const path of paths) {
    const event = events.get(path);
    if (event === undefined || !path.endsWith(".avsc") || !isAlone(event.seen, owners)) continue;
    const { name, context } = event.seen;
    const texts = (released.get(`${context}\n${name.slice(name.lastIndexOf(".") + 1)}`) ?? []).map(({ version, bytes }) => ({
      version,
      text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(),
    }));
    const found = texts.length === 0 && orphans.has(context) ? undefined : plainEvent(event, texts);
    if (found === undefined) continue;
    lines.set(path, found.line);
    const own = records.get(context) ?? new Map<string, QuickRecord>();
    records.set(context, own.set(path, found.record));
  }
  const serve = (topics: readonly TopicModel[]) =>
    [...records].every(([context, own]) => {
      const topic = topics.find((one) => one.context === context);
      return topic !== undefined && [...own.values()].every((record) => servesTopic(record, topic));
    });
  return { lines, serve };
}

interface Written {
  readonly version: number;
  readonly text: string;
}

function plainEvent(
  { seen, mode }: SeenEvent,
  released: readonly Written[],
): { readonly line: string; readonly record: QuickRecord } | undefined {
  const text = Buffer.from(seen.bytes.buffer, seen.bytes.byteOffset, seen.bytes.length).toString();
  if (mode === "NONE" || !isPlainJson(text)) return undefined;
  const record = validRecord(text);
  const versions = [...released].sort((a, b) => a.version - b.version);
  // One text under two numbers is asked about once, which the full count knows.
  if (record === undefined || new Set(versions.map((one) => one.text)).size < versions.length) return undefined;
  const questions = questionsOf(mode, versions);
  const isHarmless = questions.every(({ breaks, version }) =>
    breaks === "backward" ? isSurelyCompatible(text, version.text) : isSurelyCompatible(version.text, text),
  );
  const word = isHarmless ? wordOf(text, versions.at(-1)) : undefined;
  return word && { line: `${word} ${[...new Set(questions.map(({ version }) => version.version))].join(",")}`, record };
}

function wordOf(text: string, last: Written | undefined): "new" | "unchanged" | "compatible" | undefined {
  if (last === undefined) return "new";
  if (text === last.text) return "unchanged";
  if (fieldNames(text) !== fieldNames(last.text)) return "compatible";
  if (JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(last.text))) return "unchanged";
  return surelyDiffer(text, last.text) ? "compatible" : undefined;
}

function servesTopic(record: QuickRecord, { key, id, time }: TopicModel): boolean {
  if (!serves("key", key, record) || (time !== undefined && !serves("time", time, record))) return false;
  return id.kind === "header" || serves("id", id.path, record);
}

/** How many files define a name. */
function ownersOf({ schemas }: Glance): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  for (const { defines } of schemas.values()) for (const name of defines) owners.set(name, (owners.get(name) ?? 0) + 1);
  return owners;
}

function isAlone({ defines, aliases }: Glimpse, owners: ReadonlyMap<string, number>): boolean {
  return aliases.length === 0 && defines.every((name) => owners.get(name) === 1);
}

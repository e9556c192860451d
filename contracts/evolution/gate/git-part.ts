/** Of a folder and a git ref, the part that differs: what is the same on both sides breaks nobody anew. */
import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { type EventModel, filesIn, type Glance, glanceFrom, loadPart, reachIn } from "../../../catalog/index.js";
import { type GitQuestion, gitFiles, isBlob, isSchemaFile, readBlobs } from "../../baseline/git.js";
import { modelBaseline } from "./baseline.js";
import type { Part, Row } from "./part.js";
import { namesOf, type SeenEvent, seenEvents, seenTopics } from "./rows.js";

/** The candidate's part with what is known of the rest; undefined where only the whole can tell. @throws EventwrightError BASELINE_UNAVAILABLE. */
export async function gitPart(
  glance: Glance,
  question: GitQuestion,
): Promise<{ readonly model: EventModel; readonly part: Part } | undefined> {
  const topics = seenTopics(glance);
  const { commit, old, changed } = await differences(glance, question);
  if (topics === undefined || old === undefined) return undefined;
  const { schemas, contexts } = touched(changed, glance, old);
  // Beyond that, all is read as quickly as a part.
  if (schemas.size * 2 > glance.schemas.size + 8 || hasRivals(schemas, glance)) return undefined;
  const down = [glance, old].map((one) => reachIn([one], false)(schemas));
  const [now, before] = await Promise.all([
    loadPart(glance, { schemas: down[0] ?? schemas, contexts }),
    loadPart(old, { schemas: down[1] ?? schemas, contexts }),
  ]);
  // What is wrong in either is told with all the rest that is.
  if (now.model === undefined || before.model === undefined || now.diagnostics.length > 0) return undefined;
  const name = `git:${question.ref}`;
  const rest = [...seenEvents(glance, topics)].flatMap(([path, event]) => (schemas.has(path) ? [] : [unchanged(event, name)]));
  const baselines = [modelBaseline(name, before.model, commit)];
  return { model: now.model, part: { judged: schemas, rest, baselines, isWhole: false } };
}

async function differences(glance: Glance, question: GitQuestion) {
  const { commit, top, blobs } = await gitFiles(question);
  const cwd = realpathSync(question.cwd);
  const shown = (path: string) => relative(cwd, resolve(top, path)).split(sep).join("/");
  const work = filesIn(glance);
  const listed = blobs.map((blob) => ({ blob, path: shown(blob.path) })).filter(({ path }) => isSchemaFile(path));
  const other = listed.filter(({ blob, path }) => !isBlob(work.get(path), blob));
  const texts = await readBlobs(
    question,
    other.map(({ blob }) => blob),
  );
  const files = new Map<string, Uint8Array | undefined>(listed.map(({ path }) => [path, undefined]));
  for (const [index, { path }] of other.entries()) files.set(path, texts[index] ?? new Uint8Array());
  const changed = new Set([...other.map(({ path }) => path), ...[...work.keys()].filter((path) => !files.has(path))]);
  return { commit, old: changed.size === 0 ? glance : glanceFrom(glance, files), changed };
}

interface Touched {
  readonly schemas: Set<string>;
  readonly contexts: Set<string>;
}

function touched(changed: ReadonlySet<string>, glance: Glance, old: Glance): Touched {
  const both = [glance, old];
  const first = new Set<string>();
  const contexts = new Set<string>();
  for (const path of changed) {
    if (both.some(({ schemas }) => schemas.has(path))) first.add(path);
    else for (const side of both) for (const one of around(path, side, contexts)) first.add(one);
  }
  const schemas = reachIn(both, true)(first);
  for (const { schemas: seen } of both) for (const path of schemas) contexts.add(seen.get(path)?.context ?? "");
  for (const context of [...contexts])
    if (!both.some(({ found }) => found.topics.some((topic) => topic.context === context))) contexts.delete(context);
  return { schemas, contexts };
}

/** The schemas that another file has a say in: a topic.yaml in its whole folder's, a released version in its event's. */
function around(path: string, { root, found, schemas }: Glance, contexts: Set<string>): readonly string[] {
  const parts = (root === "." ? path : path.slice(root.length + 1)).split("/");
  const file = parts.pop() ?? "";
  const isReleased = parts.at(-1) === "released";
  const context = (isReleased ? parts.slice(0, -1) : parts).join("/");
  if (found.topics.some((topic) => topic.context === context)) contexts.add(context);
  const own = [...schemas.values()].filter((seen) => seen.context === context);
  if (!isReleased) return own.map((seen) => seen.path);
  const [, short] = /^(.+)\.v\d+\./.exec(file) ?? [];
  return own.filter((seen) => short !== undefined && namesOf(seen).includes(short)).map((seen) => seen.path);
}

/** Two files that define one name are told by reading both, and all that refer to them. */
function hasRivals(paths: ReadonlySet<string>, { schemas }: Glance): boolean {
  const own = new Set([...paths].flatMap((path) => schemas.get(path)?.defines ?? []).filter((word) => !word.endsWith(".json")));
  return [...schemas.values()].some((seen) => !paths.has(seen.path) && seen.defines.some((word) => own.has(word)));
}

function unchanged({ seen, topic, mode, versions }: SeenEvent, baseline: string): Row {
  const against = mode === "NONE" ? [] : versions.length === 0 ? [1] : versions;
  const from = against.map((version) => ({ version, baselines: [baseline] }));
  const verdict = { event: seen.name, topic, mode, against, from, verdict: "unchanged", findings: [] } as const;
  return { verdict, compared: against.length === 0 ? 0 : 1 };
}

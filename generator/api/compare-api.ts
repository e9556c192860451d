import type { Place } from "../../catalog/index.js";
import type { ApiChange, ApiLevel } from "./change.js";
import { compareExports } from "./compare-exports.js";
import { compareTopics } from "./compare-topics.js";
import type { ApiSide } from "./side.js";

/** What the second schema folder does to code that uses the clients of the first; the gravest first. Pure: text against text. */
export async function compareApi(before: ApiSide, after: ApiSide): Promise<readonly ApiChange[]> {
  const isSame =
    before.files.size === after.files.size && [...after.files].every(([path, file]) => before.files.get(path)?.text === file.text);
  if (isSame) return [];
  // The compiler takes half a second to load, which no run but this one may pay for.
  const [{ apiProgram }, { compareTypes }] = await Promise.all([import("./program.js"), import("./compare-types.js")]);
  const trees = apiProgram(before, after);
  const found = [...compareExports(trees.before, trees.after), ...compareTopics(before, after), ...compareTypes(trees.before, trees.after)];
  const changes = [...found, ...compareWords(before, after, found)];
  return changes.sort((a, b) => rank(a.level) - rank(b.level) || byPlace(a.place, b.place) || (a.path < b.path ? -1 : 1));
}

/** Files that changed although no type did. */
function compareWords(before: ApiSide, after: ApiSide, found: readonly ApiChange[]): readonly ApiChange[] {
  const told = new Set(found.map((change) => change.place.path));
  const changes = new Map<string, ApiChange>();
  for (const [path, { text, from }] of after.files) {
    const [, kind = ""] = /\.(type|codec|topic)\.ts$/.exec(path) ?? [];
    const old = before.files.get(path)?.text;
    if (kind === "" || old === undefined || old === text || changes.has(from)) continue;
    const types = path.replace(".codec.", ".type.");
    const place = kind === "topic" ? sameTopic(from, before, after) : after.places.get(types);
    const places = [before, after].flatMap((side) => [...side.places].filter(([key]) => key === types || key.startsWith(`${types}#`)));
    if (place === undefined || places.some(([, each]) => told.has(each.path))) continue;
    changes.set(from, { kind: "no-type-changed", level: "patch", path: from, reason: wordsOf(kind), place });
  }
  return [...changes.values()];
}

/** The place of a topic that has the events it had. */
function sameTopic(from: string, before: ApiSide, after: ApiSide): Place | undefined {
  const [old, fresh] = [before, after].map((side) => side.topics.find((topic) => topic.from === from));
  const names = (topic: typeof old) => topic?.events.map((event) => event.name).join();
  return names(old) === names(fresh) ? fresh?.place : undefined;
}

function wordsOf(kind: string): string {
  if (kind === "type") return "only comments changed";
  return kind === "topic" ? "the topic's settings changed, no type did" : "what is on the wire or its history changed, no type did";
}

function rank(level: ApiLevel): number {
  return ["major", "minor", "patch"].indexOf(level);
}

function byPlace(a: Place, b: Place): number {
  return a.path === b.path ? a.line - b.line || a.column - b.column : a.path < b.path ? -1 : 1;
}

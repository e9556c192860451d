import type { StubFile } from "../artifacts/stub.js";
import type { HandlerObject, StubProblem } from "./find-handlers.js";
import { applyEdits, type Edit, insertComment, insertEntries, removeComment } from "./insert.js";
import { isMarked, markOf, markPattern } from "./marks.js";
import { isUpToDate } from "./up-to-date.js";

/** A stub after the merge; `problem` says why nothing was changed. */
export interface Merged {
  readonly text: string;
  /** Events that got a handler. */
  readonly added: readonly string[];
  /** Events that are gone, whose handlers are now marked. */
  readonly marked: readonly string[];
  /** Events that are back, whose handlers no longer are. */
  readonly unmarked: readonly string[];
  readonly problem?: StubProblem;
}

type Parser = typeof import("./find-handlers.js");

/** Adds the entries that a stub lacks and marks those of lost events; every other byte stays. The syntax tree only says where. */
export async function mergeStub(stub: StubFile, text: string): Promise<Merged> {
  if (isUpToDate(stub, text)) return unchanged(text);
  // The parser drops a byte order mark, and every position after it would be one off.
  if (text.startsWith("\ufeff")) {
    const merged = await mergeStub(stub, text.slice(1));
    return { ...merged, text: `\ufeff${merged.text}` };
  }
  const parser = await import("./find-handlers.js");
  const found = parser.findHandlers(stub, text);
  if ("message" in found) return { ...unchanged(text), problem: found };
  const merges = found.map((each) => mergeObject(each, { topic: stub.topic, text, parser }));
  const edits = merges.flatMap((merge) => merge.edits);
  if (edits.length === 0) return unchanged(text);
  const merged = applyEdits(text, edits);
  const check = parser.findHandlers(stub, merged);
  if ("message" in check) return { ...unchanged(text), problem: { ...check, message: `the result would not parse: ${check.message}` } };
  const all = (word: "added" | "marked" | "unmarked") => [...new Set(merges.flatMap((merge) => merge[word]))];
  return { text: merged, added: all("added"), marked: all("marked"), unmarked: all("unmarked") };
}

function unchanged(text: string): Merged {
  return { text, added: [], marked: [], unmarked: [] };
}

interface ObjectMerge {
  readonly edits: readonly Edit[];
  readonly added: readonly string[];
  readonly marked: readonly string[];
  readonly unmarked: readonly string[];
}

function mergeObject(
  { part, object }: HandlerObject,
  { topic, text, parser }: { readonly topic: string; readonly text: string; readonly parser: Parser },
): ObjectMerge {
  const edits: Edit[] = [];
  const marked: string[] = [];
  const unmarked: string[] = [];
  const events = new Set(part.entries.map((entry) => entry.name));
  for (const property of object.getProperties()) {
    const name = parser.keyOf(property);
    if (name === undefined) continue;
    const [from, to] = [property.getPos(), property.getStart()];
    const isMarkedNow = isMarked(name, text.slice(from, to));
    if (!events.has(name) && !isMarkedNow) {
      edits.push(insertComment(to, markOf(name, topic), text));
      marked.push(name);
    } else if (events.has(name) && isMarkedNow) {
      const removed = removeComment(from, to, markPattern(name), text);
      edits.push(...removed);
      if (removed.length > 0) unmarked.push(name);
    }
  }
  const keys = parser.keysOf(object);
  const missing = keys === undefined ? [] : part.entries.filter((entry) => !keys.has(entry.name));
  if (missing.length > 0) {
    const entries = missing.map((entry) => entry.text);
    edits.push(...insertEntries(object, entries, text));
  }
  return { edits, added: missing.map((entry) => entry.name), marked, unmarked };
}

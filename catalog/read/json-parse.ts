import type { Diagnostic } from "../diagnostic.js";
import { parseWithFaults } from "./json-faults.js";
import { findMember, type JsonMember, type JsonNode, maxDepth } from "./json-text.js";
import type { Source } from "./source.js";

/** Reads JSON; on a fault it adds one diagnostic, at the first place that is wrong, and returns nothing. */
export function parseJson(source: Source, diagnostics: Diagnostic[]): JsonNode | undefined {
  // Trees with positions are a good part of a run, so sound text is read without asking what could be wrong with it.
  return parseSound(source.text) ?? parseWithFaults(source, diagnostics);
}

/** Reads strict JSON in one pass; undefined for whatever is not, for a key that comes twice and beyond the depth that is taken. */
export function parseSound(text: string): JsonNode | undefined {
  const cursor = { text, at: 0, depth: 0 };
  skipSpace(cursor);
  const root = value(cursor);
  skipSpace(cursor);
  return cursor.at === text.length ? root : undefined;
}

interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
}

function value(cursor: Cursor): JsonNode | undefined {
  const { text, at } = cursor;
  switch (text.charCodeAt(at)) {
    case 123:
      return object(cursor);
    case 91:
      return array(cursor);
    case 34: {
      const value = string(cursor);
      return value === undefined ? undefined : { kind: "string", at, length: cursor.at - at, value };
    }
    case 116:
      return take(cursor, "true") ? { kind: "boolean", at, length: 4, value: true } : undefined;
    case 102:
      return take(cursor, "false") ? { kind: "boolean", at, length: 5, value: false } : undefined;
    case 110:
      return take(cursor, "null") ? { kind: "null", at, length: 4 } : undefined;
    default:
      return number(cursor);
  }
}

function object(cursor: Cursor): JsonNode | undefined {
  const members: JsonMember[] = [];
  const node = { kind: "object" as const, at: cursor.at, length: 0, members };
  if (!enter(cursor)) return undefined;
  if (!skip(cursor, 125)) {
    do {
      skipSpace(cursor);
      const { at } = cursor;
      const key = string(cursor);
      const length = cursor.at - at;
      if (key === undefined || !skip(cursor, 58)) return undefined;
      skipSpace(cursor);
      const inner = value(cursor);
      if (inner === undefined || findMember(node, key) !== undefined) return undefined;
      members.push({ at, length, key, value: inner });
    } while (skip(cursor, 44));
    if (!skip(cursor, 125)) return undefined;
  }
  cursor.depth -= 1;
  node.length = cursor.at - node.at;
  return node;
}

function array(cursor: Cursor): JsonNode | undefined {
  const items: JsonNode[] = [];
  const node = { kind: "array" as const, at: cursor.at, length: 0, items };
  if (!enter(cursor)) return undefined;
  if (!skip(cursor, 93)) {
    do {
      skipSpace(cursor);
      const item = value(cursor);
      if (item === undefined) return undefined;
      items.push(item);
    } while (skip(cursor, 44));
    if (!skip(cursor, 93)) return undefined;
  }
  cursor.depth -= 1;
  node.length = cursor.at - node.at;
  return node;
}

// Schemas say the same few words all over; a word that was met before is neither scanned nor kept again.
const words: string[] = [];
// A longer slice would keep the whole text alive.
const longestWord = 12;

function string(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text.charCodeAt(at) !== 34) return undefined;
  const slot = (text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2) * 7 + text.charCodeAt(at + 3)) & 1023;
  const known = words[slot];
  if (known !== undefined && text.charCodeAt(at + 1 + known.length) === 34 && text.startsWith(known, at + 1)) {
    cursor.at = at + known.length + 2;
    return known;
  }
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === 34) {
      cursor.at = end + 1;
      const found = text.slice(at + 1, end);
      if (found.length <= longestWord) words[slot] = found;
      return found;
    }
    if (code === 92) return escaped(cursor);
    if (code < 32) return undefined;
  }
  return undefined;
}

const quoted = /"(?:[^"\\]|\\.)*"/y;

function escaped(cursor: Cursor): string | undefined {
  quoted.lastIndex = cursor.at;
  const [found] = quoted.exec(cursor.text) ?? [];
  if (found === undefined) return undefined;
  cursor.at += found.length;
  try {
    return String(JSON.parse(found));
  } catch {
    return undefined;
  }
}

const numeric = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function number(cursor: Cursor): JsonNode | undefined {
  const { at } = cursor;
  numeric.lastIndex = at;
  const [text] = numeric.exec(cursor.text) ?? [];
  if (text === undefined) return undefined;
  cursor.at += text.length;
  return { kind: "number", at, length: text.length, text };
}

function take(cursor: Cursor, word: string): boolean {
  if (!cursor.text.startsWith(word, cursor.at)) return false;
  cursor.at += word.length;
  return true;
}

function enter(cursor: Cursor): boolean {
  cursor.at += 1;
  cursor.depth += 1;
  return cursor.depth <= maxDepth;
}

/** Moves behind a character, if it is the next one. */
function skip(cursor: Cursor, code: number): boolean {
  skipSpace(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== code) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(at)) at += 1;
  cursor.at = at;
}

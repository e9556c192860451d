import type { StubFile, StubPart } from "../artifacts/stub.js";
import { isMarked } from "./marks.js";
import { type Token, tokensOf } from "./tokens.js";

/**
 * True where a stub needs nothing, as far as can be seen without the parser: each of its objects has each event once, marks
 * stand where they should, and the text has no construct that could hide anything. False means: ask the parser.
 */
export function isUpToDate(stub: StubFile, text: string): boolean {
  const tokens = tokensOf(text);
  if (tokens === undefined) return false;
  const objects = objectsOf(stub, tokens);
  return objects?.every(({ part, open }) => isComplete(part, keysAt(tokens, open))) ?? false;
}

interface Found {
  readonly part: StubPart;
  /** Index of the brace. */
  readonly open: number;
}

interface Key {
  readonly name: string;
  readonly comments: string;
  /** Index of the token behind the key. */
  readonly next: number;
}

function isComplete(part: StubPart, keys: readonly Key[] | undefined): boolean {
  if (keys === undefined || new Set(keys.map((key) => key.name)).size !== keys.length) return false;
  const events = new Set(part.entries.map((entry) => entry.name));
  const present = keys.filter((key) => events.has(key.name));
  return present.length === events.size && keys.every((key) => isMarked(key.name, key.comments) !== events.has(key.name));
}

function objectsOf({ anchor, parts }: StubFile, tokens: readonly Token[]): readonly Found[] | undefined {
  if (anchor.kind === "handlers") {
    const open = annotated(anchor, tokens);
    return open === undefined ? undefined : parts.map((part) => ({ part, open }));
  }
  const starts = indexesOf(tokens, "defineProjection").filter((at) => ["<", "("].includes(tokens[at + 1]?.text ?? ""));
  const [start] = starts;
  if (start === undefined || starts.length > 1) return undefined;
  const call = tokens.findIndex((_, at) => at > start && matches(tokens, at, ["(", ")", "(", "{"]));
  const keys = call === -1 ? undefined : keysAt(tokens, call + 3);
  const found = parts.flatMap((part) => {
    const key = keys?.find((each) => each.name === part.name);
    return key !== undefined && matches(tokens, key.next, [":", "{"]) ? [{ part, open: key.next + 1 }] : [];
  });
  return found.length === parts.length ? found : undefined;
}

/** The brace of `const handlers: Type<…> = {`, where that is the only one and each call of the factory is given `handlers`. */
function annotated({ type, factory }: { readonly type: string; readonly factory: string }, tokens: readonly Token[]): number | undefined {
  const starts = indexesOf(tokens, type).filter((at) => tokens[at - 1]?.text === ":");
  const [start] = starts;
  if (start === undefined || starts.length > 1 || indexesOf(tokens, "satisfies").length > 0) return undefined;
  const name = tokens[start - 2]?.text;
  const equals = tokens.findIndex((token, at) => at > start && token.text === "=");
  const isPlain = tokens.slice(start + 1, equals).every((token) => token.kind === "word" || ["<", ">", ","].includes(token.text));
  const calls = indexesOf(tokens, factory).filter((at) => tokens[at + 1]?.text === "(");
  const isGiven = calls.every((at) => lastArgument(tokens, at + 1) === name);
  return isPlain && isGiven && name !== undefined && tokens[equals + 1]?.text === "{" ? equals + 1 : undefined;
}

function lastArgument(tokens: readonly Token[], open: number): string | undefined {
  const close = closing(tokens, open);
  const at = tokens[close - 1]?.text === "," ? close - 2 : close - 1;
  return tokens[at - 1]?.text === "," ? tokens[at]?.text : undefined;
}

/** Keys of an object literal; undefined where it holds more than plain entries. */
function keysAt(tokens: readonly Token[], open: number): readonly Key[] | undefined {
  const keys: Key[] = [];
  const end = closing(tokens, open);
  for (let at = open + 1; at < end; ) {
    const first = tokens[at];
    const isAsync = first?.text === "async" && ["word", "string"].includes(tokens[at + 1]?.kind ?? "");
    const name = isAsync ? tokens[at + 1] : first;
    const next = at + (isAsync ? 2 : 1);
    if (name === undefined || name.kind === "sign" || name.text.startsWith("`")) return undefined;
    if (![":", "(", ",", "}"].includes(tokens[next]?.text ?? "")) return undefined;
    keys.push({ name: name.text, comments: (first?.comments ?? []).join("\n"), next });
    const comma = endOfEntry(tokens, next, end);
    if (comma === undefined) return undefined;
    at = comma + 1;
  }
  return keys;
}

/** The next comma on this level, or the end; undefined where angle brackets might hide it. */
function endOfEntry(tokens: readonly Token[], from: number, end: number): number | undefined {
  let angles = 0;
  let at = from;
  for (; at < end; at++) {
    const token = tokens[at];
    if (token?.kind !== "sign") continue;
    if (token.text === "<") angles += 1;
    else if (token.text === ">") angles -= 1;
    else if ("([{".includes(token.text)) at = closing(tokens, at);
    else if (token.text === ",") break;
  }
  return angles === 0 ? at : undefined;
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== "sign") continue;
    if ("([{".includes(token.text)) depth += 1;
    else if (")]}".includes(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function indexesOf(tokens: readonly Token[], text: string): readonly number[] {
  return tokens.flatMap((token, at) => (token.kind === "word" && token.text === text ? [at] : []));
}

function matches(tokens: readonly Token[], at: number, signs: readonly string[]): boolean {
  return signs.every((sign, index) => tokens[at + index]?.kind === "sign" && tokens[at + index]?.text === sign);
}

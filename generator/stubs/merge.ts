import type { ObjectLiteralExpression } from "ts-morph";
import type { StubFile, StubHandler } from "../artifacts/projection.js";

/** A stub after the merge; `problem` says why nothing was added. */
export interface Merged {
  readonly text: string;
  readonly added: readonly string[];
  readonly problem?: string;
}

/** Adds the entries that a stub lacks; every other byte stays. The syntax tree only says where: text goes in by position. */
export async function mergeStub(stub: StubFile, text: string): Promise<Merged> {
  if (stub.handlers.every((handler) => isNamedTwice(text, handler.name))) return { text, added: [] };
  // The parser drops a byte order mark, and every position after it would be one off.
  if (text.startsWith("\ufeff")) {
    const merged = await mergeStub(stub, text.slice(1));
    return { ...merged, text: `\ufeff${merged.text}` };
  }
  const { findHandlers, keysOf } = await import("./find-handlers.js");
  const found = findHandlers(stub.path, text);
  if (typeof found === "string") return { text, added: [], problem: found };
  const inserts: Insert[] = [];
  const added = new Set<string>();
  for (const part of ["id", "evolve"] as const) {
    const object = found[part];
    const keys = keysOf(object);
    const missing = keys === undefined ? [] : stub.handlers.filter((handler) => !keys.has(handler.name));
    for (const handler of missing) added.add(handler.name);
    if (missing.length > 0)
      inserts.push(
        ...insertsFor(
          object,
          missing.map((handler) => entryOf(handler, part)),
          text,
        ),
      );
  }
  return { text: applied(text, inserts), added: [...added] };
}

/** Whether a key of this name stands in `id` and in `evolve`, as far as can be seen without the parser, which takes half a second to load. */
function isNamedTwice(text: string, name: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|[^:"'`])\/\/.*$/gm, "$1");
  const plain = name.replace(/[^\w]/g, "\\$&");
  return (code.match(new RegExp(`(?<![\\w$])["'\`]?${plain}["'\`]?\\]?\\s*[:(]`, "g")) ?? []).length >= 2;
}

interface Insert {
  readonly at: number;
  readonly text: string;
}

function entryOf(handler: StubHandler, part: "id" | "evolve"): string {
  return `${handler.key}: ${handler[part]}`;
}

/** Follows the object's own ways: its line ends, indentation, and whether it stands on one line. */
function insertsFor(object: ObjectLiteralExpression, entries: readonly string[], text: string): readonly Insert[] {
  const close = object.getEnd() - 1;
  const last = object.getProperties().at(-1);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const lineStart = text.lastIndexOf("\n", close - 1) + 1;
  const ownLine = text.slice(lineStart, close).trim() === "" && lineStart > object.getStart();
  if (last === undefined) {
    const outer = indentation(text, object.getStart());
    const body = entries.map((entry) => `${eol}${outer}${stepOf(text)}${entry},`).join("");
    return [{ at: ownLine ? lineEnd(text, lineStart - 1) : close, text: ownLine ? body : `${body}${eol}${outer}` }];
  }
  const comma = commaAfter(object, last.getEnd());
  const separator = comma === undefined ? [{ at: last.getEnd(), text: "," }] : [];
  if (!ownLine) {
    const joined = entries.join(", ");
    const at = comma ?? last.getEnd();
    return comma === undefined ? [{ at, text: `, ${joined}` }] : [{ at, text: ` ${joined},` }];
  }
  const indent = indentation(text, last.getStart());
  const body = entries.map((entry) => `${eol}${indent}${entry},`).join("");
  return [...separator, { at: lineEnd(text, lineStart - 1), text: body }];
}

/** The position behind the comma that follows the last property. */
function commaAfter(object: ObjectLiteralExpression, from: number): number | undefined {
  const commas =
    object
      .getChildSyntaxList()
      ?.getChildren()
      .filter((token) => token.getText() === "," && token.getEnd() > from) ?? [];
  return commas.at(-1)?.getEnd();
}

/** Where a line's text ends: before its line break. */
function lineEnd(text: string, newline: number): number {
  return text.charAt(newline - 1) === "\r" ? newline - 1 : newline;
}

function indentation(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
}

function stepOf(text: string): string {
  return /^(\t| {2,8})\S/m.exec(text)?.[1] ?? "  ";
}

function applied(text: string, inserts: readonly Insert[]): string {
  return [...inserts]
    .sort((a, b) => b.at - a.at)
    .reduce((result, { at, text: piece }) => result.slice(0, at) + piece + result.slice(at), text);
}

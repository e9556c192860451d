import type { ObjectLiteralExpression } from "ts-morph";

/** One change of a text: what stands from `at` to `end` becomes `text`. */
export interface Edit {
  readonly at: number;
  readonly end?: number;
  readonly text: string;
}

/** Puts entries behind the last one of an object, by its own ways: line ends, indentation, and whether it stands on one line. */
export function insertEntries(object: ObjectLiteralExpression, entries: readonly string[], text: string): readonly Edit[] {
  const close = object.getEnd() - 1;
  const last = object.getProperties().at(-1);
  const eol = eolAt(text, close);
  const start = lineStart(text, close);
  const ownLine = text.slice(start, close).trim() === "" && start > object.getStart();
  if (last === undefined) {
    const outer = indentation(text, object.getStart());
    const body = entries.map((entry) => `${eol}${outer}${stepOf(text)}${entry},`).join("");
    return [{ at: ownLine ? lineEnd(text, start) : close, text: ownLine ? body : `${body}${eol}${outer}` }];
  }
  const comma = commaAfter(object, last.getEnd());
  if (!ownLine) {
    const joined = entries.join(", ");
    return comma === undefined ? [{ at: last.getEnd(), text: `, ${joined}` }] : [{ at: comma, text: ` ${joined},` }];
  }
  const separator = comma === undefined ? [{ at: last.getEnd(), text: "," }] : [];
  const indent = indentation(text, last.getStart());
  const body = entries.map((entry) => `${eol}${indent}${entry},`).join("");
  return [...separator, { at: lineEnd(text, start), text: body }];
}

/** A comment above what begins at `at`: on a line of its own, or in front of it where other code shares its line. */
export function insertComment(at: number, comment: string, text: string): Edit {
  const start = lineStart(text, at);
  if (text.slice(start, at).trim() !== "") return { at, text: `/* ${comment} */ ` };
  return { at: start, text: `${text.slice(start, at)}// ${comment}${eolAt(text, at)}` };
}

/** Takes the comment that `insertComment` wrote away from the space between two tokens. */
export function removeComment(from: number, to: number, pattern: string, text: string): readonly Edit[] {
  const found = [
    ...text.slice(from, to).matchAll(new RegExp(`//[ \\t]*${pattern}[ \\t]*(?:\\r\\n|[\\n\\r])|/\\*[ \\t]*${pattern}[ \\t]*\\*/ ?`, "gu")),
  ];
  return found.flatMap((match) => {
    const at = from + match.index;
    const start = lineStart(text, at);
    const isAlone = text.slice(start, at).trim() === "";
    if (match[0].startsWith("/*")) return [{ at, end: at + match[0].length, text: "" }];
    return isAlone ? [{ at: start, end: at + match[0].length, text: "" }] : [];
  });
}

/** Makes all changes at once; they may not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => b.at - a.at || b.index - a.index);
  return ordered.reduce((result, { at, end = at, text: piece }) => result.slice(0, at) + piece + result.slice(end), text);
}

/** The position behind the comma that follows the last property. */
function commaAfter(object: ObjectLiteralExpression, from: number): number | undefined {
  const tokens = object.getChildSyntaxList()?.getChildren() ?? [];
  return tokens
    .filter((token) => token.getText() === "," && token.getEnd() > from)
    .at(-1)
    ?.getEnd();
}

function lineStart(text: string, at: number): number {
  for (let index = at; index > 0; index--) if (/[\n\r\u2028\u2029]/.test(text.charAt(index - 1))) return index;
  return 0;
}

/** Where the text of the line before `start` ends: before its line break. */
function lineEnd(text: string, start: number): number {
  return text.slice(start - 2, start) === "\r\n" ? start - 2 : start - 1;
}

/** The line break before the line that holds `at`; on the first line, the text's first one. */
function eolAt(text: string, at: number): string {
  const start = lineStart(text, at);
  const found = start === 0 ? (/\r\n|[\n\r]/.exec(text)?.[0] ?? "\n") : text.slice(lineEnd(text, start), start);
  return /^(\r\n|\n|\r)$/.test(found) ? found : "\n";
}

function indentation(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";
}

function stepOf(text: string): string {
  return /^(\t| {2,8})\S/m.exec(text)?.[1] ?? "  ";
}

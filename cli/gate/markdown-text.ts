/** Text of schemas inside markdown: no markup, HTML, mention or reference of it is obeyed. */
import { oneLine, visible } from "./visible.js";

/** Words in a line. A comment that shows nothing parts a mention or a reference from its sign. */
export function prose(words: string): string {
  const escaped = oneLine(words)
    .replace(/[\\`*_{}[\]<>|~$]/g, "\\$&")
    .replaceAll("&", "&amp;");
  return escaped
    .replaceAll("\\<", "&lt;")
    .replaceAll("\\>", "&gt;")
    .replace(/[@#](?=[\w-])/g, "$&<!-- -->")
    .replace(/(https?|ftp|www)(:|\.)/gi, "$1<!-- -->$2")
    .replace(/^([-+=]|\d+(?=[.)]))/, "\\$1");
}

/** A piece of code in a line; its fence is longer than any run of backticks in it. */
export function code(words: string): string {
  const text = oneLine(words);
  const fence = fenceFor(text, 1);
  return fence === "`" ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** A block of code. */
export function block(words: string, language: string): string {
  const text = visible(words);
  const fence = fenceFor(text, 3);
  return `${fence}${language}\n${text}\n${fence}`;
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return "`".repeat(Math.max(least, longest + 1));
}

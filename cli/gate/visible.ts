/** Schema text may hold what steers a terminal or a reader's eye, and what no XML may hold: it is shown as `\u001b`, not obeyed. */
export function visible(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replaceAll("\t", "  ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, (c) => (c === "\n" ? c : escaped(c)));
}

/** The same on one line. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s*\n\s*/g, " ");
}

function escaped(c: string): string {
  const code = (c.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}

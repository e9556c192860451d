import { structuredPatch } from "diff";

const shownLines = 10;
// A hunk of generated code needs one line to be recognised by.
const context = 1;
const patienceMs = 300;

/** What a file lacks and has too much, as the first lines of a unified diff; a last line says how many there are more. */
export function shortDiff(before: string, after: string): readonly string[] {
  const patch = structuredPatch("", "", before, after, "", "", { context, timeout: patienceMs });
  // Two texts that have next to nothing in common are not worth a minute of searching.
  const lines = (patch?.hunks ?? []).flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines.filter((line) => !line.startsWith("\\")),
  ]);
  if (lines.length <= shownLines) return lines;
  return [...lines.slice(0, shownLines - 1), `… ${lines.length - shownLines + 1} more lines`];
}

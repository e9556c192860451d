// Wide enough for a field with a logical type, short enough to read.
const chunkWidth = 118;

/** Cuts JSON text where a reader would: an object a line where it fits, its members a line where not. Joined, it is the text again. */
export function schemaChunks(text: string): readonly string[] {
  return split({ text, cuts: findCuts(text) });
}

interface Segment {
  readonly text: string;
  /** Where it may be cut, and how deep in the JSON that is. */
  readonly cuts: readonly { readonly at: number; readonly depth: number }[];
}

function split(segment: Segment): readonly string[] {
  const inner = segment.cuts.filter((cut) => cut.at > 0 && cut.at < segment.text.length);
  if (segment.text.length <= chunkWidth || inner.length === 0) return [segment.text];
  const depth = Math.min(...inner.map((cut) => cut.depth));
  const places = [0, ...inner.filter((cut) => cut.depth === depth).map((cut) => cut.at), segment.text.length];
  const pieces = places.slice(1).flatMap((end, index) => {
    const start = places[index] ?? 0;
    return split({
      text: segment.text.slice(start, end),
      cuts: inner.filter((cut) => cut.at > start && cut.at < end).map((cut) => ({ at: cut.at - start, depth: cut.depth })),
    });
  });
  return merge(pieces);
}

/** Short scalars share a line; an object or array that stands for itself keeps its own, so that a new field is one new line. */
function merge(pieces: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joins = last !== undefined && piece.startsWith('"') && !isBracketed(last) && last.length + piece.length <= chunkWidth;
    if (joins) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines;
}

/** Whether a line opens a list or closes anything that it did not open itself. */
function isBracketed(line: string): boolean {
  return /[[\]}]/.test(line.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/\[[^[\]{}]*\]|\{[^[\]{}]*\}/g, ""));
}

function findCuts(text: string): Segment["cuts"] {
  const cuts: { at: number; depth: number }[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charAt(at);
    if (c === '"') at = stringEnd(text, at);
    else if (c === "{" || c === "[") {
      depth += 1;
      cuts.push({ at: at + 1, depth });
    } else if (c === "}" || c === "]") depth -= 1;
    else if (c === ",") cuts.push({ at: at + 1, depth });
  }
  return cuts;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at;
}

// Wide enough for a field with a logical type, short enough to read.
const chunkWidth = 118;

/** Cuts JSON text where a reader would: an object a line where it fits, its members a line where not. Joined, it is the text again. */
export function schemaChunks(text: string): readonly string[] {
  const { places, depths } = findCuts(text);
  return split({ text, places, depths }, { start: 0, end: text.length, first: 0, last: places.length });
}

/** Where a text may be cut, and how deep in the JSON each place is. */
interface Cuts {
  readonly text: string;
  readonly places: readonly number[];
  readonly depths: readonly number[];
}

/** A part of the text, and which of the cuts lie inside of it. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
}

function split(cuts: Cuts, { start, end, first, last }: Segment): readonly string[] {
  const { text, places, depths } = cuts;
  if (end - start <= chunkWidth || first === last) return [text.slice(start, end)];
  let depth = Number.POSITIVE_INFINITY;
  for (let cut = first; cut < last; cut += 1) depth = Math.min(depth, depths[cut] ?? depth);
  const lines: string[] = [];
  let from = start;
  let inner = first;
  for (let cut = first; cut <= last; cut += 1) {
    if (cut < last && depths[cut] !== depth) continue;
    const to = cut < last ? (places[cut] ?? end) : end;
    for (const piece of split(cuts, { start: from, end: to, first: inner, last: cut })) merge(lines, piece);
    from = to;
    inner = cut + 1;
  }
  return lines;
}

/** Short scalars share a line; an object or array that stands for itself keeps its own, so that a new field is one new line. */
function merge(lines: string[], piece: string): void {
  const last = lines.at(-1);
  const joins = last !== undefined && piece.startsWith('"') && last.length + piece.length <= chunkWidth && !isBracketed(last);
  if (joins) lines[lines.length - 1] = last + piece;
  else lines.push(piece);
}

/** Whether a line opens a list or closes anything that it did not open itself; a pair that holds no other one does not count. */
function isBracketed(line: string): boolean {
  let open = "";
  for (let at = 0; at < line.length; at += 1) {
    const c = line.charAt(at);
    if (c === '"') at = stringEnd(line, at);
    else if (c === "{" || c === "[") {
      if (open === "[") return true;
      open = c;
    } else if (c === "}" || c === "]") {
      if (open !== (c === "}" ? "{" : "[")) return true;
      open = "";
    }
  }
  return open === "[";
}

function findCuts(text: string): Pick<Cuts, "places" | "depths"> {
  const places: number[] = [];
  const depths: number[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) at = stringEnd(text, at);
    else if (code === 125 || code === 93) depth -= 1;
    else if (code === 123 || code === 91) depth += 1;
    if (code !== 123 && code !== 91 && code !== 44) continue;
    if (at + 1 >= text.length) continue;
    places.push(at + 1);
    depths.push(depth);
  }
  return { places, depths };
}

function stringEnd(text: string, from: number): number {
  let at = text.indexOf('"', from + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1;
  return slashes % 2 === 1;
}

/** JSON with its numbers kept as written: JavaScript would make 9007199254740993 of two schemas the same default. */
export type Exact = string | boolean | null | readonly Exact[] | { readonly [key: string]: Exact };

const mark = "\u0000";

/** What is nested deeper would end the walks over it for want of stack; the catalog draws the same line. */
const mostLevels = 1000;

/** Parses JSON text; a number becomes a string that no JSON document of a schema holds. @throws SyntaxError. */
export function parseExact(text: string): Exact {
  checkDepth(text);
  // Checked as it is first: the next step would hide what is wrong.
  JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(mark + token),
  );
  return JSON.parse(marked);
}

/** @throws SyntaxError on a text that is nested too deeply to be walked. */
export function checkDepth(text: string): void {
  if (levelsOf(text) > mostLevels) throw new SyntaxError(`the text is nested more than ${mostLevels} levels deep`);
}

function levelsOf(text: string): number {
  let [level, deepest] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (token === "[" || token === "{") deepest = Math.max(deepest, ++level);
    else if (token === "]" || token === "}") level--;
  }
  return deepest;
}

/** The text again, compact, each number as it was. */
export function printExact(value: Exact): string {
  return JSON.stringify(value).replace(/"\\u0000(-?\d[\d.eE+-]*)"/g, "$1");
}

/** The number that a parsed value stands for; undefined when it stands for none. */
export function exactNumber(value: Exact | undefined): number | undefined {
  return typeof value === "string" && value.startsWith(mark) ? Number(value.slice(1)) : undefined;
}

/** A copy with all keys in order. */
export function sortedExact(value: Exact): Exact {
  if (isExactList(value)) return value.map(sortedExact);
  if (!isExactObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedExact(inner)]),
  );
}

export function isExactObject(value: Exact | undefined): value is { readonly [key: string]: Exact } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isExactList(value: Exact | undefined): value is readonly Exact[] {
  return Array.isArray(value);
}

/** YAML with places: every mistake of a file is collected, then told at once. */
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import { type Place, suggest } from "../../catalog/index.js";

/** One file's text on its way to becoming a flow. */
export interface Reading {
  readonly path: string;
  readonly lines: LineCounter;
  readonly problems: string[];
}

/** Parses; undefined and a problem for what is no YAML. */
export function parseYaml(path: string, text: string): { readonly reading: Reading; readonly root: Node | undefined } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(
    (error) => `${path}:${error.linePos?.[0].line ?? 1}:${error.linePos?.[0].col ?? 1}: ${error.message.split("\n")[0]}`,
  );
  return { reading: { path, lines, problems }, root: document.contents ?? undefined };
}

/** Where a node begins. */
export function placeOfNode(reading: Reading, node: Node | undefined): Place {
  const { line, col } = reading.lines.linePos(node?.range?.[0] ?? 0);
  return { path: reading.path, line: Math.max(line, 1), column: Math.max(col, 1), length: 0 };
}

/** Notes a mistake. */
export function complain(reading: Reading, node: Node | undefined, message: string): void {
  const { path, line, column } = placeOfNode(reading, node);
  reading.problems.push(`${path}:${line}:${column}: ${message}`);
}

/** A map's values by key; unknown keys are mistakes, with the nearest right one. */
export function members(reading: Reading, node: Node | undefined, known: readonly string[]): ReadonlyMap<string, Node> {
  if (!isMap(node)) {
    complain(reading, node, `a mapping with ${known.join(", ")} is expected here`);
    return new Map();
  }
  const found = new Map<string, Node>();
  for (const pair of (node as YAMLMap<Node, Node>).items as Pair<Node, Node | null>[]) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const near = suggest(key, known);
    if (!known.includes(key)) complain(reading, pair.key, `unknown key "${key}"${near === undefined ? "" : `; did you mean "${near}"?`}`);
    else if (pair.value !== null) found.set(key, pair.value);
  }
  return found;
}

/** A list's items; a missing list is empty. */
export function items(reading: Reading, node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  if (isSeq(node)) return node.items as Node[];
  complain(reading, node, "a list is expected here");
  return [];
}

/** A text; "" and a mistake for anything else. */
export function textOf(reading: Reading, node: Node | undefined, what: string): string {
  if (isScalar(node) && typeof node.value === "string" && node.value !== "") return node.value;
  complain(reading, node, `${what} is missing or no text`);
  return "";
}

/** A count of at least `least`. */
export function countOf(reading: Reading, node: Node | undefined, otherwise: number, least = 1): number {
  if (node === undefined) return otherwise;
  if (isScalar(node) && typeof node.value === "number" && Number.isInteger(node.value) && node.value >= least) return node.value;
  complain(reading, node, `a whole number of at least ${least} is expected here`);
  return otherwise;
}

/** A time with its unit, e.g. `5s` or `300ms`. */
export function durationOf(reading: Reading, node: Node | undefined, otherwise: number): number {
  if (node === undefined) return otherwise;
  const [, number, unit] = /^(\d+)(ms|s|m)$/.exec(isScalar(node) ? String(node.value) : "") ?? [];
  if (number === undefined) complain(reading, node, "a time with a unit is expected here, e.g. 5s or 300ms");
  return Number(number ?? 0) * (unit === "m" ? 60_000 : unit === "s" ? 1_000 : 1) || otherwise;
}

/** Plain values by field path, e.g. `{ orderId: o-1, amount.currency: EUR }`. */
export function valuesOf(reading: Reading, node: Node | undefined): Readonly<Record<string, unknown>> {
  if (node === undefined) return {};
  if (!isMap(node)) {
    complain(reading, node, "fields and their values are expected here");
    return {};
  }
  return node.toJSON() as Record<string, unknown>;
}

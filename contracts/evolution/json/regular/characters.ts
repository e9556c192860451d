/** Sets of characters, as sorted ranges of code points. */
import type { AST } from "@eslint-community/regexpp";
import { Undecided } from "../undecided.js";

export type Ranges = readonly (readonly [from: number, to: number])[];

const last = 0x10ffff;
const digits: Ranges = [[48, 57]];
const words: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const newlines: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const spaces: Ranges = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

/** The characters that one element of a pattern stands for. @throws Undecided */
export function charactersOf(element: AST.Character | AST.CharacterSet | AST.CharacterClass): Ranges {
  if (element.type === "Character") return [[element.value, element.value]];
  if (element.type === "CharacterSet") return setOf(element);
  if (element.unicodeSets) throw new Undecided("a pattern with sets of strings");
  const ranges = element.elements.flatMap((part): Ranges => {
    if (part.type === "CharacterClassRange") return [[part.min.value, part.max.value]];
    if (part.type === "Character") return [[part.value, part.value]];
    if (part.type === "CharacterSet") return setOf(part);
    throw new Undecided("a pattern with sets of strings");
  });
  return element.negate ? outside(ranges) : sorted(ranges);
}

function setOf(set: AST.CharacterSet): Ranges {
  if (set.kind === "any") return outside(newlines);
  if (set.kind === "property") return propertyRanges(set.raw);
  const ranges = set.kind === "digit" ? digits : set.kind === "word" ? words : spaces;
  return set.negate ? outside(ranges) : ranges;
}

const properties = new Map<string, Ranges>();

function propertyRanges(raw: string): Ranges {
  const known = properties.get(raw);
  if (known !== undefined) return known;
  const expression = new RegExp(`^${raw}$`, "u");
  const ranges: [number, number][] = [];
  for (let point = 0; point <= last; point += 1) {
    if ((point >= 0xd800 && point <= 0xdfff) || !expression.test(String.fromCodePoint(point))) continue;
    const open = ranges.at(-1);
    if (open?.[1] === point - 1) open[1] = point;
    else ranges.push([point, point]);
  }
  properties.set(raw, ranges);
  return ranges;
}

function sorted(ranges: Ranges): Ranges {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const open = merged.at(-1);
    if (open !== undefined && from <= open[1] + 1) open[1] = Math.max(open[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function outside(ranges: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [start, end] of sorted(ranges)) {
    if (start > from) gaps.push([from, start - 1]);
    from = end + 1;
  }
  if (from <= last) gaps.push([from, last]);
  return gaps;
}

/** Whether a code point is in a set. */
export function isIn(ranges: Ranges, point: number): boolean {
  return ranges.some(([from, to]) => from <= point && point <= to);
}

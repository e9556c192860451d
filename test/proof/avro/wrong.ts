import type { Dice } from "../random.js";
import { own, put } from "../same.js";
import { isWrapped, type Kind, kindOf, type Node, tagOf } from "./node.js";
import { branchOf } from "./raw.js";

/** Values that are wrong in one place each, so that a type that takes anything is found; at most `most`, of different places. */
export function wrongValues(root: Node, value: unknown, dice: Dice, most: number): readonly unknown[] {
  const places: Place[] = [];
  visit(root, value, (wrong) => wrong, places, new Set());
  const chosen: Place[] = [];
  while (chosen.length < most && places.length > 0) chosen.push(...places.splice(dice.int(0, places.length - 1), 1));
  return chosen.map((place) => dice.pick(place)());
}

/** The ways in which one place of a value can go wrong. */
type Place = readonly (() => unknown)[];

/** The whole value with something else in one place. */
type Rebuild = (part: unknown) => unknown;

function visit(node: Node, value: unknown, rebuild: Rebuild, places: Place[], seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  places.push([...wrongKinds(node), ...wrongShapes(node, value)].map((wrong) => () => rebuild(wrong)));
  if (node.kind === "record")
    for (const field of node.fields)
      visit(field.node, own(value, field.name), (part) => rebuild(replaced(value, field.name, part)), places, seen);
  else if (node.kind === "map")
    for (const key of Object.keys(value as object))
      visit(node.values, own(value, key), (part) => rebuild(replaced(value, key, part)), places, seen);
  else if (node.kind === "array")
    for (const [index, item] of (value as readonly unknown[]).entries())
      visit(node.items, item, (part) => rebuild((value as readonly unknown[]).with(index, part)), places, seen);
  else if (node.kind === "union" && value !== null) {
    const branch = branchOf(node, value);
    const tag = tagOf(branch);
    // Bare, a wrong part of one branch may well be a right one of another; inside of it is still wrong.
    if (isWrapped(node)) visit(branch, own(value, tag), (part) => rebuild(replaced(value, tag, part)), places, seen);
    else if (node.branches.length === 1 || branch.kind === "record") visitInside(branch, value, rebuild, places, seen);
  }
}

function visitInside(node: Node, value: unknown, rebuild: Rebuild, places: Place[], seen: Set<Node>): void {
  const before = places.length;
  visit(node, value, rebuild, places, seen);
  if (places.length > before) places.splice(before, 1);
}

const candidates: readonly (readonly [Kind | "undefined", unknown])[] = [
  ["string", "no such value"],
  ["number", 0.5],
  ["boolean", true],
  ["bigint", 1n],
  ["null", null],
  ["array", []],
  ["undefined", undefined],
];

function wrongKinds(node: Node): readonly unknown[] {
  const branches = node.kind === "union" ? node.branches : [node];
  const right = new Set<Kind | "undefined">(branches.flatMap((branch) => (branch.kind === "union" ? [] : [kindOf(branch)])));
  if (node.kind === "union" && isWrapped(node)) for (const kind of [...right]) if (kind !== "null") right.delete(kind);
  const isEnum =
    branches.some((branch) => branch.kind === "enum") &&
    branches.every((branch) => branch.kind === "enum" || kindOf(branch as never) !== "string");
  if (isEnum) right.delete("string");
  // A string and an array do have fields: `length`, say.
  const isRecord =
    (right.has("object") && branches.some((branch) => branch.kind === "record")) || (node.kind === "union" && isWrapped(node));
  const few = isRecord ? candidates.slice(-1) : candidates;
  return few.filter(([kind]) => !right.has(kind)).map(([, value]) => value);
}

function wrongShapes(node: Node, value: unknown): readonly unknown[] {
  if (node.kind === "record") {
    // What every object inherits is never missing to the compiler.
    const fields = node.fields.filter(({ name }) => !(name in Object.prototype));
    return fields.map(({ name }) => {
      const less = {};
      for (const key of Object.keys(value as object)) if (key !== name) put(less, key, own(value, key));
      return less;
    });
  }
  if (node.kind !== "union" || !isWrapped(node) || value === null) return [];
  const tag = tagOf(branchOf(node, value));
  const renamed = {};
  put(renamed, `${tag}_`, own(value, tag));
  return [own(value, tag), renamed];
}

function replaced(value: unknown, name: string, part: unknown): object {
  const copy = {};
  for (const key of Object.keys(value as object)) put(copy, key, key === name ? part : own(value, key));
  return copy;
}

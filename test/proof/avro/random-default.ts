import type { Dice } from "../random.js";
import { put } from "../same.js";
import type { LogicalNode, Node } from "./node.js";

const longs = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 40, 2 ** 53 - 1, 1 - 2 ** 53];
const strings = ["", "a", "*/ `$\u007bx}` //", "\u2028'\"\\", "__proto__", "😀", "\u0000\u202e"];

/** JSON that may stand as a node's default, boxed; of a union's first branch mostly. */
export function randomJson(node: Node, dice: Dice, depth: number): { readonly json: unknown } | undefined {
  switch (node.kind) {
    case "null":
      return { json: null };
    case "boolean":
      return { json: dice.chance(0.5) };
    case "int":
      return { json: dice.pick(longs.slice(0, 5)) };
    case "long":
      return { json: dice.pick(longs) };
    case "float":
    case "double":
      return { json: dice.pick([0, 1, -1.5, 0.1, 1e300].slice(0, node.kind === "float" ? 4 : 5)) };
    case "string":
      return { json: dice.pick(strings) };
    case "bytes":
      return { json: dice.pick(["", "\u00ff\u0000", "abc"]) };
    case "fixed":
      return { json: "\u00fe".repeat(node.size) };
    case "enum":
      return { json: dice.pick(node.symbols) };
    case "logical":
      return logicalJson(node, dice);
    case "array": {
      const item = depth < 3 && dice.chance(0.5) ? randomJson(node.items, dice, depth + 1) : undefined;
      return { json: item === undefined ? [] : [item.json, item.json] };
    }
    case "map": {
      const value = depth < 3 && dice.chance(0.5) ? randomJson(node.values, dice, depth + 1) : undefined;
      const map = {};
      if (value !== undefined) for (const key of ["", "__proto__", "constructor"]) put(map, key, value.json);
      return { json: map };
    }
    case "union": {
      const [first, ...others] = node.branches;
      // The first branch that takes an object takes it, so one that is meant for another may never end.
      const plain = others.filter(({ kind }) => kind !== "map" && kind !== "record");
      const branch = plain.length === 0 || dice.chance(0.8) ? first : dice.pick(plain);
      return branch && randomJson(branch, dice, depth);
    }
    case "record": {
      const record = {};
      for (const field of node.fields) {
        const member = depth < 4 ? randomJson(field.node, dice, depth + 1) : undefined;
        if (member === undefined) return undefined;
        // A default left to another default must not come back to itself.
        const isSimple = field.fallback !== undefined && (typeof field.fallback.json !== "object" || field.fallback.json === null);
        if (!isSimple || dice.chance(0.5)) put(record, field.name, member.json);
      }
      return { json: record };
    }
  }
}

function logicalJson({ logical, on }: LogicalNode, dice: Dice): { readonly json: unknown } | undefined {
  if (typeof on === "object") return { json: `${"\u0000".repeat(on.size - 1)}${dice.pick(["\u0000", "\u0001"])}` };
  if (logical === "decimal") return { json: dice.pick(["\u0000", "\u0005", "\u00ff"]) };
  if (logical === "uuid") return { json: "1b4e28ba-2fa1-11d2-883f-0016d3cca427" };
  return { json: dice.pick(on === "int" ? [0, 19_000, -1] : longs) };
}

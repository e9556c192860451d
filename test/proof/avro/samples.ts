import { Dice } from "../random.js";
import { put } from "../same.js";
import { boundaries } from "./boundaries.js";
import { isWrapped, type Node, partsOf, reachable, tagOf, type UnionNode } from "./node.js";

const keys: readonly (readonly string[])[] = [["a"], [], ["__proto__", "constructor", "", "toString"], ["10", "9", "😀 b"]];
const lengths = [1, 0, 3, 2];

/** How large one value may become, in nodes. */
const budget = 300;
const deepest = 14;

/**
 * Seeded boundary values of a schema: as many as it takes to meet every symbol and every branch, but at least `least`; none where the
 * schema has no finite value.
 */
export function samples(root: Node, seed: number, { least = 8, most = 80 } = {}): readonly unknown[] {
  const sampler = new Sampler(root, seed);
  const values: unknown[] = [];
  if (sampler.isEmpty) return values;
  while (values.length < least || (values.length < most && !sampler.isDone)) values.push(sampler.next());
  return values;
}

class Sampler {
  readonly #root: Node;
  readonly #dice: Dice;
  readonly #heights: ReadonlyMap<Node, number>;
  readonly #turns = new Map<Node, number>();
  readonly #starts = new Map<Node, number>();
  readonly #goals: readonly { readonly node: Node; readonly count: number }[];
  #left = budget;

  constructor(root: Node, seed: number) {
    this.#root = root;
    this.#dice = new Dice(seed);
    const nodes = reachable(root);
    this.#heights = heightsOf(nodes);
    this.#goals = nodes.map((node) => {
      const count = node.kind === "enum" ? node.symbols.length : node.kind === "union" ? this.#finite(node).length : 0;
      return { node, count };
    });
  }

  get isEmpty(): boolean {
    return this.#heights.get(this.#root) === Number.POSITIVE_INFINITY;
  }

  get isDone(): boolean {
    return this.#goals.every(({ node, count }) => (this.#turns.get(node) ?? 0) >= count);
  }

  next(): unknown {
    this.#left = budget;
    return this.#value(this.#root, 0);
  }

  #value(node: Node, depth: number): unknown {
    this.#left -= 1;
    const isShort = this.#left < 0 || depth > deepest;
    switch (node.kind) {
      case "record": {
        const record = {};
        for (const field of node.fields) put(record, field.name, this.#value(field.node, depth + 1));
        return record;
      }
      case "array": {
        const length = isShort || this.#isEndless(node.items) ? 0 : this.#turn(node, lengths);
        return Array.from({ length }, () => this.#value(node.items, depth + 1));
      }
      case "map": {
        const map = {};
        for (const key of isShort || this.#isEndless(node.values) ? [] : this.#turn(node, keys))
          put(map, key, this.#value(node.values, depth + 1));
        return map;
      }
      case "union": {
        const branches = this.#finite(node);
        const branch = isShort ? branches.reduce((a, b) => (this.#height(b) < this.#height(a) ? b : a)) : this.#turn(node, branches);
        return wrap(node, branch, this.#value(branch, depth + 1));
      }
      default:
        return this.#turn(node, boundaries(node));
    }
  }

  /** Each node goes through what it may be from a start of its own. */
  #turn<T>(node: Node, items: readonly T[]): T {
    const start = this.#starts.get(node) ?? this.#dice.int(0, items.length - 1);
    const turn = this.#turns.get(node) ?? 0;
    this.#starts.set(node, start);
    this.#turns.set(node, turn + 1);
    return items[(start + turn) % items.length] as T;
  }

  #finite(node: UnionNode): readonly Node[] {
    return node.branches.filter((branch) => !this.#isEndless(branch));
  }

  #height(node: Node): number {
    return this.#heights.get(node) ?? 0;
  }

  #isEndless(node: Node): boolean {
    return this.#height(node) === Number.POSITIVE_INFINITY;
  }
}

/** A branch's value as the union holds it. */
export function wrap(union: UnionNode, branch: Node, value: unknown): unknown {
  if (branch.kind === "null" || !isWrapped(union)) return value;
  const wrapped = {};
  put(wrapped, tagOf(branch), value);
  return wrapped;
}

/** The records among these that no finite value has. */
export function endlessAmong(nodes: readonly Node[]): readonly Node[] {
  const heights = heightsOf(nodes);
  return nodes.filter((node) => node.kind === "record" && heights.get(node) === Number.POSITIVE_INFINITY);
}

/** How deep the smallest value of each node is; without end for a record that always holds itself. */
function heightsOf(nodes: readonly Node[]): ReadonlyMap<Node, number> {
  const heights = new Map<Node, number>(nodes.map((node) => [node, Number.POSITIVE_INFINITY]));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const node of nodes) {
      const parts = partsOf(node).map((part) => heights.get(part) ?? 0);
      const height = node.kind === "record" ? 1 + Math.max(0, ...parts) : node.kind === "union" ? 1 + Math.min(...parts) : 0;
      if (height >= (heights.get(node) ?? 0)) continue;
      heights.set(node, height);
      isMoving = true;
    }
  }
  return heights;
}

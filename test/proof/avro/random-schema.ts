/** Seeded Avro schemas of every construct the specification has, with words in them that have been trouble somewhere. */
import { Dice } from "../random.js";
import { fromJson } from "./defaults.js";
import { type FieldNode, type FixedNode, type LogicalNode, type Node, type Primitive, reachable, tagOf } from "./node.js";
import { randomJson } from "./random-default.js";
import { endlessAmong } from "./samples.js";
import { SchemaWriter } from "./write-schema.js";

/** Schema files that refer to each other, and what each root means. */
export interface RandomUniverse {
  readonly files: ReadonlyMap<string, { readonly json: unknown; readonly node: Node }>;
}

const words = `constructor __proto__ toString hasOwnProperty prototype length name class Date Array Record Promise default await Uint8Array
  Object enum type items order_line orderLine OrderLine orderline ORDERLINE _ _1 a A b x await_ undefined globalThis any unknown never string$`
  .split(/\s+/)
  .filter((word) => /^[A-Za-z_]\w*$/.test(word));
const namespaces = ["", "a", "a.b", "acme.orders", "class.Date", "constructor", "__proto__.x", "a.B"];
const primitives: readonly Primitive[] = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
const logicals: readonly (readonly ["int" | "long" | "string", string])[] = [
  ["int", "date"],
  ["int", "time-millis"],
  ["long", "time-micros"],
  ["long", "timestamp-millis"],
  ["long", "timestamp-micros"],
  ["long", "timestamp-nanos"],
  ["long", "local-timestamp-millis"],
  ["long", "local-timestamp-micros"],
  ["long", "local-timestamp-nanos"],
  ["string", "uuid"],
];

/** A universe of one to `most` files. */
export function randomUniverse(seed: number, most = 4): RandomUniverse {
  const dice = new Dice(seed);
  const maker = new Maker(dice);
  const roots = maker.roots(dice.int(1, most));
  const files = new Map<string, { json: unknown; node: Node }>();
  const writer = new SchemaWriter(dice, roots, maker.names);
  for (let node = writer.nextRoot(); node !== undefined; node = writer.nextRoot()) {
    const folder = dice.pick(["", "", "sub/", "sub/deep-er/"]);
    files.set(`${folder}${dice.pick(["s", "S-", "my file ", "class"])}${files.size}.avsc`, { json: writer.file(node), node });
  }
  return { files };
}

class Maker {
  readonly #dice: Dice;
  readonly #named: Exclude<Node, { readonly kind: Primitive }>[] = [];
  readonly names = new Set<string>();

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  roots(count: number): readonly Node[] {
    const dice = this.#dice;
    for (let left = dice.int(1, 6); left > 0; left--) this.#addNamed();
    // Records get their fields last, so that each may hold any type, itself too.
    for (const node of [...this.#named]) if (node.kind === "record") this.#fill(node);
    this.#endEndless();
    const roots = Array.from({ length: count }, () => (dice.chance(0.85) ? dice.pick(this.#named) : this.#node(0)));
    for (const node of new Set(roots.flatMap(reachable))) if (node.kind === "record") this.#setDefaults(node.fields);
    return [...new Set(roots)];
  }

  /** A record that always holds itself has no value: what it holds becomes a list. */
  #endEndless(): void {
    const nodes = [...new Set(this.#named.flatMap(reachable))];
    for (let [node] = endlessAmong(nodes); node !== undefined; [node] = endlessAmong(nodes)) {
      if (node.kind !== "record") return;
      for (const [index, field] of node.fields.entries()) {
        if (field.node.kind === "record" || field.node.kind === "union") node.fields[index] = { ...field, node: listOf(field.node, nodes) };
      }
    }
  }

  #addNamed(): void {
    const dice = this.#dice;
    const name = this.#newName();
    const kind = dice.int(0, 9);
    if (kind < 6) this.#named.push({ kind: "record", name, fields: [] });
    else if (kind < 8) this.#named.push({ kind: "enum", name, symbols: this.#several(dice.int(1, 6)) });
    else this.#named.push(this.#fixed(name));
  }

  #fixed(name: string): FixedNode | LogicalNode {
    const dice = this.#dice;
    const on = (size: number) => ({ kind: "fixed", name, size }) as const;
    const which = dice.int(0, 5);
    if (which === 0) return { kind: "logical", logical: "uuid", on: on(16), precision: 0, scale: 0 };
    if (which === 1) return { kind: "logical", logical: "duration", on: on(12), precision: 0, scale: 0 };
    if (which !== 2) return on(dice.pick([1, 2, 12, 16, 33]));
    const [size, most] = dice.pick([
      [1, 2],
      [4, 9],
      [8, 18],
      [16, 38],
    ] as const);
    const precision = dice.int(1, most);
    return { kind: "logical", logical: "decimal", on: on(size), precision, scale: dice.int(0, precision) };
  }

  #fill(node: Extract<Node, { readonly kind: "record" }>): void {
    for (const name of this.#several(this.#dice.int(0, 6))) node.fields.push({ name, node: this.#node(0) });
  }

  #setDefaults(fields: FieldNode[]): void {
    for (const [index, field] of fields.entries()) {
      if (!this.#dice.chance(0.4)) continue;
      const json = randomJson(field.node, this.#dice, 0);
      if (json !== undefined && fromJson(field.node, json.json) !== undefined) fields[index] = { ...field, fallback: json };
    }
  }

  #node(depth: number): Node {
    const dice = this.#dice;
    const which = dice.int(0, depth > 2 ? 11 : 19);
    if (which < 5) return { kind: dice.pick(primitives) };
    if (which < 9) return this.#logical();
    if (which < 12) return dice.pick(this.#named);
    if (which < 14) return { kind: "array", items: this.#node(depth + 1) };
    if (which < 16) return { kind: "map", values: this.#node(depth + 1) };
    return this.#union(depth);
  }

  #logical(): Node {
    const dice = this.#dice;
    const [on, logical] = dice.pick(logicals);
    if (dice.chance(0.8)) return { kind: "logical", logical, on, precision: 0, scale: 0 };
    const precision = dice.pick([1, 4, 9, 18, 38, 100]);
    return { kind: "logical", logical: "decimal", on: "bytes", precision, scale: dice.pick([0, 1, precision]) };
  }

  #union(depth: number): Node {
    const dice = this.#dice;
    const branches = new Map<string, Node>();
    if (dice.chance(0.5)) branches.set("null", { kind: "null" });
    for (let left = dice.int(1, dice.chance(0.2) ? 9 : 3); left > 0; left--) {
      const node = this.#node(depth + 1);
      if (node.kind !== "union" && !branches.has(tagOf(node))) branches.set(tagOf(node), node);
    }
    if (branches.size === 0) branches.set("string", { kind: "string" });
    const list = [...branches.values()];
    return { kind: "union", branches: dice.chance(0.3) ? list.reverse() : list };
  }

  #several(count: number): readonly string[] {
    const found = new Set<string>();
    while (found.size < count) found.add(this.#dice.pick(words));
    return [...found];
  }

  #newName(): string {
    for (;;) {
      const namespace = this.#dice.pick(namespaces);
      const word = this.#dice.pick(words);
      const name = namespace === "" ? word : `${namespace}.${word}`;
      if (this.names.has(name)) continue;
      this.names.add(name);
      return name;
    }
  }
}

function listOf(items: Node, nodes: Node[]): Node {
  const list = { kind: "array", items } as const;
  nodes.push(list);
  return list;
}

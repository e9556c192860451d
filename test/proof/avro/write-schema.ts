import type { Dice } from "../random.js";
import type { FieldNode, Node } from "./node.js";

const docs = [
  "Plain.",
  "*/ globalThis.pwned = 1; /*",
  "`$\u007bglobalThis.pwned = 1}`",
  "@ts-ignore\n\u2028 \u202e \u0000",
  "",
  '"; pwned(); "',
];

type Named = Extract<Node, { readonly name: string } | { readonly kind: "logical" }>;
type Json = Readonly<Record<string, unknown>>;

/** Writes nodes as schema files, in all the ways that the specification has for saying the same. */
export class SchemaWriter {
  readonly #dice: Dice;
  /** Named types that are files of their own. */
  readonly #roots: Set<Node>;
  readonly #written = new Set<Node>();
  readonly #queue: Node[];
  readonly #all: ReadonlySet<string>;

  constructor(dice: Dice, roots: readonly Node[], all: ReadonlySet<string>) {
    this.#dice = dice;
    this.#roots = new Set(roots);
    this.#queue = [...roots];
    this.#all = all;
  }

  nextRoot(): Node | undefined {
    return this.#queue.shift();
  }

  file(root: Node): unknown {
    return nameOf(root) === undefined ? this.#schema(root, "") : this.#definition(root as Named, "");
  }

  #schema(node: Node, namespace: string): unknown {
    const dice = this.#dice;
    const name = nameOf(node);
    if (name !== undefined) return this.#reference(node, name, namespace);
    switch (node.kind) {
      case "array":
        return this.#dressed({ type: "array", items: this.#schema(node.items, namespace) });
      case "map":
        return this.#dressed({ type: "map", values: this.#schema(node.values, namespace) });
      case "union":
        return node.branches.map((branch) => this.#schema(branch, namespace));
      case "logical":
        return this.#dressed({
          type: node.on,
          logicalType: node.logical,
          ...(node.precision > 0 && { precision: node.precision }),
          ...((node.scale > 0 || (node.precision > 0 && dice.chance(0.5))) && { scale: node.scale }),
        });
      default:
        return this.#primitive(node.kind);
    }
  }

  #primitive(kind: string): unknown {
    const which = this.#dice.int(0, 11);
    if (which === 0) return { type: kind };
    if (which === 1) return { type: { type: kind } };
    if (which === 2) return { type: kind, logicalType: "no-such-type", unit: { deep: [1, "*/"] } };
    // On another base a logical type is nothing but a word.
    if (which === 3) return { type: kind, logicalType: kind === "string" ? "date" : "uuid" };
    if (which === 4 && kind === "bytes") return { type: kind, logicalType: "decimal", precision: 2, scale: 3 };
    return kind;
  }

  #reference(node: Node, name: string, namespace: string): unknown {
    const dice = this.#dice;
    if (!this.#written.has(node) && !this.#roots.has(node)) {
      if (dice.chance(0.8)) return this.#definition(node as Named, namespace);
      // Defined in a file of its own, later.
      this.#roots.add(node);
      this.#queue.push(node);
    }
    const [own, short] = split(name);
    if (own === namespace && dice.chance(0.7)) return short;
    // A bare word is looked for in the namespace around it first.
    if (own === "" && this.#all.has(`${namespace}.${short}`)) return `.${short}`;
    return name !== "enum" && dice.chance(0.1) ? { type: name } : name;
  }

  #definition(node: Named, around: string): Json {
    const dice = this.#dice;
    this.#written.add(node);
    const name = nameOf(node) ?? "";
    const [namespace, short] = split(name);
    const named = this.#named(short, namespace, around);
    const aliases = dice.chance(0.15) ? { aliases: dice.pick([["Old"], ["x.y.Older", "Old_2"], []]) } : {};
    if (node.kind === "enum") {
      const fallback = dice.chance(0.3) ? { default: dice.pick(node.symbols) } : {};
      return this.#dressed({ type: "enum", ...named, symbols: node.symbols, ...fallback, ...aliases });
    }
    if (node.kind === "fixed") {
      const odd = dice.chance(0.2) ? { logicalType: "decimal", precision: 400 } : {};
      return this.#dressed({ type: "fixed", ...named, size: node.size, ...odd, ...aliases });
    }
    if (node.kind === "logical") {
      const size = typeof node.on === "object" ? node.on.size : 0;
      const digits = node.precision > 0 ? { precision: node.precision, scale: node.scale } : {};
      return this.#dressed({ type: "fixed", ...named, size, logicalType: node.logical, ...digits, ...aliases });
    }
    const fields = node.kind === "record" ? node.fields.map((field) => this.#field(field, namespace)) : [];
    return this.#dressed({ type: dice.chance(0.05) ? "error" : "record", ...named, ...aliases, fields });
  }

  #named(short: string, namespace: string, around: string): Json {
    const dice = this.#dice;
    if (namespace === around && dice.chance(0.5)) return { name: short };
    if (namespace === "" || dice.chance(0.5)) return { name: short, namespace };
    return { name: `${namespace}.${short}`, ...(dice.chance(0.3) && { namespace: "not.this" }) };
  }

  #field({ name, node, fallback }: FieldNode, namespace: string): Json {
    const dice = this.#dice;
    return {
      name,
      type: this.#schema(node, namespace),
      ...(fallback !== undefined && { default: fallback.json }),
      ...(dice.chance(0.3) && { doc: dice.pick(docs) }),
      ...(dice.chance(0.1) && { order: dice.pick(["ascending", "descending", "ignore"]) }),
      ...(dice.chance(0.1) && { aliases: ["former", "__proto__x"] }),
      ...(dice.chance(0.1) && { logicalType: "date", "java-class": "x.Y" }),
    };
  }

  #dressed(schema: Json): Json {
    return {
      ...schema,
      ...(this.#dice.chance(0.15) && { doc: this.#dice.pick(docs) }),
      ...(this.#dice.chance(0.05) && { "x-any": { type: "int" } }),
    };
  }
}

/** The full name of a named type, also where a logical type stands on it. */
export function nameOf(node: Node): string | undefined {
  if (node.kind === "logical") return typeof node.on === "object" ? node.on.name : undefined;
  return "name" in node ? node.name : undefined;
}

function split(name: string): readonly [string, string] {
  const dot = name.lastIndexOf(".");
  return [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
}

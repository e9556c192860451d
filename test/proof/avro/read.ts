import { isObject, own } from "../same.js";
import type { FieldNode, LogicalNode, Node, Primitive } from "./node.js";

const primitives = new Set(["null", "boolean", "int", "long", "float", "double", "bytes", "string"]);
const onBase: Readonly<Record<string, string>> = {
  date: "int",
  "time-millis": "int",
  "time-micros": "long",
  "timestamp-millis": "long",
  "timestamp-micros": "long",
  "timestamp-nanos": "long",
  "local-timestamp-millis": "long",
  "local-timestamp-micros": "long",
  "local-timestamp-nanos": "long",
  uuid: "string",
};

/** Parsed schema files as one universe of names: the node of each, in the order given. */
export function readUniverse(roots: readonly unknown[]): readonly Node[] {
  const names = new Map<string, Node>();
  const later: (() => void)[] = [];
  for (const root of roots) declare(root, "", names, later);
  for (const step of later) step();
  return roots.map((root) => read(root, "", names));
}

function declare(json: unknown, namespace: string, names: Map<string, Node>, later: (() => void)[]): void {
  if (Array.isArray(json)) for (const branch of json) declare(branch, namespace, names, later);
  if (!isObject(json)) return;
  const { type, items, values } = json;
  if (type !== "record" && type !== "error" && type !== "enum" && type !== "fixed") {
    for (const part of [type, items, values]) declare(part, namespace, names, later);
    return;
  }
  const name = fullName(String(json.name), typeof json.namespace === "string" ? json.namespace : namespace);
  const inner = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  const list = Array.isArray(json.fields) ? json.fields.filter(isObject) : [];
  for (const field of list) declare(field.type, inner, names, later);
  if (names.has(name)) return;
  if (type === "enum") names.set(name, { kind: "enum", name, symbols: (json.symbols as readonly unknown[]).map(String) });
  else if (type === "fixed") names.set(name, fixed(name, json));
  else {
    const fields: FieldNode[] = [];
    names.set(name, { kind: "record", name, fields });
    later.push(() => {
      for (const field of list) fields.push(readField(field, inner, names));
    });
  }
}

function readField(field: Readonly<Record<string, unknown>>, namespace: string, names: ReadonlyMap<string, Node>): FieldNode {
  const node = read(field.type, namespace, names);
  return { name: String(field.name), node, ...(Object.hasOwn(field, "default") && { fallback: { json: field.default } }) };
}

function read(json: unknown, namespace: string, names: ReadonlyMap<string, Node>): Node {
  if (Array.isArray(json)) return { kind: "union", branches: json.map((branch) => read(branch, namespace, names)) };
  if (!isObject(json)) return reference(String(json), namespace, names);
  const { type } = json;
  if (typeof type !== "string") return read(type, namespace, names);
  if (type === "array") return { kind: "array", items: read(json.items, namespace, names) };
  if (type === "map") return { kind: "map", values: read(json.values, namespace, names) };
  if (primitives.has(type)) return logical(type as Primitive, json);
  if (!["record", "error", "enum", "fixed"].includes(type)) return reference(type, namespace, names);
  return reference(fullName(String(json.name), typeof json.namespace === "string" ? json.namespace : namespace), "", names);
}

function reference(word: string, namespace: string, names: ReadonlyMap<string, Node>): Node {
  if (primitives.has(word)) return { kind: word as Primitive };
  const found = names.get(fullName(word, namespace)) ?? names.get(word);
  if (found === undefined) throw new Error(`no type ${word} in ${namespace}`);
  return found;
}

function fullName(word: string, namespace: string): string {
  if (word.startsWith(".")) return word.slice(1);
  return word.includes(".") || namespace === "" ? word : `${namespace}.${word}`;
}

function logical(kind: Primitive, json: unknown): Node {
  const word = own(json, "logicalType");
  if (typeof word !== "string") return { kind };
  if (kind === "bytes" && word === "decimal") return decimal(json, kind, Number.POSITIVE_INFINITY) ?? { kind };
  if (!Object.hasOwn(onBase, word) || onBase[word] !== kind) return { kind };
  return { kind: "logical", logical: word, on: kind as "int" | "long" | "string", precision: 0, scale: 0 };
}

function fixed(name: string, json: unknown): Node {
  const size = Number(own(json, "size"));
  const on = { kind: "fixed", name, size } as const;
  const word = own(json, "logicalType");
  // The largest n with 10^n - 1 <= 2^(8 size - 1) - 1.
  if (word === "decimal") return decimal(json, on, size === 0 ? 0 : (2n ** BigInt(8 * size - 1)).toString().length - 1) ?? on;
  const holds = (word === "uuid" && size === 16) || (word === "duration" && size === 12);
  return holds ? { kind: "logical", logical: word, on, precision: 0, scale: 0 } : on;
}

function decimal(json: unknown, on: LogicalNode["on"], most: number): LogicalNode | undefined {
  const precision = own(json, "precision");
  const scale = own(json, "scale") ?? 0;
  if (typeof precision !== "number" || !Number.isInteger(precision) || precision < 1 || precision > most) return undefined;
  if (typeof scale !== "number" || !Number.isInteger(scale) || scale < 0 || scale > precision) return undefined;
  return { kind: "logical", logical: "decimal", on, precision, scale };
}

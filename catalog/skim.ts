/** What a schema file says at a glance: enough to know whom a change of it can reach, and no more. */
import { posix } from "node:path";
import type { SchemaFormat } from "./event-model.js";

/** Words by which files know each other; more than there are may be listed, never fewer. */
export interface Skimmed {
  /** Full name of the root; "" where a glance does not tell. */
  readonly name: string;
  /** Earlier short names of the root. */
  readonly aliases: readonly string[];
  /** True where the root is an object, as events are. */
  readonly isObject: boolean;
  readonly defines: readonly string[];
  readonly refers: readonly string[];
}

/** Looks at a text; undefined for what is no plain JSON object, of which a closer look has to tell. */
export function skim(format: SchemaFormat, path: string, text: string): Skimmed | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(root)) return undefined;
  const words: Words = { defines: new Set(), refers: new Set() };
  if (format === "avro") avroWords(root, "", words, 0);
  else {
    words.defines.add(posix.basename(path));
    jsonWords(root, words, 0);
  }
  const head = format === "avro" ? avroHead(root) : jsonHead(root);
  return { ...head, defines: [...words.defines], refers: [...words.refers] };
}

interface Words {
  readonly defines: Set<string>;
  readonly refers: Set<string>;
}

const deepest = 200;
const primitives: ReadonlySet<string> = new Set(["null", "boolean", "int", "long", "float", "double", "bytes", "string", "array", "map"]);

function avroWords(node: unknown, space: string, words: Words, depth: number): void {
  if (typeof node === "string") {
    if (primitives.has(node)) return;
    words.refers.add(node);
    if (space !== "" && !node.includes(".")) words.refers.add(`${space}.${node}`);
  } else if (Array.isArray(node)) {
    for (const part of node) avroWords(part, space, words, depth);
  } else if (isObject(node) && depth < deepest) {
    const full = fullName(node, space);
    if (full !== undefined && (node.type === "record" || node.type === "error" || node.type === "enum" || node.type === "fixed")) {
      words.defines.add(full);
      const inner = full.includes(".") ? full.slice(0, full.lastIndexOf(".")) : "";
      if (Array.isArray(node.fields)) {
        for (const field of node.fields) if (isObject(field)) avroWords(field.type, inner, words, depth + 1);
      }
    } else {
      for (const key of ["type", "items", "values"]) avroWords(node[key], space, words, depth + 1);
    }
  }
}

function jsonWords(node: unknown, words: Words, depth: number): void {
  if (Array.isArray(node)) for (const part of node) jsonWords(part, words, depth + 1);
  if (!isObject(node) || depth > deepest) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "string") {
      if (key === "$id") words.defines.add(lastPart(value));
      else if (!value.startsWith("#") && (key === "$ref" || key === "$dynamicRef")) words.refers.add(lastPart(value));
    } else if (typeof value === "object") jsonWords(value, words, depth + 1);
  }
}

/** An address without its folder and its fragment: however it is resolved, that much of it stays. */
function lastPart(address: string): string {
  const bare = address.replace(/[?#].*$/s, "");
  try {
    return posix.basename(decodeURIComponent(bare));
  } catch {
    return posix.basename(bare);
  }
}

function avroHead(root: Readonly<Record<string, unknown>>): Pick<Skimmed, "name" | "aliases" | "isObject"> {
  const aliases = Array.isArray(root.aliases) ? root.aliases.map((alias) => String(alias)) : [];
  const short = aliases.map((alias) => alias.slice(alias.lastIndexOf(".") + 1));
  return { name: fullName(root, "") ?? "", aliases: short, isObject: root.type === "record" };
}

function jsonHead(root: Readonly<Record<string, unknown>>): Pick<Skimmed, "name" | "aliases" | "isObject"> {
  const isName = typeof root.title === "string" && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(root.title);
  return { name: isName ? String(root.title) : "", aliases: [], isObject: root.type === "object" };
}

function fullName({ name, namespace }: Readonly<Record<string, unknown>>, space: string): string | undefined {
  if (typeof name !== "string") return undefined;
  const own = typeof namespace === "string" ? namespace : space;
  return name.includes(".") || own === "" ? name : `${own}.${name}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

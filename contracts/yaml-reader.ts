/** YAML with places: what is wrong in a file of contracts is collected as diagnostics. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type Diagnostic, type Place, suggest } from "../catalog/index.js";

/** Typed access to one file. */
export interface YamlReader {
  readonly root: Node | undefined;
  readonly diagnostics: readonly Diagnostic[];
  placeOf(node: Node | undefined): Place;
  /** Of a map, by key; a key that is not known is an error. */
  members(node: Node | undefined, known: readonly string[]): ReadonlyMap<string, Node>;
  /** Of a list; nothing for none. */
  items(parts: ReadonlyMap<string, Node>, key: string): readonly Node[];
  /** `around` is where it is missing, when it is. */
  text(parts: ReadonlyMap<string, Node>, key: string, what: string, around?: Node): string | undefined;
  oneOf<T extends string>(parts: ReadonlyMap<string, Node>, key: string, words: readonly T[]): T | undefined;
  constant(parts: ReadonlyMap<string, Node>, key: string, value: string): void;
  complain(node: Node | undefined, message: string, hint?: string): void;
  /** For what may be meant so; `near` is what may have been meant. */
  warn(node: Node | undefined, message: string, near: string | undefined): void;
}

type Code = "CONSUMER_INVALID" | "WAIVERS_INVALID";

/** Opens a text; what is no YAML has no root. */
export function yamlReader(code: Code, path: string, text: string): YamlReader {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const diagnostics: Diagnostic[] = [];
  const place = (at: number, length: number): Place => {
    const { line, col } = lines.linePos(at);
    return { path, line: Math.max(line, 1), column: Math.max(col, 1), length };
  };
  const placeOf = (node: Node | undefined) =>
    place(node?.range?.[0] ?? 0, isScalar(node) ? (node.range?.[1] ?? 0) - (node.range?.[0] ?? 0) : 0);
  const say = (severity: Diagnostic["severity"], node: Node | undefined, message: string, hint?: string) =>
    void diagnostics.push({ code, severity, message, place: placeOf(node), ...(hint === undefined ? {} : { hint }) });
  for (const error of document.errors) {
    diagnostics.push({ code, severity: "error", message: error.message.replace(/\.?\s*$/, ""), place: place(error.pos[0], 1) });
  }
  const complain: YamlReader["complain"] = (node, message, hint) => say("error", node, message, hint);
  const warn: YamlReader["warn"] = (node, message, near) =>
    say("warning", node, message, near === undefined ? undefined : `Did you mean ${near}?`);
  const root = document.errors.length > 0 ? undefined : (document.contents ?? undefined);
  return { root, diagnostics, placeOf, complain, warn, ...access(complain) };
}

function access(complain: YamlReader["complain"]): Pick<YamlReader, "members" | "items" | "text" | "oneOf" | "constant"> {
  return {
    members: (node, known) => membersOf(node, known, complain),
    items(parts, key) {
      const node = parts.get(key);
      if (isSeq(node)) return node.items.filter(isNode);
      if (node !== undefined) complain(node, `${key} takes a list`);
      return [];
    },
    text(parts, key, what, around) {
      const node = parts.get(key);
      if (isScalar(node) && typeof node.value === "string" && node.value.trim() !== "") return node.value;
      complain(node ?? around, node === undefined ? `${key} is missing` : `${key} takes ${what}`);
      return undefined;
    },
    oneOf(parts, key, words) {
      const node = parts.get(key);
      if (node === undefined) return undefined;
      const value = isScalar(node) ? node.value : undefined;
      const found = words.find((word) => word === value);
      const near = typeof value === "string" ? suggest(value, words) : undefined;
      if (found === undefined) complain(node, `${key} takes one of ${words.join(", ")}`, near && `Did you mean ${near}?`);
      return found;
    },
    constant(parts, key, value) {
      const node = parts.get(key);
      if (!isScalar(node) || node.value !== value) complain(node, `the file says ${key}: ${value}`);
    },
  };
}

function membersOf(node: Node | undefined, known: readonly string[], complain: YamlReader["complain"]): ReadonlyMap<string, Node> {
  if (!isMap(node)) {
    complain(node, `${known.join(", ")} are expected here`);
    return new Map();
  }
  const found = new Map<string, Node>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (known.includes(name)) {
      if (isNode(value)) found.set(name, value);
      continue;
    }
    const near = suggest(name, known);
    complain(
      isNode(key) ? key : node,
      `there is no key ${name}`,
      near === undefined ? `Known keys are ${known.join(", ")}` : `Did you mean ${near}?`,
    );
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}

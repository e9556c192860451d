/** The piece of schema that a finding is about, as it was and as it is. */
import type { Finding } from "../finding.js";
import type { Side } from "../side.js";

/** Short JSON texts of the two pieces; nothing for a finding that is about the whole. */
export function fragments(finding: Finding, candidate: Side, old: Side): Pick<Finding, "before" | "after"> {
  if (finding.path === "") return {};
  const after = pieceAt(candidate, finding.path);
  const before = pieceAt(old, finding.oldPath ?? finding.path);
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

const longest = 240;
const parsed = new WeakMap<Side, Tree>();

interface Tree {
  readonly root: unknown;
  readonly named: ReadonlyMap<string, unknown>;
}

function pieceAt(side: Side, path: string): string | undefined {
  const tree = parsed.get(side) ?? treeOf(side);
  parsed.set(side, tree);
  const steps = path
    .replaceAll("[]", ".[]")
    .replaceAll("{}", ".{}")
    .split(".")
    .filter((step) => step !== "");
  let piece: unknown = tree.root;
  for (const step of steps) {
    piece = side.format === "avro" ? avroStep(tree, piece, step) : jsonStep(tree, piece, step, 0);
    if (piece === undefined) return undefined;
  }
  const text = JSON.stringify(piece);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

function treeOf(side: Side): Tree {
  const root: unknown = JSON.parse(side.text);
  const named = new Map<string, unknown>();
  if (side.format === "avro") collect(root, "", named, 0);
  return { root, named };
}

/** An Avro text inlines each named type at its first use; later uses are names. */
function collect(node: unknown, space: string, named: Map<string, unknown>, depth: number): void {
  if (depth > 500) return;
  if (Array.isArray(node)) for (const part of node) collect(part, space, named, depth + 1);
  if (!isObject(node)) return;
  let inner = space;
  if (typeof node.name === "string" && ("fields" in node || "symbols" in node || "size" in node)) {
    const own = typeof node.namespace === "string" ? node.namespace : space;
    const full = node.name.includes(".") || own === "" ? node.name : `${own}.${node.name}`;
    inner = full.includes(".") ? full.slice(0, full.lastIndexOf(".")) : "";
    named.set(full, node);
    named.set(node.name, node);
  }
  for (const key of ["type", "items", "values", "fields"]) collect(node[key], inner, named, depth + 1);
}

function avroStep(tree: Tree, from: unknown, step: string): unknown {
  const node = typeof from === "string" ? tree.named.get(from) : from;
  if (Array.isArray(node)) return firstOf(node, (branch) => avroStep(tree, branch, step));
  if (!isObject(node)) return undefined;
  if (step === "[]" && node.type === "array") return node.items;
  if (step === "{}" && node.type === "map") return node.values;
  if (Array.isArray(node.fields)) return node.fields.find((field: unknown) => isObject(field) && field.name === step);
  return node.type === undefined || node.type === from ? undefined : avroStep(tree, node.type, step);
}

function jsonStep(tree: Tree, from: unknown, step: string, depth: number): unknown {
  if (!isObject(from) || depth > 20) return undefined;
  if (typeof from.$ref === "string") {
    const found = jsonStep(tree, pointed(tree.root, from.$ref), step, depth + 1);
    if (found !== undefined) return found;
  }
  const own = step === "[]" ? from.items : step === "{}" ? from.additionalProperties : member(from.properties, step);
  if (own !== undefined) return own;
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((key) => (Array.isArray(from[key]) ? from[key] : []));
  return firstOf(parts, (part) => jsonStep(tree, part, step, depth + 1));
}

function pointed(root: unknown, ref: string): unknown {
  if (!ref.startsWith("#/")) return undefined;
  const steps = ref
    .slice(2)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<unknown>((node, step) => member(node, step), root);
}

function member(node: unknown, key: string): unknown {
  return isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

function firstOf(parts: readonly unknown[], find: (part: unknown) => unknown): unknown {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

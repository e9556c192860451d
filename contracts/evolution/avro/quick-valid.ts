import { fillsIn, keptNode } from "./quick.js";
import { NotSure, type QuickNode, type QuickRecord } from "./quick-node.js";

/** The record that a text defines, where the full reading would have nothing to say about it and needs no other file; JSON it has to be, and plain. */
export function validRecord(text: string): QuickRecord | undefined {
  try {
    const node = keptNode(text);
    return node.kind === "record" && hasValidDefaults(new Set(), node) ? node : undefined;
  } catch (error) {
    if (error instanceof NotSure) return undefined;
    throw error;
  }
}

function hasValidDefaults(seen: Set<QuickNode>, node: QuickNode): boolean {
  if (node.kind === "union") return [...node.branches.values()].every((branch) => hasValidDefaults(seen, branch));
  if (node.kind === "array" || node.kind === "map") return hasValidDefaults(seen, node.inner);
  if (node.kind !== "record" || seen.has(node)) return true;
  seen.add(node);
  return [...node.fields.values()].every((field) => (field.fallback === undefined || fillsIn(field)) && hasValidDefaults(seen, field.type));
}

/** Whether the field at a path is sure to be there in every value, and to serve as its topic has it. */
export function serves(role: "key" | "id" | "time", path: readonly string[], record: QuickRecord): boolean {
  let node: QuickNode | undefined = record;
  for (const name of path) node = node?.kind === "record" ? node.fields.get(name)?.type : undefined;
  if (node?.kind !== "leaf") return false;
  if (role === "time") return node.tag === "string" ? node.logical === "" : node.logical.startsWith("timestamp-");
  if (node.logical === "uuid") return true;
  return node.logical === "" && (node.tag === "string" || (role === "key" && (node.tag === "int" || node.tag === "long")));
}

/** What the references inside one schema text mean. */
import { keywords } from "./dialect.js";
import { isList, isObject, type Json, type JsonObject, member } from "./value.js";

export interface Addresses {
  /** False where schemas inside have addresses of their own. */
  readonly isOneResource: boolean;
  /** The full address of a reference at a schema. */
  full(reference: string, from: JsonObject): string;
  /** The schema at a full address; undefined for one that leads out of the text. */
  find(address: string): Json | undefined;
}

const nowhere = "schema:/";
const definitions = ["$defs", "definitions"];

/** Notes the address and the names of every schema of a text. */
export function addressesIn(root: Json): Addresses {
  const bases = new Map<object, string>();
  const targets = new Map<string, Json>([[nowhere, root]]);
  const bundled = new Set<string>([nowhere]);
  const pending: (readonly [Json, string])[] = [[root, nowhere]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, outer] = next;
    if (!isObject(node)) continue;
    const base = baseOf(node, outer, node === root);
    if (base !== outer) targets.set(base, node);
    bundled.add(base);
    bases.set(node, base);
    for (const anchor of anchorsOf(node)) targets.set(`${base}#${anchor}`, node);
    for (const inner of schemasIn(node)) pending.push([inner, base]);
  }
  return {
    isOneResource: bundled.size <= 2 && targets.get([...bundled].at(-1) ?? nowhere) === root,
    full: (reference, from) => resolve(reference, bases.get(from) ?? nowhere),
    find: (address) => targets.get(address) ?? targets.get(`${address}#`) ?? pointed(targets, address),
  };
}

function baseOf(node: JsonObject, outer: string, isRoot: boolean): string {
  const id = node.$id ?? (isRoot ? node.id : undefined);
  if (typeof id !== "string" || id.startsWith("#") || (!isRoot && node.$ref !== undefined && node.$id === undefined)) return outer;
  return resolve(id, outer).split("#")[0] ?? outer;
}

function anchorsOf({ $id, $anchor, $dynamicAnchor }: JsonObject): readonly string[] {
  const own = typeof $id === "string" && $id.startsWith("#") ? [$id.slice(1)] : [];
  return [...own, ...[$anchor, $dynamicAnchor].filter((name) => typeof name === "string")];
}

/** Every schema directly inside a schema, used or not. */
function schemasIn(node: JsonObject): readonly Json[] {
  return Object.entries(node).flatMap(([key, value]): readonly Json[] => {
    const holds = definitions.includes(key) ? "map" : keywords.get(key);
    if (holds === "map") return isObject(value) ? Object.values(value) : [];
    if (holds === "schema" || holds === "schemas") return isList(value) ? value : [value];
    return [];
  });
}

function resolve(reference: string, base: string): string {
  const full = URL.canParse(reference, base) ? new URL(reference, base).href : reference;
  return full.endsWith("#") ? full.slice(0, -1) : full;
}

function pointed(targets: ReadonlyMap<string, Json>, address: string): Json | undefined {
  const [base = "", fragment = ""] = address.split("#");
  let at = fragment.startsWith("/") || fragment === "" ? targets.get(base) : undefined;
  for (const step of fragment.split("/").slice(1)) {
    const name = unescaped(step);
    if (isList(at)) at = at[Number(name)];
    else at = isObject(at) ? member(at, name) : undefined;
  }
  return at;
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return step;
  }
}

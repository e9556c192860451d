import type { Draft, SchemaObject } from "./check.js";

/** What the references inside one text can mean. */
export interface Addresses {
  /** False where schemas inside have addresses of their own: a dynamic reference then means what the way to it decides. */
  readonly isOneResource: boolean;
  /** The schema that a reference at a schema means. @throws Error when nothing does */
  find(reference: string, from: SchemaObject): unknown;
}

const nowhere = "schema:/";
const opaque = new Set(["const", "enum", "default", "examples"]);
const maps = new Set(["properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"]);

/** Notes the address (`$id`) and the names (`$anchor`) of every schema of a text. */
export function addressesIn(root: SchemaObject, draft: Draft): Addresses {
  const bases = new Map<object, string>();
  const targets = new Map<string, unknown>([[nowhere, root]]);
  const enter = (holder: object, base: string, isMap: boolean): void => {
    for (const [key, inner] of Object.entries(holder)) {
      if (typeof inner !== "object" || inner === null || (!isMap && opaque.has(key))) continue;
      if (!isMap && maps.has(key)) enter(inner, base, true);
      else walk(inner, base);
    }
  };
  const walk = (node: object, outer: string): void => {
    const { $id, $ref, $anchor, $dynamicAnchor }: SchemaObject = Array.isArray(node) ? {} : { ...node };
    const base = typeof $id === "string" && !(draft === "draft-07" && $ref !== undefined) ? resolve($id, outer) : outer;
    if (base !== outer) targets.set(base, node);
    bases.set(node, withoutFragment(base));
    for (const anchor of [$anchor, $dynamicAnchor]) if (typeof anchor === "string") targets.set(`${withoutFragment(base)}#${anchor}`, node);
    enter(node, withoutFragment(base), false);
  };
  walk(root, nowhere);
  const isOneResource = new Set(bases.values()).size === 1;
  return {
    isOneResource,
    find(reference, from) {
      const full = resolve(reference, bases.get(from) ?? nowhere);
      if (targets.has(full)) return targets.get(full);
      const [address = "", fragment = ""] = full.split("#");
      if (!targets.has(address) || (fragment !== "" && !fragment.startsWith("/")))
        throw new Error(`${reference} means no schema of this text`);
      return follow(targets.get(address), fragment, reference);
    },
  };
}

function resolve(reference: string, base: string): string {
  const full = URL.canParse(reference, base) ? new URL(reference, base).href : reference;
  return full.endsWith("#") ? full.slice(0, -1) : full;
}

function withoutFragment(address: string): string {
  return address.split("#")[0] ?? "";
}

function follow(root: unknown, fragment: string, reference: string): unknown {
  let at = root;
  for (const step of fragment.split("/").slice(1)) {
    const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) throw new Error(`${reference} means nothing`);
    at = Object.getOwnPropertyDescriptor(at, name)?.value;
  }
  return at;
}

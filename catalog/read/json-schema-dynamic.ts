import type { Diagnostic } from "../diagnostic.js";
import type { Reference, Resource } from "./json-schema-scope.js";
import { type JsonNode, memberOf, stringOf } from "./json-text.js";
import { reporter } from "./source.js";

/** A reference, and the resource that it leads into when it is looked up as a `$ref`. */
export interface Lead {
  readonly reference: Reference;
  readonly to: Resource;
}

/**
 * Reports each `$dynamicRef` and `$recursiveRef` that another schema on the way to it gives another meaning. All others mean
 * what a `$ref` means.
 */
export function refuseOverridden(leads: readonly Lead[], diagnostics: Diagnostic[]): void {
  for (const { reference, to } of leads) {
    const { keyword, ref, resource } = reference;
    if (keyword === "$ref") continue;
    const anchor = ref.value.slice(ref.value.indexOf("#") + 1);
    const moves =
      keyword === "$recursiveRef" ? isRecursive : (it: Resource) => stringOf(it.anchors.get(anchor), "$dynamicAnchor") === anchor;
    const other = moves(to) ? [...before(resource, leads)].find((it) => it !== to && moves(it)) : undefined;
    if (other === undefined) continue;
    reporter(resource.file.source, diagnostics)(
      "SCHEMA_UNSUPPORTED",
      ref,
      `${keyword} has no fixed type here: ${other.file.source.path} gives ${ref.value} another meaning`,
      { hint: keyword === "$recursiveRef" ? "Take $ref" : "Take $ref, or give one of the anchors another name" },
    );
  }
}

function isRecursive({ node }: { readonly node: JsonNode }): boolean {
  const flag = memberOf(node, "$recursiveAnchor");
  return flag?.kind === "boolean" && flag.value;
}

/** Every resource from which references lead here, itself included. */
function before(resource: Resource, leads: readonly Lead[]): ReadonlySet<Resource> {
  const found = new Set([resource]);
  for (const at of found) {
    if (at.outer !== undefined) found.add(at.outer);
    for (const { reference, to } of leads) if (to === at) found.add(reference.resource);
  }
  return found;
}

import { posix } from "node:path";
import { suggest } from "../suggest.js";
import { membersOf } from "./json-schema-keywords.js";
import { type JsonIndex, type Reference, type Resource, resolved } from "./json-schema-scope.js";
import { type JsonNode, memberOf } from "./json-text.js";
import { reporter } from "./source.js";

/** What a reference means: a schema of some file. */
export interface Meaning {
  readonly resource: Resource;
  readonly node: JsonNode;
  /** Steps from the resource, empty for the resource itself; an anchor counts as one step. */
  readonly steps: readonly string[];
}

/** Finds what a `$ref` means; reports it when nothing does. */
export function resolveReference(reference: Reference, index: JsonIndex): Meaning | undefined {
  const { ref, resource } = reference;
  const hash = ref.value.indexOf("#");
  const address = hash < 0 ? ref.value : ref.value.slice(0, hash);
  const fragment = hash < 0 ? "" : decode(ref.value.slice(hash + 1));
  const report = reporter(resource.file.source, index.diagnostics);
  const target = address === "" ? resource : resourceAt(address, resource, index);
  if (target === undefined) {
    report("SCHEMA_UNKNOWN_TYPE", ref, `no schema file is ${address}`, { hint: hintForAddress(address, resource, index) });
    return undefined;
  }
  const meaning = partOf(target, fragment);
  const { path } = target.file.source;
  if (meaning === undefined) report("SCHEMA_UNKNOWN_TYPE", ref, `${path} has no #${fragment}`, { hint: hintForFragment(fragment, target) });
  else if (meaning.node.kind === "object" || meaning.node.kind === "boolean" || meaning.steps.length === 0) return meaning;
  else report("SCHEMA_UNKNOWN_TYPE", ref, `#${fragment} of ${path} is no schema`, { hint: "A schema is an object, true or false" });
  return undefined;
}

function resourceAt(address: string, from: Resource, index: JsonIndex): Resource | undefined {
  const full = resolved(address, from.id);
  const byId = full === undefined ? undefined : index.byId.get(full);
  return byId ?? index.byPath.get(posix.join(posix.dirname(from.file.source.path), decode(address))) ?? index.byId.get(address);
}

function partOf(resource: Resource, fragment: string): Meaning | undefined {
  if (fragment === "") return { resource, node: resource.node, steps: [] };
  if (!fragment.startsWith("/")) {
    const node = resource.anchors.get(fragment);
    return node && { resource, node, steps: [fragment] };
  }
  const steps = fragment
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let node: JsonNode | undefined = resource.node;
  for (const step of steps) {
    node = node?.kind === "array" ? node.items[/^\d{1,9}$/.test(step) ? Number(step) : -1] : memberOf(node, step);
  }
  return node && { resource, node, steps };
}

function hintForFragment(fragment: string, target: Resource): string {
  const holder = ["$defs", "definitions"].find((keyword) => memberOf(target.node, keyword) !== undefined) ?? "$defs";
  const names = membersOf(memberOf(target.node, holder)).map((member) => member.key);
  const near = suggest(fragment.slice(fragment.lastIndexOf("/") + 1), names);
  return near === undefined ? `Define it under ${holder}` : `Did you mean #/${holder}/${near}?`;
}

function hintForAddress(address: string, from: Resource, index: JsonIndex): string {
  const nothing = "Put that file into the schema folder; nothing is fetched";
  if (URL.canParse(address)) {
    const id = suggest(address, index.byId.keys());
    return id === undefined ? nothing : `Did you mean ${id}?`;
  }
  const folder = posix.dirname(from.file.source.path);
  const paths = [...index.byPath.keys()];
  const base = posix.basename(address);
  const near =
    paths.find((path) => posix.basename(path) === base) ??
    paths.find(
      (path) =>
        posix.basename(path) ===
        suggest(
          base,
          paths.map((it) => posix.basename(it)),
        ),
    );
  return near === undefined ? nothing : `Did you mean ${posix.relative(folder, near)}?`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { membersOf } from "./json-schema-keywords.js";
import type { JsonIndex } from "./json-schema-scope.js";
import { type JsonNode, type JsonString, memberOf } from "./json-text.js";
import { reporter } from "./source.js";

/** Reports each reference that leads back to itself at the same value: no validator would ever end, and no type says it. */
export function refuseCycles({ references, diagnostics }: JsonIndex, meanings: ReadonlyMap<JsonNode, { readonly node: JsonNode }>): void {
  const sources = new Map(references.map(({ ref, resource }) => [ref, resource.file.source]));
  const done = new Set<JsonNode>();
  const open = new Set<JsonNode>();
  const walk = (node: JsonNode, by: JsonString | undefined): void => {
    if (open.has(node)) {
      const source = by && sources.get(by);
      if (by !== undefined && source !== undefined) {
        reporter(source, diagnostics)("SCHEMA_INVALID", by, "this reference leads back to itself with nothing in between", {
          hint: "Put a property or an item between the two, or define what it refers to",
        });
      }
      return;
    }
    if (done.has(node)) return;
    done.add(node);
    open.add(node);
    for (const ref of referencesOf(node)) {
      const meaning = meanings.get(ref);
      if (meaning !== undefined) walk(meaning.node, ref);
    }
    for (const inner of inPlace(node)) walk(inner, by);
    open.delete(node);
  };
  for (const { holder } of references) walk(holder, undefined);
}

/** The texts of a schema's own references. */
export function referencesOf(node: JsonNode): readonly JsonString[] {
  const values = ["$ref", "$dynamicRef", "$recursiveRef"].map((keyword) => memberOf(node, keyword));
  return values.filter((value) => value?.kind === "string");
}

/** The schemas that judge the same value. */
function inPlace(node: JsonNode): readonly JsonNode[] {
  const lists = ["allOf", "anyOf", "oneOf"].map((keyword) => memberOf(node, keyword));
  const singles = ["not", "if", "then", "else"].map((keyword) => memberOf(node, keyword));
  const maps = ["dependentSchemas", "dependencies"].flatMap((keyword) => membersOf(memberOf(node, keyword)));
  return [
    ...lists.flatMap((list) => (list?.kind === "array" ? list.items : [])),
    ...singles.filter((single) => single !== undefined),
    ...maps.map((member) => member.value),
  ];
}

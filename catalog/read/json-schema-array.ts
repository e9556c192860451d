import type { Shape } from "../event-model.js";
import { type Dialect, isWordOf } from "./json-schema-keywords.js";
import { findMember, type JsonNode, type JsonObject, memberOf } from "./json-text.js";

/** The array side of a JSON Schema: a list, or a tuple in either of its spellings. */
export function arrayShape(node: JsonObject, dialect: Dialect, part: (inner: JsonNode) => Shape): Shape {
  const { prefix, rest } = partsOf(node, dialect);
  const restShape: Shape = rest === undefined ? { kind: "any" } : part(rest);
  const most = countOf(node, "maxItems");
  if (prefix.length === 0) return most === 0 ? emptyTuple : { kind: "array", items: restShape };
  const items: Shape = most !== undefined && most <= prefix.length ? { kind: "never" } : restShape;
  const shapes = prefix.slice(0, most).map(part);
  const least = countOf(node, "minItems") ?? 0;
  if (shapes.length === 0) return emptyTuple;
  return { kind: "array", items, prefix: shapes, ...(least < shapes.length && { least }) };
}

const emptyTuple: Shape = { kind: "array", items: { kind: "never" }, prefix: [] };

const applicators = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "contains"];

function partsOf(node: JsonObject, dialect: Dialect): { readonly prefix: readonly JsonNode[]; readonly rest: JsonNode | undefined } {
  const items = memberOf(node, "items");
  // What other keywords evaluate is not "unevaluated", so beside them nothing certain can be said.
  const closing =
    isWordOf(dialect, "unevaluatedItems") && !applicators.some((keyword) => findMember(node, keyword) !== undefined)
      ? memberOf(node, "unevaluatedItems")
      : undefined;
  if (items?.kind === "array") {
    return dialect === "2020-12"
      ? { prefix: [], rest: undefined }
      : { prefix: items.items, rest: memberOf(node, "additionalItems") ?? closing };
  }
  const prefix = isWordOf(dialect, "prefixItems") ? memberOf(node, "prefixItems") : undefined;
  return { prefix: prefix?.kind === "array" ? prefix.items : [], rest: items ?? closing };
}

function countOf(node: JsonObject, keyword: string): number | undefined {
  const count = memberOf(node, keyword);
  return count?.kind === "number" ? Number(count.text) : undefined;
}

import type { JsonMember, JsonNode, JsonObject } from "./json-text.js";

/** The drafts that are read; older ones are brought to the newest one's words when the text is written. */
export type Dialect = "draft-07" | "2019-09" | "2020-12";

const maps = new Set(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const singles = new Set([
  "additionalItems",
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

const drafts: readonly Dialect[] = ["draft-07", "2019-09", "2020-12"];

// The first draft that has the word; in those before it the word says nothing.
const since: Readonly<Record<string, Dialect>> = {
  dependentRequired: "2019-09",
  dependentSchemas: "2019-09",
  maxContains: "2019-09",
  minContains: "2019-09",
  unevaluatedItems: "2019-09",
  unevaluatedProperties: "2019-09",
  $anchor: "2019-09",
  prefixItems: "2020-12",
  $dynamicRef: "2020-12",
};

/** Whether a draft gives a word the meaning that another draft gives it. */
export function isWordOf(dialect: Dialect, keyword: string): boolean {
  if (keyword === "$recursiveRef") return dialect === "2019-09";
  const first = since[keyword];
  return first === undefined || drafts.indexOf(dialect) >= drafts.indexOf(first);
}

/** How a keyword holds schemas, if it does. */
export function holds(keyword: string, value: JsonNode): "map" | "list" | "single" | undefined {
  if (maps.has(keyword)) return "map";
  if (lists.has(keyword)) return "list";
  if (keyword === "dependencies") return "map";
  if (keyword === "items" && value.kind === "array") return "list";
  return singles.has(keyword) ? "single" : undefined;
}

/** Each schema directly inside a schema, with the steps of the JSON pointer that lead to it. */
export function* subschemas(node: JsonObject): Generator<{ readonly steps: readonly string[]; readonly node: JsonNode }> {
  for (const { key, value } of node.members) {
    const how = holds(key, value);
    if (how === "single") yield { steps: [key], node: value };
    if (how === "list" && value.kind === "array")
      for (const [index, item] of value.items.entries()) yield { steps: [key, String(index)], node: item };
    if (how !== "map") continue;
    for (const member of membersOf(value).filter((it) => key !== "dependencies" || it.value.kind !== "array"))
      yield { steps: [key, member.key], node: member.value };
  }
}

/** The members of an object; none of anything else. */
export function membersOf(node: JsonNode | undefined): readonly JsonMember[] {
  return node?.kind === "object" ? node.members : [];
}

/** The draft that `$schema` names; undefined for one that is not read. */
export function dialectOf(uri: string | undefined): Dialect | undefined {
  if (uri === undefined) return "2020-12";
  if (/draft-0[67]\/schema/.test(uri)) return "draft-07";
  return (["2019-09", "2020-12"] as const).find((draft) => uri.includes(`/${draft}/schema`));
}

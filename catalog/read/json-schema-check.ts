import type { Diagnostic } from "../diagnostic.js";
import { suggest } from "../suggest.js";
import { type Dialect, isWordOf } from "./json-schema-keywords.js";
import { misspelt } from "./json-schema-misspelt.js";
import { type JsonMember, type JsonNode, type JsonObject, renderJson } from "./json-text.js";
import { placeOf, type Report, reporter, type SchemaSource } from "./source.js";

/** The words that `type` takes; `integer` before the `number` that includes it. */
export const jsonTypes = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;

/** One of them. */
export type JsonType = (typeof jsonTypes)[number];

/** Reports each keyword of one schema that has a value it can't take, so that no validator has to at run time. */
export function checkKeywords(
  node: JsonObject,
  dialect: Dialect,
  at: { readonly source: SchemaSource; readonly diagnostics: Diagnostic[] },
) {
  const report = reporter(at.source, at.diagnostics);
  for (const member of node.members) {
    if (!isWordOf(dialect, member.key)) at.diagnostics.push(unheard(member, dialect, at.source));
    else if (member.key === "nullable") at.diagnostics.push(foreign(member, at.source));
    else {
      checkMember(member, dialect, report);
      const slip = misspelt(member, dialect, at.source);
      if (slip !== undefined) at.diagnostics.push(slip);
    }
  }
}

type Kind =
  | "count"
  | "flag"
  | "list"
  | "map"
  | "name-lists"
  | "names"
  | "number"
  | "pattern"
  | "patterns"
  | "positive"
  | "schemas"
  | "text";

const kinds: Readonly<Record<string, Kind>> = {
  ...of("count", "maxItems minItems maxLength minLength maxProperties minProperties maxContains minContains"),
  ...of("flag", "uniqueItems deprecated readOnly writeOnly"),
  ...of("list", "enum examples"),
  ...of("map", "properties $defs definitions dependentSchemas dependencies"),
  ...of("name-lists", "dependentRequired"),
  ...of("names", "required"),
  ...of("number", "maximum minimum exclusiveMaximum exclusiveMinimum"),
  ...of("pattern", "pattern"),
  ...of("patterns", "patternProperties"),
  ...of("positive", "multipleOf"),
  ...of("schemas", "allOf anyOf oneOf prefixItems"),
  ...of("text", "$schema $id $ref $anchor $dynamicAnchor $dynamicRef $recursiveRef $comment title description format"),
};

function checkMember({ key, value }: JsonMember, dialect: Dialect, report: Report): void {
  if (key === "type") checkTypes(value, report);
  if (key === "items" && value.kind === "array" && dialect === "2020-12") {
    report("SCHEMA_INVALID", value, "items is one schema in draft 2020-12", { hint: 'Write the list under "prefixItems"' });
  }
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  if (kind === undefined) return;
  const { fits, words, hint } = rules[kind];
  if (!fits(value)) report("SCHEMA_INVALID", value, `${key} takes ${words}`, hint === undefined ? undefined : { hint });
  else if (kind === "names") checkTwice(value, key, report);
  else if (kind === "name-lists" && value.kind === "object") for (const it of value.members) checkTwice(it.value, key, report);
  else if (key === "dependencies" && value.kind === "object") for (const it of value.members) checkDependency(it.value, report);
  else if (kind === "patterns" && value.kind === "object") checkPatternNames(value, report);
}

interface Rule {
  readonly fits: (value: JsonNode) => boolean;
  readonly words: string;
  readonly hint?: string;
}

const isMap = (value: JsonNode) => value.kind === "object";
const isNames = (value: JsonNode) => value.kind === "array" && value.items.every((it) => it.kind === "string");

const rules: Readonly<Record<Kind, Rule>> = {
  count: {
    fits: (it) => it.kind === "number" && Number.isInteger(Number(it.text)) && Number(it.text) >= 0,
    words: "a whole number, 0 or more",
  },
  flag: { fits: (it) => it.kind === "boolean", words: "true or false" },
  list: { fits: (it) => it.kind === "array" && it.items.length > 0, words: "a list of at least one value" },
  map: { fits: isMap, words: "an object" },
  "name-lists": {
    fits: (it) => it.kind === "object" && it.members.every((one) => isNames(one.value)),
    words: "a list of names for each property",
  },
  names: { fits: isNames, words: "a list of property names", hint: "It stands beside properties, not inside one of them" },
  number: { fits: (it) => it.kind === "number", words: "a number" },
  pattern: { fits: (it) => it.kind === "string" && isPattern(it.value), words: "a regular expression of ECMAScript with the flag u" },
  patterns: { fits: isMap, words: "an object" },
  positive: { fits: (it) => it.kind === "number" && Number(it.text) > 0, words: "a number above 0" },
  schemas: { fits: (it) => it.kind === "array" && it.items.length > 0, words: "a list of at least one schema" },
  text: { fits: (it) => it.kind === "string", words: "a text" },
};

function checkTypes(type: JsonNode, report: Report): void {
  const words = type.kind === "array" ? type.items : [type];
  if (words.length === 0) report("SCHEMA_INVALID", type, "type takes a word or a list of at least one");
  for (const [index, word] of words.entries()) {
    const known = word.kind === "string" && jsonTypes.some((it) => it === word.value);
    if (known && words.slice(0, index).some((it) => it.kind === "string" && it.value === word.value)) {
      report("SCHEMA_INVALID", word, `type names ${renderJson(word)} twice`);
    }
    if (known) continue;
    const near = word.kind === "string" ? suggest(word.value, jsonTypes) : undefined;
    const hint = near === undefined ? `Take one of ${jsonTypes.join(", ")}` : `Did you mean "${near}"?`;
    report("SCHEMA_INVALID", word, `${renderJson(word)} is no type of JSON Schema`, { hint });
  }
}

/** Names, or a schema. */
function checkDependency(value: JsonNode, report: Report): void {
  if (value.kind !== "array") return;
  if (isNames(value)) checkTwice(value, "dependencies", report);
  else report("SCHEMA_INVALID", value, "dependencies takes a list of names or a schema for each property");
}

function checkTwice(names: JsonNode, key: string, report: Report): void {
  const seen = new Set<string>();
  for (const name of names.kind === "array" ? names.items : []) {
    const text = renderJson(name);
    if (seen.has(text)) report("SCHEMA_INVALID", name, `${key} names ${text} twice`);
    seen.add(text);
  }
}

function checkPatternNames(patterns: JsonObject, report: Report): void {
  for (const member of patterns.members) {
    if (!isPattern(member.key)) report("SCHEMA_INVALID", member, `a name in patternProperties is ${rules.pattern.words}`);
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

function unheard(member: JsonMember, dialect: Dialect, source: SchemaSource): Diagnostic {
  return {
    code: "SCHEMA_INVALID",
    severity: "warning",
    message: `${dialect} has no ${member.key}, so it says nothing here`,
    place: placeOf(source, member),
    hint: 'Set "$schema" to https://json-schema.org/draft/2020-12/schema, or take the words of this draft',
  };
}

function foreign(member: JsonMember, source: SchemaSource): Diagnostic {
  return {
    code: "SCHEMA_INVALID",
    severity: "warning",
    message: "nullable is a word of OpenAPI, so it says nothing here",
    place: placeOf(source, member),
    hint: 'Add "null" to the list of types',
  };
}

function of(kind: Kind, words: string): Readonly<Record<string, Kind>> {
  return Object.fromEntries(words.split(" ").map((word) => [word, kind]));
}

/** How one draft of JSON Schema reads a schema. */
import { isObject, type Json, type JsonObject } from "./value.js";

export interface Dialect {
  readonly name: "draft-07" | "2019-09" | "2020-12";
  /** What stands beside `$ref` counts. */
  readonly siblingsOfRef: boolean;
  /** `prefixItems` and `items`; before: `items` as a list and `additionalItems`. */
  readonly prefixItems: boolean;
  /** `unevaluated…`, `minContains`, `maxContains`, `dependentRequired`, `dependentSchemas`. */
  readonly newer: boolean;
}

const seven: Dialect = { name: "draft-07", siblingsOfRef: false, prefixItems: false, newer: false };
const nineteen: Dialect = { name: "2019-09", siblingsOfRef: true, prefixItems: false, newer: true };
const twenty: Dialect = { name: "2020-12", siblingsOfRef: true, prefixItems: true, newer: true };

/** The dialect that a schema names; without a name the newest. */
export function dialectOf(root: Json): Dialect {
  const name = isObject(root) && typeof root.$schema === "string" ? root.$schema : "";
  if (/draft-0[3-7]/.test(name)) return seven;
  return name.includes("2019-09") ? nineteen : twenty;
}

/** Draft-04's boolean `exclusiveMinimum` and `exclusiveMaximum` in today's words; every other schema as it is. */
export function modernised(schema: JsonObject): JsonObject {
  if (typeof schema.exclusiveMinimum !== "boolean" && typeof schema.exclusiveMaximum !== "boolean") return schema;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  return { ...rest, ...edge("inimum", minimum, exclusiveMinimum), ...edge("aximum", maximum, exclusiveMaximum) };
}

function edge(name: "inimum" | "aximum", value: Json | undefined, exclusive: Json | undefined): JsonObject {
  if (typeof exclusive === "number") return { [`exclusiveM${name}`]: exclusive, ...(value === undefined ? {} : { [`m${name}`]: value }) };
  if (value === undefined) return {};
  return exclusive === true ? { [`exclusiveM${name}`]: value } : { [`m${name}`]: value };
}

/** What a keyword's argument holds: a schema, a list or a map of them, or plain data. */
export type Holds = "schema" | "schemas" | "map" | "data";

/** Every keyword that says something about values; all others are annotations. */
export const keywords: ReadonlyMap<string, Holds> = new Map<string, Holds>([
  ...["not", "if", "then", "else", "contains", "propertyNames", "additionalProperties", "additionalItems"].map(asSchema),
  ...["unevaluatedProperties", "unevaluatedItems", "items"].map(asSchema),
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((name) => [name, "schemas"] as const),
  ...["properties", "patternProperties", "dependentSchemas", "dependencies"].map((name) => [name, "map"] as const),
  ...["type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"].map(asData),
  ...["minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains"].map(asData),
  ...["minProperties", "maxProperties", "required", "dependentRequired", "$ref", "$dynamicRef", "$recursiveRef"].map(asData),
]);

function asSchema(name: string): readonly [string, Holds] {
  return [name, "schema"];
}

function asData(name: string): readonly [string, Holds] {
  return [name, "data"];
}

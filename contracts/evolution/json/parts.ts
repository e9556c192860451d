/** What a schema asks for, keyword by keyword: each part is a schema of its own that the whole implies. */
import type { RuleId } from "../finding.js";
import type { Path } from "../side.js";
import type { Document } from "./document.js";
import { isList, isObject, type Json, type JsonObject, objectOf } from "./value.js";

/** A demand on values at some place. */
export interface Part {
  readonly rule: RuleId;
  readonly keyword: string;
  /** Below the place of the schema. */
  readonly path: Path;
  /** The demand, as a schema at the place of the whole. */
  readonly schema: Json;
  /** The schema inside, and how a part of it is put into its place; absent where the part is not taken apart. */
  readonly inner?: { readonly schema: Json; readonly wrap: (schema: Json) => Json };
}

/** The parts of one schema, in the order in which people want to hear of them. */
export function partsOf(schema: JsonObject, doc: Document): readonly Part[] {
  if (schema.$ref !== undefined && !doc.dialect.siblingsOfRef) return referred(schema, doc);
  return [
    ...["type", "const", "enum"].flatMap((key) => own(schema, key, key === "type" ? "TYPE_CHANGED" : "ENUM_SYMBOL_UNKNOWN")),
    ...required(schema),
    ...constraints.flatMap((key) => own(schema, key, "CONSTRAINT_TIGHTENED")),
    ...contained(schema),
    ...properties(schema),
    ...items(schema, doc),
    ...referred(schema, doc),
    ...list(schema.allOf).map((sub) => below("allOf", [], sub, (inner) => inner)),
    ...["anyOf", "oneOf"].flatMap((key) => union(schema, key)),
    ...["not", "$dynamicRef", "$recursiveRef", "propertyNames"].flatMap((key) => own(schema, key, "CONSTRAINT_TIGHTENED")),
    ...conditional(schema),
    ...unevaluated(schema),
  ];
}

const constraints = [
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern"],
  ...["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"],
  ...["dependentRequired", "dependentSchemas", "dependencies"],
];

function own(schema: JsonObject, keyword: string, rule: RuleId): readonly Part[] {
  const value = schema[keyword];
  return value === undefined ? [] : [{ rule, keyword, path: [], schema: { [keyword]: value } }];
}

function below(keyword: string, path: Path, inner: Json, wrap: (schema: Json) => Json): Part {
  return {
    rule: inner === false ? "TYPE_CHANGED" : "CONSTRAINT_TIGHTENED",
    keyword,
    path,
    schema: wrap(inner),
    inner: { schema: inner, wrap },
  };
}

function required(schema: JsonObject): readonly Part[] {
  return list(schema.required).flatMap((name) =>
    typeof name === "string" ? [{ rule: "FIELD_REQUIRED", keyword: "required", path: [name], schema: { required: [name] } } as const] : [],
  );
}

function contained({ contains, minContains, maxContains }: JsonObject): readonly Part[] {
  if (contains === undefined) return [];
  const counts = { ...(minContains === undefined ? {} : { minContains }), ...(maxContains === undefined ? {} : { maxContains }) };
  return [{ rule: "CONSTRAINT_TIGHTENED", keyword: "contains", path: ["[]"], schema: { contains, ...counts } }];
}

function properties(schema: JsonObject): readonly Part[] {
  const named = isObject(schema.properties) ? schema.properties : {};
  const patterns = isObject(schema.patternProperties) ? schema.patternProperties : {};
  const rest = schema.additionalProperties;
  const free = { properties: allowed(named), patternProperties: allowed(patterns) };
  return [
    ...Object.entries(named).map(([name, sub]) => below("properties", [name], sub, (inner) => ({ properties: objectOf([[name, inner]]) }))),
    ...Object.entries(patterns).map(([name, sub]) =>
      below("patternProperties", ["{}"], sub, (inner) => ({ patternProperties: objectOf([[name, inner]]) })),
    ),
    ...(rest === undefined ? [] : [below("additionalProperties", ["{}"], rest, (inner) => ({ ...free, additionalProperties: inner }))]),
  ];
}

function allowed(map: JsonObject): JsonObject {
  return objectOf(Object.keys(map).map((name) => [name, true]));
}

function items(schema: JsonObject, doc: Document): readonly Part[] {
  const [first, rest] = doc.dialect.prefixItems ? (["prefixItems", "items"] as const) : (["items", "additionalItems"] as const);
  const prefix = list(schema[first]);
  const free = prefix.map(() => true);
  const after = doc.dialect.prefixItems || isList(schema.items) ? schema[rest] : schema.items;
  const key = doc.dialect.prefixItems || isList(schema.items) ? rest : "items";
  const wrapAt = (index: number) => (inner: Json) => ({ [first]: [...free.slice(0, index), inner] });
  const wrapRest = (inner: Json) => ({ ...(prefix.length > 0 ? { [first]: free } : {}), [key]: inner });
  return [
    ...prefix.map((sub, index) => below(first, ["[]"], sub, wrapAt(index))),
    ...(after === undefined ? [] : [below(key, ["[]"], after, wrapRest)]),
  ];
}

function referred(schema: JsonObject, doc: Document): readonly Part[] {
  if (schema.$ref === undefined) return [];
  return [{ ...below("$ref", [], doc.target("$ref", schema.$ref, schema), (inner) => inner), schema: { $ref: schema.$ref } }];
}

/** All branches together are one demand; a branch alone is one beside the others as they are. */
function union(schema: JsonObject, key: string): readonly Part[] {
  const branches = schema[key];
  if (!isList(branches)) return [];
  const whole: Part = { rule: "UNION_BRANCH_UNKNOWN", keyword: key, path: [], schema: { [key]: branches } };
  const [only, other, ...more] = branches.filter((branch) => !isNull(branch));
  if (only === undefined || other !== undefined || more.length > 0) return [whole];
  const nulls = branches.filter(isNull);
  return [{ ...whole, inner: { schema: only, wrap: (inner) => ({ anyOf: [...nulls, inner] }) } }];
}

function isNull(branch: Json): boolean {
  return isObject(branch) && (branch.type === "null" || branch.const === null);
}

function conditional({ if: condition, then, else: otherwise }: JsonObject): readonly Part[] {
  if (condition === undefined) return [];
  return [
    ...(then === undefined
      ? []
      : [
          below("then", [], then, (inner) =>
            objectOf([
              ["if", condition],
              ["then", inner],
            ]),
          ),
        ]),
    ...(otherwise === undefined ? [] : [below("else", [], otherwise, (inner) => ({ if: condition, else: inner }))]),
  ];
}

/** What is unevaluated depends on all keywords beside it. */
function unevaluated(schema: JsonObject): readonly Part[] {
  return [["unevaluatedProperties", "{}"] as const, ["unevaluatedItems", "[]"] as const].flatMap(([keyword, step]) =>
    schema[keyword] === undefined ? [] : [{ rule: "CONSTRAINT_TIGHTENED", keyword, path: [step], schema } as const],
  );
}

function list(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

import { EventwrightError } from "../../../runtime/errors.js";
import { checkDepth } from "../exact-json.js";
import type { ArrayNode, CombinedNode, JsonNode, Lazy, Limits, Meta, ObjectNode, Rest } from "./json-node.js";
import { isObject, type JsonObject, pointed, stable } from "./json-text.js";

/** Reads a self-contained JSON Schema text. @throws EventwrightError USAGE for a text that is no schema, or a reference to nowhere. */
export function loadJsonNode(text: string): JsonNode {
  try {
    checkDepth(text);
    const root: unknown = JSON.parse(text);
    return new Loader(root).node(root);
  } catch (cause) {
    const detail = `no JSON Schema: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new EventwrightError("USAGE", { detail, cause });
  }
}

const objectWords = [
  "properties",
  "required",
  "minProperties",
  "maxProperties",
  "additionalProperties",
  "patternProperties",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "propertyNames",
  "unevaluatedProperties",
];
const arrayWords = ["items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"];
const numberLimits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const numberWords = [...numberLimits, "multipleOf"];
const stringWords = ["minLength", "maxLength", "pattern"];

class Loader {
  readonly #root: unknown;
  /** One node a schema object, so that recursion meets itself again. */
  readonly #known = new Map<JsonObject, JsonNode>();

  constructor(root: unknown) {
    this.#root = root;
  }

  node(schema: unknown): JsonNode {
    if (typeof schema === "boolean") return { kind: schema ? "empty" : "false" };
    if (!isObject(schema)) throw new Error("a schema is an object or a boolean");
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const node = typeof schema.$ref === "string" ? this.#referred(schema, schema.$ref) : this.#load(schema);
    this.#known.set(schema, node);
    return node;
  }

  #referred(schema: JsonObject, reference: string): JsonNode {
    const seen = new Set<unknown>([schema]);
    let target = pointed(this.#root, reference);
    while (isObject(target) && typeof target.$ref === "string") {
      if (seen.has(target)) throw new Error(`$ref ${reference} leads back to itself`);
      seen.add(target);
      target = pointed(this.#root, target.$ref);
    }
    return this.node(target);
  }

  #load(schema: JsonObject): JsonNode {
    const meta = metaOf(schema);
    const parts = this.#parts(schema, meta);
    const [only, second] = parts;
    if (only === undefined) return { kind: "empty", ...meta };
    if (second === undefined) return only;
    return { kind: "combined", criterion: "allOf", parts: parts.map((part) => () => part), ...meta };
  }

  /** Each group of keywords is a schema of its own. */
  #parts(schema: JsonObject, meta: Meta): readonly JsonNode[] {
    const parts: JsonNode[] = [];
    for (const criterion of ["allOf", "anyOf", "oneOf"] as const) {
      const list = schema[criterion];
      if (Array.isArray(list)) parts.push({ kind: "combined", criterion, parts: list.map((each) => this.#lazy(each)), ...meta });
    }
    if (Array.isArray(schema.enum)) parts.push({ kind: "enum", values: schema.enum.map(stable), ...meta });
    if (schema.const !== undefined) parts.push({ kind: "const", values: [stable(schema.const)], ...meta });
    if (schema.not !== undefined) parts.push({ kind: "not", not: this.#lazy(schema.not), ...meta });
    if ([schema.if, schema.then, schema.else].some((each) => each !== undefined)) parts.push({ kind: "conditional", ...meta });
    return [...parts, ...this.#typed(schema, meta)];
  }

  #typed(schema: JsonObject, meta: Meta): readonly JsonNode[] {
    const { type } = schema;
    if (typeof type === "string") return [this.#ofType(type, schema, meta)];
    if (Array.isArray(type)) {
      const parts: CombinedNode["parts"] = type.map((each) => {
        const part = this.#ofType(String(each), schema, meta);
        return () => part;
      });
      return [{ kind: "combined", criterion: "anyOf", parts, ...meta }];
    }
    const has = (words: readonly string[]) => words.some((word) => schema[word] !== undefined);
    return [
      ...(has(arrayWords) ? [this.#array(schema, meta)] : []),
      ...(has(objectWords) ? [this.#object(schema, meta)] : []),
      ...(has(numberWords) ? [number(schema, meta, false)] : []),
      ...(has(stringWords) ? [string(schema, meta)] : []),
    ];
  }

  #ofType(type: string, schema: JsonObject, meta: Meta): JsonNode {
    switch (type) {
      case "string":
        return string(schema, meta);
      case "number":
      case "integer":
        return number(schema, meta, type === "integer");
      case "object":
        return this.#object(schema, meta);
      case "array":
        return this.#array(schema, meta);
      case "boolean":
      case "null":
        return { kind: type, ...meta };
      default:
        throw new Error(`there is no type ${JSON.stringify(type)}`);
    }
  }

  #object(schema: JsonObject, meta: Meta): ObjectNode {
    const mixed = members(schema.dependencies);
    const arrays = [...mixed, ...members(schema.dependentRequired)].filter(([, each]) => Array.isArray(each));
    const schemas = [...mixed.filter(([, each]) => !Array.isArray(each)), ...members(schema.dependentSchemas)];
    return {
      kind: "object",
      ...meta,
      limits: limitsOf(schema, ["minProperties", "maxProperties"]),
      properties: this.#map(members(schema.properties)),
      required: new Set(texts(schema.required)),
      patterns: members(schema.patternProperties).map(([pattern, each]) => ({ pattern, schema: this.#lazy(each) })),
      additional: this.#rest(schema.additionalProperties),
      unevaluated: this.#rest(schema.unevaluatedProperties),
      arrayDependencies: new Map(arrays.map(([key, each]) => [key, texts(each)])),
      schemaDependencies: this.#map(schemas),
    };
  }

  #array(schema: JsonObject, meta: Meta): ArrayNode {
    const old = Array.isArray(schema.items) ? schema.items : undefined;
    const tuple = old ?? (Array.isArray(schema.prefixItems) ? schema.prefixItems : []);
    // Since 2020-12 `items` is what `additionalItems` was before, wherever a tuple stands beside it.
    const rest = old === undefined && schema.prefixItems !== undefined ? schema.items : schema.additionalItems;
    const isAll = schema.items !== undefined && old === undefined && schema.prefixItems === undefined;
    return {
      kind: "array",
      ...meta,
      limits: limitsOf(schema, ["minItems", "maxItems", "minContains", "maxContains"]),
      unique: schema.uniqueItems === true,
      tuple: tuple.map((each) => this.#lazy(each)),
      additional: this.#rest(rest),
      unevaluated: this.#rest(schema.unevaluatedItems),
      ...(isAll ? { all: this.#lazy(schema.items) } : {}),
    };
  }

  #rest(schema: unknown): Rest {
    if (schema === undefined || schema === true) return { permitted: true };
    return schema === false ? { permitted: false } : { permitted: true, schema: this.#lazy(schema) };
  }

  #map(entries: readonly (readonly [string, unknown])[]): ReadonlyMap<string, Lazy> {
    return new Map(entries.map(([key, each]) => [key, this.#lazy(each)]));
  }

  #lazy(schema: unknown): Lazy {
    return () => this.node(schema);
  }
}

function string(schema: JsonObject, meta: Meta): JsonNode {
  const { pattern } = schema;
  const limits = limitsOf(schema, ["minLength", "maxLength"]);
  return { kind: "string", limits, ...meta, ...(typeof pattern === "string" ? { pattern } : {}) };
}

function number(schema: JsonObject, meta: Meta, integer: boolean): JsonNode {
  const { multipleOf } = schema;
  return {
    kind: "number",
    integer,
    limits: limitsOf(schema, numberLimits),
    ...meta,
    ...(typeof multipleOf === "number" ? { multipleOf } : {}),
  };
}

function metaOf(schema: JsonObject): Meta {
  const text = (key: string) => (typeof schema[key] === "string" ? { [key.replace("$", "")]: schema[key] } : {});
  return {
    ...text("$id"),
    ...text("title"),
    ...text("description"),
    ...(schema.default === undefined ? {} : { default: stable(schema.default) }),
  };
}

function limitsOf(schema: JsonObject, names: readonly string[]): Limits {
  return Object.fromEntries(names.flatMap((name) => (typeof schema[name] === "number" ? [[name, schema[name]]] : [])));
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

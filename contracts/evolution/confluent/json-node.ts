/** A JSON Schema as the library behind Confluent's registry holds it: one class a node, several keywords at once as an `allOf`. */

export type JsonNode =
  | Plain<"empty" | "false" | "boolean" | "null" | "conditional">
  | (Meta & { readonly kind: "string"; readonly limits: Limits; readonly pattern?: string })
  | (Meta & { readonly kind: "number"; readonly limits: Limits; readonly integer: boolean; readonly multipleOf?: number })
  | ObjectNode
  | ArrayNode
  | (Meta & { readonly kind: "enum" | "const"; readonly values: readonly string[] })
  | (Meta & { readonly kind: "not"; readonly not: Lazy })
  | CombinedNode;

interface Plain<K> extends Meta {
  readonly kind: K;
}

/** Made when it is asked for, since a schema may hold itself. */
export type Lazy = () => JsonNode;

/** Annotations, compared as texts. */
export interface Meta {
  readonly id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: string;
}

/** Numeric keywords by name. */
export type Limits = Readonly<Record<string, number>>;

/** What may stand beside the named members: anything, nothing, or what a schema takes. */
export interface Rest {
  readonly permitted: boolean;
  readonly schema?: Lazy;
}

export interface ObjectNode extends Meta {
  readonly kind: "object";
  readonly limits: Limits;
  readonly properties: ReadonlyMap<string, Lazy>;
  readonly required: ReadonlySet<string>;
  readonly patterns: readonly { readonly pattern: string; readonly schema: Lazy }[];
  readonly additional: Rest;
  readonly unevaluated: Rest;
  readonly arrayDependencies: ReadonlyMap<string, readonly string[]>;
  readonly schemaDependencies: ReadonlyMap<string, Lazy>;
}

export interface ArrayNode extends Meta {
  readonly kind: "array";
  readonly limits: Limits;
  readonly unique: boolean;
  readonly all?: Lazy;
  readonly tuple: readonly Lazy[];
  readonly additional: Rest;
  readonly unevaluated: Rest;
}

export interface CombinedNode extends Meta {
  readonly kind: "combined";
  readonly criterion: "allOf" | "anyOf" | "oneOf";
  readonly parts: readonly Lazy[];
}

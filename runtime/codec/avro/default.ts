/** Defaults of fields, read from their JSON when a value first needs them: one that nothing needs may be wrong, as Avro's own readers allow. */
import type { Field } from "./internals.js";

/** Gives the default as a value of the field's type, fresh each time. @throws Error when it is no such value. */
export type Default = () => unknown;

const defaults = new WeakMap<Field, Default>();

/** The default of a field; `undefined` where it has none. */
export function defaultOf(field: Field): Default | undefined {
  return defaults.get(field);
}

/** A record's schema as avsc gets it: avsc would hold a default to its type before a recursive type is whole, and to a union's first branch. */
export function withoutDefaults(schema: unknown): unknown {
  const fields = fieldsOf(schema);
  if (fields === undefined) return schema;
  return { ...(schema as object), fields: fields.map((field) => (hasDefault(field) ? { ...field, default: undefined } : field)) };
}

/** Remembers what {@link withoutDefaults} took away. */
export function keepDefaults(schema: unknown, fields: readonly Field[]): void {
  for (const [index, json] of (fieldsOf(schema) ?? []).entries()) {
    const field = fields[index];
    if (field !== undefined && hasDefault(json)) defaults.set(field, once(field, json.default));
  }
}

function once(field: Field, json: unknown): Default {
  let value: unknown;
  return () => {
    value ??= read(field, json);
    return isShared(value) ? value : field.type._copy(value);
  };
}

function read(field: Field, json: unknown): unknown {
  try {
    // What the options tell avsc's types: bytes come as text, and unions bare.
    return field.type._copy(json, { coerce: 2, wrap: 2 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the default of the field ${field.name} is no value of its type: ${why}`, { cause });
  }
}

/** True for what nobody can change, so that all may have the same. */
function isShared(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function fieldsOf(schema: unknown): readonly unknown[] | undefined {
  return typeof schema === "object" && schema !== null && "fields" in schema && Array.isArray(schema.fields) ? schema.fields : undefined;
}

function hasDefault(field: unknown): field is { readonly default: unknown } {
  return typeof field === "object" && field !== null && "default" in field && field.default !== undefined;
}

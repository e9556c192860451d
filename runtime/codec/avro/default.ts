/**
 * Defaults of fields, read from their JSON when a value first needs them: then recursive types are whole, and one that nothing needs may be
 * wrong, as Avro's own readers allow.
 */
import type { Field } from "./internals.js";

/** Gives the default as a value of the field's type, fresh each time. @throws Error when it is no such value. */
export type Default = () => unknown;

const defaults = new WeakMap<Field, Default>();

/** The default of a field; `undefined` where it has none. */
export function defaultOf(field: Field): Default | undefined {
  return defaults.get(field);
}

/** Remembers the default that a field's schema has. */
export function keepDefault(field: Field, schema: { readonly default?: unknown }): void {
  if (schema.default !== undefined) defaults.set(field, once(field, schema.default));
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

import type { AvroType } from "./internals.js";

/**
 * The specification's rule for records, enums and fixed: equal without their namespaces, or the writer's full name among the reader's
 * aliases. (avsc compares full names, or else aliases without their namespaces too.)
 */
export function namesMatch(reader: AvroType, writer: AvroType): boolean {
  const [own, written] = [reader.name ?? "", writer.name ?? ""];
  return unqualified(own) === unqualified(written) || (reader.aliases ?? []).includes(written);
}

/** True for what a field or symbol may be called. */
export function isName(word: unknown): word is string {
  return typeof word === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(word);
}

/** A full name goes before a `namespace` beside it, also for the aliases; avsc would qualify those by the `namespace`, or by the record around. */
export function withOwnNamespace<S extends { readonly name?: unknown }>(schema: S): S {
  const { name } = schema;
  if (typeof name !== "string" || !name.includes(".")) return schema;
  return { ...schema, namespace: namespaceOf(name) };
}

/** What a full name has in front of its last dot. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

function unqualified(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

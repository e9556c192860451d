import type { AvroType } from "./internals.js";

/**
 * The specification's rule for records, enums and fixed: equal without their namespaces, or the writer's full name among the reader's
 * aliases. (avsc compares full names, or else aliases without their namespaces too.)
 */
export function namesMatch(reader: AvroType, writer: AvroType): boolean {
  const [own, written] = [reader.name ?? "", writer.name ?? ""];
  return unqualified(own) === unqualified(written) || (reader.aliases ?? []).includes(written);
}

/** A full name goes before a `namespace` beside it, also for the aliases; avsc would qualify those by the `namespace`, or by the record around. */
export function withOwnNamespace<S extends { readonly name?: unknown }>(schema: S): S {
  const { name } = schema;
  if (typeof name !== "string" || !name.includes(".")) return schema;
  return { ...schema, namespace: name.slice(0, name.lastIndexOf(".")) };
}

function unqualified(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

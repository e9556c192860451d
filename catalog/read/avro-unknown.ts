import { suggest, suggestName } from "../suggest.js";
import { logicalExample } from "./avro-logical.js";
import { checkFullName, isName, primitives, qualify } from "./avro-names.js";
import type { AvroScope } from "./avro-scope.js";
import type { JsonString } from "./json-text.js";
import { placeOf, reporter, type SchemaSource } from "./source.js";

/** Words that need an object around them. */
export const containers: readonly string[] = ["record", "error", "enum", "fixed", "array", "map"];

/** What other languages call Avro's primitives. */
const foreign: ReadonlyMap<string, string> = new Map([
  ["bool", "boolean"],
  ["byte[]", "bytes"],
  ["binary", "bytes"],
  ["char", "string"],
  ["int32", "int"],
  ["int64", "long"],
  ["integer", "int"],
  ["number", "double"],
  ["short", "int"],
  ["str", "string"],
  ["text", "string"],
  ["varchar", "string"],
]);

/** Reports a name in type position that no file defines, with what was probably meant. */
export function reportUnknown(node: JsonString, namespace: string, source: SchemaSource, scope: AvroScope): void {
  const report = reporter(source, scope.diagnostics);
  const word = node.value;
  if (containers.includes(word)) {
    const hint = `Write the definition as an object of its own: "type": { "type": "${word}", … }`;
    report("SCHEMA_INVALID", node, `"${word}" is no type by itself`, { hint });
    return;
  }
  const name = qualify(word, namespace);
  const message = `no schema defines ${name}`;
  const meant = word.includes(".") ? undefined : meantBy(word);
  if (meant === undefined && !name.split(".").every(isName)) {
    checkFullName(name, node, report);
    return;
  }
  const near = meant === undefined ? scope.types.get(suggestName(name, [...scope.types.keys()]) ?? "") : undefined;
  if (near === undefined) {
    const hint = meant === undefined ? "Define it in any file of the schema folder, or correct the name" : `Did you mean ${meant}?`;
    report("SCHEMA_UNKNOWN_TYPE", node, message, { hint });
    return;
  }
  const related = placeOf(near.file, { at: near.node.at, length: 1 });
  const hint = `Did you mean ${near.name} (${related.path}:${related.line}:${related.column})?`;
  report("SCHEMA_UNKNOWN_TYPE", node, message, { hint, related });
}

/** A type as it is written in a schema. */
function meantBy(word: string): string | undefined {
  const logical = logicalExample(word);
  if (logical !== undefined) return logical;
  const primitive = foreign.get(word.toLowerCase()) ?? suggest(word, primitives);
  return primitive && `"${primitive}"`;
}

/** The parity engine: the registry's verdict, its words for what is wrong, its locations. */
import type { Finding } from "../finding.js";
import { fingerprint } from "../fingerprint.js";
import { AmbiguousField, type AvroProblem, javaProblems } from "./avro.js";
import { parseAvroNode } from "./avro-parse.js";
import { jsonDifferences } from "./json.js";
import { isRefused, type Policy } from "./json-differences.js";
import { loadJsonNode } from "./json-load.js";

/** What Confluent's registry objects to when data of `writer` is read with `reader`. @throws EventwrightError USAGE for a text that Java's parser refuses. */
export function confluentAvroFindings(reader: string, writer: string): readonly Finding[] {
  const [read, written] = [parseAvroNode(reader), parseAvroNode(writer)];
  try {
    return javaProblems(read, written).map((problem) => finding(problem.type, problem.location, sentence(problem)));
  } catch (error) {
    if (!(error instanceof AmbiguousField)) throw error;
    return [finding("UNEXPECTED_EXCEPTION", "/", `Unexpected exception during compatibility check: ${error.message}`)];
  }
}

/** The same for JSON Schema, under one of the registry's two policies. @throws EventwrightError USAGE. */
export function confluentJsonFindings(reader: string, writer: string, policy: Policy): readonly Finding[] {
  const differences = jsonDifferences(loadJsonNode(writer), loadJsonNode(reader), policy);
  return differences
    .filter((difference) => isRefused(difference, policy))
    .map(({ type, path }) => finding(upper(type), path, `${type.toLowerCase().replaceAll("_", " ")}, at ${path}`));
}

function upper(type: string): Uppercase<string> {
  return type.toUpperCase() as Uppercase<string>;
}

function finding(rule: Uppercase<string>, path: string, message: string): Finding {
  return { rule, severity: "error", breaks: "backward", message, path, waysOut: [], fingerprint: fingerprint([rule, path, message]) };
}

/** As the registry's `verbose=true` says it when the new schema is the reader. */
function sentence({ type, location, message }: AvroProblem): string {
  switch (type) {
    case "NAME_MISMATCH":
      return `The name of the schema has changed (path '${location}')`;
    case "FIXED_SIZE_MISMATCH":
      return `The size of FIXED type field at path '${location}' in the new schema does not match with the old schema`;
    case "MISSING_ENUM_SYMBOLS":
      return `The new schema is missing enum symbols '${message}' at path '${location}' in the old schema`;
    case "READER_FIELD_MISSING_DEFAULT_VALUE":
      return `The field '${message}' at path '${location}' in the new schema has no default value and is missing in the old schema`;
    case "TYPE_MISMATCH":
      return `The type (path '${location}') of a field in the new schema does not match with the old schema`;
    case "MISSING_UNION_BRANCH":
      return `The new schema is missing a type inside a union field at path '${location}' in the old schema`;
  }
}

/** Documents that the old schema allows and the new one refuses, by the word of a validator. */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Path } from "../side.js";
import type { Handle } from "./document.js";
import { documentsOf } from "./documents.js";
import { poolOf } from "./pool.js";
import { isObject, type Json, stable } from "./value.js";

/** One document that breaks, and where the new schema refuses it. */
export interface Break {
  readonly json: string;
  readonly refusals: readonly { readonly path: Path; readonly error: string }[];
}

const mostDocuments = 600;

/** Every break among a few hundred small documents, small ones first; empty when a schema can't be compiled. */
export function findBreaks(left: Handle, right: Handle): readonly Break[] {
  const [allows, takes] = [compile(left.schema), compile(right.schema)];
  if (allows === undefined || takes === undefined) return [];
  const documents = documentsOf([left], poolOf([left.schema, right.schema])).slice(0, mostDocuments);
  return documents
    .filter((document) => allows(document) && !takes(document))
    .map((document) => {
      takes(document);
      return { json: stable(document), refusals: (takes.errors ?? []).map(refusal) };
    })
    .sort((a, b) => a.json.length - b.json.length);
}

/** A compiled validator that collects all errors and asserts formats, as the codecs do; undefined for a schema that it refuses. */
function compile(schema: Json): ValidateFunction | undefined {
  if (typeof schema === "boolean") return new Ajv2020().compile(schema);
  if (!isObject(schema)) return undefined;
  const { $schema, ...rest } = schema;
  const options = { strict: false, allErrors: true, ownProperties: true, logger: false, validateFormats: true } as const;
  try {
    const ajv = /draft-0[4-7]/.test(String($schema))
      ? new Ajv(options)
      : String($schema).includes("2019-09")
        ? new Ajv2019(options)
        : new Ajv2020(options);
    formats.default(ajv);
    return ajv.compile(rest);
  } catch {
    return undefined;
  }
}

function refusal(error: ErrorObject): { readonly path: Path; readonly error: string } {
  const steps = error.instancePath
    .split("/")
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? "[]" : step.replaceAll("~1", "/").replaceAll("~0", "~")));
  const missing: unknown = error.params.missingProperty ?? error.params.additionalProperty;
  const path = typeof missing === "string" ? [...steps, missing] : steps;
  return { path, error: `${path.join(".") || "the document"}: ${error.message ?? error.keyword}` };
}

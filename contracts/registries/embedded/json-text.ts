import { Ajv } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";

const options = { strict: false, validateFormats: false, allErrors: false } as const;
const validators = new Map<string, Ajv>();

/** Checks a JSON Schema against its draft's meta-schema; no schema is ever compiled. @throws Error with what is wrong. */
export function checkJsonSchema(text: string): void {
  const schema: unknown = JSON.parse(text);
  if (typeof schema === "boolean") return;
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw new Error("a JSON Schema is an object or a boolean");
  const draft = "$schema" in schema ? String(schema.$schema) : "http://json-schema.org/draft-07/schema#";
  const validator = validatorOf(draft);
  if (validator === undefined) return;
  // Without its $schema, since the validator was chosen by it and would look it up again by exact spelling.
  const { $schema: _, ...bare }: Record<string, unknown> = { ...schema };
  if (validator.validateSchema(bare) !== true) throw new Error(validator.errorsText(validator.errors, { dataVar: "schema" }));
}

/** Older drafts have no meta-schema here; any object passes as one of theirs. */
function validatorOf(draft: string): Ajv | undefined {
  const kind = /2020-12/.test(draft) ? "2020" : /2019-09/.test(draft) ? "2019" : /draft-0[346]\b/.test(draft) ? undefined : "07";
  if (kind === undefined) return undefined;
  const made = validators.get(kind) ?? (kind === "2020" ? new Ajv2020(options) : kind === "2019" ? new Ajv2019(options) : new Ajv(options));
  validators.set(kind, made);
  return made;
}

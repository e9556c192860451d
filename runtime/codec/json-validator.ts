import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { kindOf } from "./kind-of.js";

/** Says where and how a value does not fit; `undefined` when it does. Never quotes a text of the value. */
export type Validator = (value: unknown) => string | undefined;

/** Compiles a self-contained schema of the draft that its `$schema` names; none: 2020-12. @throws Error on a schema that is none. */
export function compileJson(text: string): Validator {
  const schema: unknown = JSON.parse(text);
  if (typeof schema === "boolean") return schema ? () => undefined : () => "the schema allows no value";
  if (typeof schema !== "object" || schema === null) throw new Error("a JSON Schema is an object or a boolean");
  const { $schema, ...rest } = schema as { readonly $schema?: unknown };
  // Formats and vocabularies that ajv does not know are annotations, so it neither refuses them nor talks about them.
  const options = { strict: false, allErrors: false, ownProperties: true, logger: false } as const;
  const ajv = ajvFor(String($schema ?? ""), options);
  formats.default(ajv);
  const validate: ValidateFunction = ajv.compile(rest);
  return (value) => (validate(value) ? undefined : describe(value, validate.errors?.[0]));
}

function ajvFor($schema: string, options: ConstructorParameters<typeof Ajv>[0]): Ajv {
  if (/draft-0[4-7]/.test($schema)) return new Ajv(options);
  return $schema.includes("2019-09") ? new Ajv2019(options) : new Ajv2020(options);
}

function describe(value: unknown, error: ErrorObject | undefined): string {
  if (!error) return "the value does not fit";
  const steps = error.instancePath.split("/").slice(1).map(unescaped);
  const found = steps.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, step)?.value : undefined),
    value,
  );
  const { additionalProperty: name } = error.params;
  const extra = typeof name === "string" ? ` ("${name.slice(0, 40)}")` : "";
  return `${steps.join(".") || "the event"}: ${error.message ?? error.keyword}${extra}, found ${kindOf(found)}`;
}

function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

import type { Draft, Failure } from "./json/check.js";
import { compileSchema } from "./json/compile.js";
import { kindOf } from "./kind-of.js";

/** Says where and how a value does not fit; `undefined` when it does. Never quotes a text of the value. */
export type Validator = (value: unknown) => string | undefined;

/** Compiles a self-contained schema of the draft that its `$schema` names; none: 2020-12. @throws Error on a schema that is none. */
export function compileJson(text: string): Validator {
  const schema: unknown = JSON.parse(text);
  if (typeof schema === "boolean") return schema ? () => undefined : () => "the schema allows no value";
  if (typeof schema !== "object" || schema === null) throw new Error("a JSON Schema is an object or a boolean");
  const check = compileSchema(schema, draftOf(schema));
  return (value) => {
    try {
      const wrong = check(value, undefined);
      return wrong && describe(value, wrong);
    } catch (error) {
      if (error instanceof RangeError) return "the event is nested too deeply";
      throw error;
    }
  };
}

function draftOf({ $schema }: { readonly $schema?: unknown }): Draft {
  const name = String($schema ?? "");
  if (/draft-0[4-7]/.test(name)) return "draft-07";
  return name.includes("2019-09") ? "2019-09" : "2020-12";
}

function describe(value: unknown, { steps, reason, extra }: Failure): string {
  const path = steps.toReversed().map(String);
  const found = path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, step)?.value : undefined),
    value,
  );
  const name = extra === undefined ? "" : ` ("${extra.slice(0, 40)}")`;
  return `${path.join(".") || "the event"}: ${reason}${name}, found ${kindOf(found)}`;
}

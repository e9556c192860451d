import { EventwrightError } from "../errors.js";
import type { CodecDefinition, EventCodec } from "./codec.js";
import { closedForm } from "./json/closed-form.js";
import { compileJson, type Validator } from "./json-validator.js";

/**
 * A codec for JSON text under a JSON Schema; nothing is compiled before its first use. JSON carries its field names, so a payload of
 * any version is judged by this codec's own schema, and `default` stays what the specification makes it: an annotation.
 */
export function defineJsonCodec<T>(definition: CodecDefinition): EventCodec<T> {
  let validator: Validator | undefined;
  let onWrite: Validator | undefined;
  const validate = () => (validator ??= compile(definition));
  const validateWritten = () => (onWrite ??= definition.contentModel === undefined ? validate() : compile(closed(definition)));
  return {
    ...definition,
    format: "json",
    encode: (event) => encode(definition, validateWritten(), event),
    decode: (payload, writer) => decode(definition, validate(), { payload, writer }) as T,
  };
}

function closed(definition: CodecDefinition): CodecDefinition {
  return { ...definition, schema: closedForm(definition.schema) };
}

function compile({ name, schema, version }: CodecDefinition): Validator {
  try {
    return compileJson(schema);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EventwrightError("ENCODE_INVALID", { detail: `the schema of ${name}, version ${version}, is not valid: ${message}`, cause });
  }
}

function encode({ name }: CodecDefinition, validate: Validator, event: unknown): Uint8Array {
  const problem = validate(event);
  if (problem !== undefined) throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: ${problem}` });
  const text = textOf(name, event);
  const unsafe = unsafeInteger(text);
  if (unsafe) throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: ${unsafe}` });
  return Buffer.from(text, "utf8");
}

function textOf(name: string, event: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(event);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: the event can't be written as JSON`, cause });
  }
  throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: there is no event` });
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

interface Reading {
  readonly payload: Uint8Array;
  readonly writer: number | string | undefined;
}

function decode({ name, version }: CodecDefinition, validate: Validator, { payload, writer }: Reading): unknown {
  const by = typeof writer === "string" ? "a schema unknown at build time" : `version ${writer ?? version}`;
  const refuse = (problem: string) =>
    new EventwrightError("DECODE_INVALID", { detail: `${name} written with ${by}, read as version ${version}: ${problem}` });
  const text = orElse(() => utf8.decode(payload), refuse("the payload is not UTF-8"));
  const event = orElse((): unknown => JSON.parse(text), refuse("the payload is not JSON"));
  const problem = unsafeInteger(text) ?? validate(event);
  if (problem !== undefined) throw refuse(problem);
  return event;
}

/** The parser's own messages quote the payload, so they are not passed on. */
function orElse<V>(attempt: () => V, failure: EventwrightError): V {
  try {
    return attempt();
  } catch {
    throw failure;
  }
}

const longDigits = /\d{16}/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A parser rounds an integer beyond 2^53 - 1 without a word; its text still tells. */
function unsafeInteger(text: string): string | undefined {
  if (!longDigits.test(text)) return undefined;
  for (const [token] of text.matchAll(stringOrNumber)) {
    if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) return `an integer of ${token.length} characters is beyond 2^53 - 1`;
  }
  return undefined;
}

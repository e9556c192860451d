import { EventwrightError } from "../errors.js";
import { explainMisfit } from "./avro/explain.js";
import type { AvroType, Resolver } from "./avro/internals.js";
import { parseAvro } from "./avro/parse.js";
import { resolverFor } from "./avro/resolve.js";
import { timeFieldOf } from "./avro/time-field.js";
import type { CodecDefinition, EventCodec } from "./codec.js";
import { lastUsed } from "./last-used.js";

/** How many schemas that were unknown at build time a codec keeps ready. */
const keptWriters = 64;

/** A codec for Avro's binary encoding; nothing is compiled before its first use. */
export function defineAvroCodec<T>(definition: CodecDefinition): EventCodec<T> {
  let own: AvroType | undefined;
  const type = () => (own ??= compile(definition));
  const resolverOf = lastUsed(keptWriters, (text: string) => resolve(type(), text));
  return {
    ...definition,
    format: "avro",
    encode: (event) => encode(definition, type(), event),
    decode: (payload, writer) => {
      const text = textOf(definition, writer);
      const resolver = text === definition.schema ? undefined : resolverOf(text);
      return decode(definition, type(), { payload, resolver, writer }) as T;
    },
    timeField: (path) => timeFieldOf(type(), path),
  };
}

function compile({ name, schema, version, ...values }: CodecDefinition): AvroType {
  try {
    return parseAvro(schema, values);
  } catch (cause) {
    throw new EventwrightError("ENCODE_INVALID", {
      detail: `the schema of ${name}, version ${version}, is not valid: ${messageOf(cause)}`,
      cause,
    });
  }
}

function encode({ name }: CodecDefinition, type: AvroType, event: unknown): Uint8Array {
  try {
    return type.toBuffer(event);
  } catch (error) {
    // Not as a cause: avsc's messages quote the whole value.
    throw new EventwrightError("ENCODE_INVALID", { detail: `${name}: ${explainMisfit(type, event) ?? messageOf(error)}` });
  }
}

/** Either a resolver or why there is none; both are worth remembering. */
type Resolution = { readonly resolver: Resolver } | { readonly error: unknown };

function resolve(type: AvroType, text: string): Resolution {
  try {
    return { resolver: resolverFor(type, parseAvro(text), { registry: Object.create(null) }) };
  } catch (error) {
    return { error };
  }
}

function textOf({ name, schema, writers }: CodecDefinition, writer: number | string | undefined): string {
  if (writer === undefined) return schema;
  if (typeof writer === "string") return writer;
  const released = writers.find(({ version }) => version === writer);
  if (released) return released.schema;
  throw new EventwrightError("DECODE_INVALID", { detail: `${name} has no released version ${writer}` });
}

interface Reading {
  readonly payload: Uint8Array;
  readonly resolver: Resolution | undefined;
  readonly writer: number | string | undefined;
}

function decode(definition: CodecDefinition, type: AvroType, { payload, resolver, writer }: Reading): unknown {
  try {
    if (resolver && "error" in resolver) throw resolver.error;
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    return type.fromBuffer(bytes, resolver?.resolver);
  } catch (cause) {
    const by = typeof writer === "string" ? "a schema unknown at build time" : `version ${writer ?? definition.version}`;
    const detail = `${definition.name} written with ${by}, read as version ${definition.version}: ${messageOf(cause)}`;
    throw new EventwrightError("DECODE_INVALID", { detail, cause });
  }
}

/** avsc quotes whole schemas. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length > 300 ? `${message.slice(0, 300)}…` : message;
}

/** How an Avro codec shows 64-bit numbers and points in time; what is left out is as the default. JSON Schema has neither. */
export interface ValueOptions {
  /** Default `number`, which refuses what it can't hold; `string` is decimal text. */
  readonly long?: "number" | "bigint" | "string";
  /** Default `Date` for millis and `bigint` for micros and nanos; `bigint` counts in the schema's unit, `string` is ISO 8601. */
  readonly timestamps?: "Date" | "bigint" | "string";
}

/** A field that holds a point in time, whatever its values look like. */
export interface TimeField {
  dateOf(value: unknown): Date | undefined;
  valueOf(time: Date): unknown;
}

/** Bytes ↔ one event type. What a generated `<event>.codec.ts` exports, and all that the runtime needs to know of an event. */
export interface EventCodec<T> extends ValueOptions {
  /** Full name, e.g. `acme.orders.OrderCreated`. */
  readonly name: string;
  readonly format: "avro" | "json";
  /** The version that `schema` stands for. */
  readonly version: number;
  /** SHA-256 of `schema`, hex. */
  readonly fingerprint: string;
  /** The self-contained schema text that this codec writes with. */
  readonly schema: string;
  /** Released versions by number, ascending; each with its own self-contained text. */
  readonly writers: readonly WriterVersion[];
  /** Of JSON Schema: `closed-producer` writes no property that the schema does not declare; it reads as ever. */
  readonly contentModel?: "closed-producer";
  /** Payload bytes, unframed. Fields with a default may be missing in `event`. @throws EventwrightError ENCODE_INVALID naming the field. */
  encode(event: T): Uint8Array;
  /**
   * Reads a payload that `writer` wrote: a released version's number, or a schema text that was unknown at build time;
   * absent: this codec's own schema. Gives every field, defaults filled in. @throws EventwrightError DECODE_INVALID.
   */
  decode(payload: Uint8Array, writer?: number | string): T;
  /** The field at this path, where it is a timestamp that a value alone does not tell the unit of. */
  timeField?(path: readonly string[]): TimeField | undefined;
}

export interface WriterVersion {
  readonly version: number;
  readonly fingerprint: string;
  readonly schema: string;
}

/** What a generated codec file hands to `defineAvroCodec` or `defineJsonCodec`. */
export type CodecDefinition = Pick<
  EventCodec<unknown>,
  "name" | "version" | "fingerprint" | "schema" | "writers" | "contentModel" | keyof ValueOptions
>;

/** The options of a codec alone, for another one of the same kind. */
export function valuesOf({ long, timestamps }: ValueOptions): ValueOptions {
  return { ...(long === undefined ? {} : { long }), ...(timestamps === undefined ? {} : { timestamps }) };
}

import type { ValueOptions } from "../codec.js";
import { decimalBytes, decimalText, isDecimal } from "./decimal.js";
import { instantMapping } from "./instants.js";
import { type AvroType, misfit, type ParseOptions, type Resolver, types } from "./internals.js";
import type { Mapping } from "./mapping.js";
import { type Resolution, readBy, resolverFor } from "./resolve.js";
import { dateText, daysOf, durationBytes, durationOf, uuidBytes, uuidText } from "./temporal.js";

/** A type with a {@link Mapping}. */
export class LogicalType extends types.LogicalType {
  readonly mapping: Mapping;

  constructor(underlying: unknown, options: ParseOptions, mapping: Mapping) {
    super(underlying, options);
    this.mapping = mapping;
  }

  override get typeName(): string {
    return "logical:mapped";
  }

  _createBranchConstructor(): null {
    return null;
  }

  _fromValue(raw: unknown): unknown {
    return this.mapping.from(raw as never);
  }

  _toValue(value: unknown): unknown {
    const raw = this.mapping.to(value);
    if (raw === undefined) throw misfit();
    return raw;
  }

  /** The bytes are resolved by the underlying types, so every promotion that Avro allows works here too. */
  override _update(resolver: Resolver, writer: AvroType, resolution: Resolution): void {
    if (writer instanceof LogicalType && writer.mapping.meaning !== this.mapping.meaning) {
      throw new Error(`${writer.mapping.meaning} can't be read as ${this.mapping.meaning}`);
    }
    const raw = resolverFor(this.underlyingType, writer, resolution);
    resolver._read = (tap) => this._fromValue(readBy(raw, tap));
  }
}

interface LogicalSchema {
  readonly type?: unknown;
  readonly logicalType?: unknown;
  readonly precision?: unknown;
  readonly scale?: unknown;
  readonly size?: unknown;
}

const same = (value: unknown): unknown => value;
const whole = (value: unknown): unknown => (Number.isInteger(value) ? value : undefined);
const big = (value: unknown): unknown => (typeof value === "bigint" ? value : undefined);
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const date: Mapping = { bucket: "string", meaning: "date", says: 'date text "YYYY-MM-DD"', from: dateText, to: daysOf };
const timeMillis: Mapping = { bucket: "number", meaning: "time-millis", says: "whole milliseconds", from: same, to: whole };
const duration: Mapping = { bucket: "object", meaning: "duration", says: "{ months, days, millis }", from: durationOf, to: durationBytes };
const uuidIn = (from: Mapping["from"], to: Mapping["to"]): Mapping => ({ bucket: "string", meaning: "uuid", says: "uuid text", from, to });
const uuid = uuidIn(same, (value) => (typeof value === "string" && uuidPattern.test(value) ? value : undefined));
const uuidFixed = uuidIn(uuidText, (value) => (typeof value === "string" && uuidPattern.test(value) ? uuidBytes(value) : undefined));
const timeMicros: Mapping = { bucket: "bigint", meaning: "time-micros", says: "bigint", big: true, from: same, to: big };

/** Where each stands; a logical type on another base is ignored, as the specification says. */
const mappings: ReadonlyMap<string, Mapping> = new Map([
  ["int date", date],
  ["int time-millis", timeMillis],
  ["long time-micros", timeMicros],
  ["string uuid", uuid],
  ["fixed:16 uuid", uuidFixed],
  ["fixed:12 duration", duration],
]);

const timestampTypes = /^(?:local-)?timestamp-(?:millis|micros|nanos)$/;

/** The mapping of a schema's `logicalType`; `undefined` where it has none that holds. */
export function mappingOf(schema: LogicalSchema, { timestamps }: ValueOptions = {}): Mapping | undefined {
  if (typeof schema.logicalType !== "string") return undefined;
  const base = schema.type === "fixed" ? `fixed:${String(schema.size)}` : String(schema.type);
  if (schema.logicalType === "decimal" && (schema.type === "bytes" || schema.type === "fixed")) return decimal(schema);
  if (base === "long" && timestampTypes.test(schema.logicalType)) return instantMapping(schema.logicalType, timestamps);
  return mappings.get(`${base} ${schema.logicalType}`);
}

function decimal({ precision, scale = 0, size }: LogicalSchema): Mapping | undefined {
  const length = typeof size === "number" ? { size } : {};
  if (!isDecimal(precision, scale, length.size)) return undefined;
  const options = { precision: Number(precision), scale: Number(scale), ...length };
  return {
    bucket: "string",
    meaning: `decimal of scale ${options.scale}`,
    says: `decimal text, at most ${options.scale} digits after the point and ${options.precision} in all`,
    from: (bytes: Uint8Array) => decimalText(bytes, options),
    to: (value) => decimalBytes(value, options),
  };
}

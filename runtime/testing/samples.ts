import type { ValueOptions } from "../codec/codec.js";
import { avroSample } from "./samples-avro.js";
import { jsonSampler } from "./samples-json.js";

/** How many, and which. */
export interface SampleOptions {
  /** The same seed gives the same events. Default 1. */
  readonly seed?: number;
  /** Default 24. */
  readonly count?: number;
  /** How the codec under test shows its values. */
  readonly values?: ValueOptions;
}

/**
 * Events at the edges of a schema, as a handler would see them: empty and long, smallest and greatest, each branch, each symbol.
 * Of JSON Schema, whose keywords can contradict each other, only those that the schema itself accepts; there may be none.
 */
export function sampleEvents(
  format: "avro" | "json",
  schema: string,
  { seed = 1, count = 24, values }: SampleOptions = {},
): readonly unknown[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  if (format === "avro") {
    const sample = avroSample(schema, values);
    return indexes.map((index) => sample(seed, index));
  }
  const sample = jsonSampler(schema);
  return indexes.map((index) => sample(seed, index)).filter((event) => event !== undefined);
}

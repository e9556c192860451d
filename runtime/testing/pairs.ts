import { defineAvroCodec } from "../codec/avro.js";
import { type EventCodec, valuesOf, type WriterVersion } from "../codec/codec.js";
import { defineJsonCodec } from "../codec/json.js";
import { differFor } from "./compare.js";
import { type SampleOptions, sampleEvents } from "./samples.js";

/** Confluent's seven words. */
export type CompatibilityMode = "NONE" | "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FORWARD_TRANSITIVE" | "FULL" | "FULL_TRANSITIVE";

/** One writer and one reader that the mode promises will understand each other. */
export interface CompatibilityPair {
  readonly writer: VersionedCodec;
  readonly reader: VersionedCodec;
}

/** A codec at one of its versions. */
export interface VersionedCodec {
  readonly version: number;
  /** `v2`, or `v3, unreleased`. */
  readonly label: string;
  readonly codec: EventCodec<unknown>;
}

/**
 * The pairs that a mode demands: current with itself always, then the released versions (the latest, or all of them where the mode
 * is transitive) written and read by current, or written by current and read by them. @throws Error on a version that the codec lacks.
 */
export function compatibilityPairs(
  codec: EventCodec<unknown>,
  mode: CompatibilityMode,
  versions: readonly number[],
): readonly CompatibilityPair[] {
  const released = versions.map((version) => releasedOf(codec, version));
  const isReleased = released.some(({ fingerprint }) => fingerprint === codec.fingerprint);
  const current: VersionedCodec = { version: codec.version, label: `v${codec.version}${isReleased ? "" : ", unreleased"}`, codec };
  const earlier = released.filter(({ fingerprint }) => fingerprint !== codec.fingerprint).map((writer) => versioned(codec, writer));
  const judged = mode === "NONE" ? [] : mode.endsWith("_TRANSITIVE") ? earlier : earlier.slice(-1);
  const backward = mode.startsWith("FORWARD") ? [] : judged.map((writer) => ({ writer, reader: current }));
  const forward = mode.startsWith("BACKWARD") ? [] : judged.map((reader) => ({ writer: current, reader }));
  return [{ writer: current, reader: current }, ...backward, ...forward];
}

/** Writes sample events with the one, reads them with the other, and tells every difference by path; no samples is a difference too. */
export function checkPair({ writer, reader }: CompatibilityPair, options: SampleOptions = {}): readonly string[] {
  const events = sampleEvents(writer.codec.format, writer.codec.schema, { values: valuesOf(writer.codec), ...options });
  if (events.length === 0) return ["no sample event could be made for the writer's schema"];
  const differences = differFor(reader.codec.format, reader.codec.schema, valuesOf(reader.codec));
  const found = events.flatMap((event, index) => {
    try {
      return differences(event, read(reader.codec, writer.codec, writer.codec.encode(event))).map((line) => `sample ${index}: ${line}`);
    } catch (error) {
      return [`sample ${index}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
  return [...new Set(found)];
}

function read(reader: EventCodec<unknown>, writer: EventCodec<unknown>, payload: Uint8Array): unknown {
  if (reader === writer) return reader.decode(payload);
  const known = reader.writers.find(({ fingerprint }) => fingerprint === writer.fingerprint);
  return reader.decode(payload, known?.version ?? writer.schema);
}

function releasedOf(codec: EventCodec<unknown>, version: number): WriterVersion {
  const found = codec.writers.find((writer) => writer.version === version);
  if (found) return found;
  throw new Error(`${codec.name} has no released version ${version}: generate its codec again`);
}

function versioned(current: EventCodec<unknown>, { version, fingerprint, schema }: WriterVersion): VersionedCodec {
  const define = current.format === "avro" ? defineAvroCodec<unknown> : defineJsonCodec<unknown>;
  const facts = { name: current.name, version, fingerprint, schema, writers: [], ...valuesOf(current) };
  return { version, label: `v${version}`, codec: define(facts) };
}

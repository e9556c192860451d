/** The proof by bytes, in the process: written by one version, read by another, compared value by value. */
import type { SchemaModel, TopicModel } from "../../catalog/index.js";
import { differFor, type EventCodec, sampleEvents, valuesOf } from "../../runtime/index.js";
import type { Proof } from "./report.js";
import { currentVersion, demanded, type FileVersion, releasedVersions } from "./versions.js";

export interface Sampling {
  readonly seed: number;
  readonly samples: number;
}

/** Every pair that the topic's mode demands, and current with itself. */
export function proveBytes(topic: TopicModel, event: SchemaModel, codec: EventCodec<unknown>, sampling: Sampling): readonly Proof[] {
  const shown = valuesOf(codec);
  const current = currentVersion(event, shown);
  const { written, reading } = demanded(topic.compatibility, releasedVersions(event, shown));
  const prove = (pair: Pair) => provePair(topic, event, sampling, pair);
  return [
    prove({ writer: current, reader: current, encode: (value) => codec.encode(value), decode: (payload) => codec.decode(payload) }),
    ...written.map((writer) =>
      prove({
        writer,
        reader: current,
        encode: (value) => writer.codec.encode(value),
        decode: (payload) => codec.decode(payload, writer.version),
      }),
    ),
    ...reading.map((reader) =>
      prove({
        writer: current,
        reader,
        encode: (value) => codec.encode(value),
        decode: (payload) => reader.codec.decode(payload, current.text),
      }),
    ),
  ];
}

interface Pair {
  readonly writer: FileVersion;
  readonly reader: FileVersion;
  readonly encode: (value: unknown) => Uint8Array;
  readonly decode: (payload: Uint8Array) => unknown;
}

function provePair(topic: TopicModel, event: SchemaModel, sampling: Sampling, pair: Pair): Proof {
  const { writer, reader } = pair;
  const values = sampleEvents(event.format, writer.text, { seed: sampling.seed, count: sampling.samples, values: valuesOf(writer.codec) });
  const differ = differFor(event.format, reader.text, valuesOf(reader.codec));
  const problems = values.flatMap((value) => {
    try {
      return differ(value, pair.decode(pair.encode(value)));
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  if (values.length === 0) problems.push(`no sample event could be made for ${writer.label}`);
  return {
    event: event.name,
    topic: topic.topic,
    kind: "bytes",
    writer: writer.label,
    reader: reader.label,
    status: problems.length === 0 ? "passed" : "failed",
    values: values.length,
    problems: distinct(problems),
    places: reader.place.path === writer.place.path ? [reader.place] : [reader.place, writer.place],
  };
}

/** One line a field: the first value that shows it. */
function distinct(problems: readonly string[]): readonly string[] {
  const byField = new Map<string, string>();
  for (const problem of problems) {
    const field = problem.split(":")[0] ?? problem;
    if (!byField.has(field)) byField.set(field, problem);
  }
  return [...byField.values()].slice(0, 12);
}

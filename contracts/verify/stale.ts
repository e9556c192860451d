/** Do the generated clients stand for the schema files, every released version of them? */
import type { SchemaModel, TopicModel } from "../../catalog/index.js";
import { isEventwrightError } from "../../runtime/errors.js";
import type { EventCodec } from "../../runtime/index.js";
import { compare } from "../evolution/compare.js";
import type { Proof } from "./report.js";

/** The proof that a codec's embedded schemas are those of the files. */
export function proveGenerated(topic: TopicModel, event: SchemaModel, codec: EventCodec<unknown> | undefined): Proof {
  const base = { event: event.name, topic: topic.topic, kind: "generated", values: 0, places: [event.place] } as const;
  if (codec === undefined)
    return { ...base, status: "failed", problems: ["no generated client has this event: run `eventwright codegen`"] };
  const current = { label: `v${event.version}`, text: event.text, fingerprint: event.fingerprint };
  const problems = [
    ...mismatch(event, current, { schema: codec.schema, fingerprint: codec.fingerprint }),
    ...event.released.flatMap((version) => {
      const label = `v${version.version}`;
      const embedded = codec.writers.find((writer) => writer.version === version.version);
      return mismatch(event, { label, text: version.text, fingerprint: version.fingerprint }, embedded);
    }),
  ];
  return { ...base, status: problems.length === 0 ? "passed" : "failed", problems };
}

interface Expected {
  readonly label: string;
  readonly text: string;
  readonly fingerprint: string;
}

function mismatch(event: SchemaModel, file: Expected, embedded: { schema: string; fingerprint: string } | undefined): readonly string[] {
  if (embedded === undefined) return [`${file.label}: the generated codec does not know it; run \`eventwright codegen\``];
  if (embedded.fingerprint === file.fingerprint && embedded.schema === file.text) return [];
  const told = differences(event.format, embedded.schema, file.text);
  const how = told.length === 0 ? "" : `: ${told.join(", ")}`;
  return [
    `${file.label}: the schema file is not the one that the clients were generated from${how}; was a released file edited, or codegen not run?`,
  ];
}

/** Field by field, as far as the engine sees a difference. */
export function differences(format: "avro" | "json", generated: string, file: string): readonly string[] {
  try {
    const findings = [compare({ format, reader: generated, writer: file }), compare({ format, reader: file, writer: generated })].flatMap(
      (one) => one.findings,
    );
    return [...new Set(findings.map((finding) => `${finding.path || "the event"} (${finding.rule})`))];
  } catch (error) {
    if (isEventwrightError(error)) return [error.message];
    throw error;
  }
}

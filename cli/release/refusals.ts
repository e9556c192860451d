import type { CompatibilityMode, EventModel, SchemaModel } from "../../catalog/index.js";
import { compare, type Finding } from "../../contracts/index.js";

/** One reason why a version may not be released. */
export interface Refusal {
  readonly schema: SchemaModel;
  readonly mode: CompatibilityMode;
  /** The released version it was compared with. */
  readonly version: number;
  readonly finding: Finding;
}

/** What the topic's mode forbids in a schema's next version. A schema without a topic has no mode, so nothing is. */
export function refusals(schema: SchemaModel, model: EventModel): readonly Refusal[] {
  const mode = model.topics.find((topic) => topic.events.some((event) => event.name === schema.name))?.compatibility ?? "NONE";
  const against = mode.endsWith("_TRANSITIVE") ? schema.released : schema.released.slice(-1);
  const { format } = schema;
  return against.flatMap(({ version, text }) => {
    const backward = /^(BACKWARD|FULL)/.test(mode) ? compare({ format, reader: schema.text, writer: text }).findings : [];
    const forward = /^(FORWARD|FULL)/.test(mode) ? compare({ format, reader: text, writer: schema.text }).findings : [];
    return [...backward, ...forward]
      .filter((finding) => finding.severity === "error")
      .map((finding) => ({ schema, mode, version, finding }));
  });
}

/** Which writer field feeds which reader field. */
import type { Field, RecordType } from "../../../catalog/index.js";

/** One reader field and where its value comes from. */
export interface Feed {
  readonly field: Field;
  /** Writer fields that it may be read from: by its name, then by its aliases. */
  readonly sources: readonly Field[];
  /** Another reader field that claims one of the same sources. */
  readonly rival?: Field;
}

/** The feeds of a record pair, in the reader's order. */
export function feeds(reader: RecordType, writer: RecordType): readonly Feed[] {
  const byName = new Map(writer.fields.map((field) => [field.name, field]));
  const claimed = new Map<Field, Field>();
  return reader.fields.map((field) => {
    const names = [...new Set([field.name, ...field.aliases])];
    const sources = names.flatMap((name) => byName.get(name) ?? []);
    const rival = sources.map((source) => claimed.get(source)).find((other) => other !== undefined);
    for (const source of sources) claimed.set(source, field);
    return { field, sources, ...(rival === undefined ? {} : { rival }) };
  });
}

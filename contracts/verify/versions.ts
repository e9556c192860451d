/** Versions as readers and writers: codecs made from schema files, never from what was generated. */
import type { CompatibilityMode, Place, SchemaFormat, SchemaModel } from "../../catalog/index.js";
import { defineAvroCodec, defineJsonCodec, type EventCodec, type ValueOptions } from "../../runtime/index.js";
import { questionsOf } from "../evolution/gate/pairs.js";

/** One version of an event, with a codec that knows nothing but its file. */
export interface FileVersion {
  readonly version: number;
  readonly label: string;
  readonly text: string;
  readonly fingerprint: string;
  readonly place: Place;
  readonly codec: EventCodec<unknown>;
}

/** A codec for a bare schema text. */
function codecOf(
  format: SchemaFormat,
  facts: { name: string; version: number; fingerprint: string; text: string; values: ValueOptions },
): EventCodec<unknown> {
  const { name, version, fingerprint, text: schema, values } = facts;
  const define = format === "avro" ? defineAvroCodec<unknown> : defineJsonCodec<unknown>;
  return define({ name, version, fingerprint, schema, writers: [], ...values });
}

/** The released versions of an event, ascending; their codecs show values as the generated one does. */
export function releasedVersions(event: SchemaModel, values: ValueOptions): readonly FileVersion[] {
  return event.released.map(({ version, text, fingerprint, place }) => {
    return {
      version,
      label: `v${version}`,
      text,
      fingerprint,
      place,
      codec: codecOf(event.format, { name: event.name, version, fingerprint, text, values }),
    };
  });
}

/** The work tree's version of an event. */
export function currentVersion(event: SchemaModel, values: ValueOptions): FileVersion {
  const { version, text, fingerprint, place } = event;
  const isReleased = event.released.some((one) => one.fingerprint === fingerprint);
  const label = isReleased ? `v${version}` : `v${version} (unreleased)`;
  return {
    version,
    label,
    text,
    fingerprint,
    place,
    codec: codecOf(event.format, { name: event.name, version, fingerprint, text, values }),
  };
}

/** What a mode wants proven: older versions that are written and read by current, and that read what current writes. */
export function demanded(
  mode: CompatibilityMode,
  versions: readonly FileVersion[],
): { readonly written: readonly FileVersion[]; readonly reading: readonly FileVersion[] } {
  const questions = questionsOf(mode, versions);
  return {
    written: questions.filter(({ breaks }) => breaks === "backward").map(({ version }) => version),
    reading: questions.filter(({ breaks }) => breaks === "forward").map(({ version }) => version),
  };
}

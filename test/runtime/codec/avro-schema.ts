import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import type { EventCodec } from "../../../runtime/codec/codec.js";

/** A codec of one record named `test.Event` with these fields. */
export function recordCodec(fields: readonly object[], released: readonly (readonly object[])[] = []): EventCodec<Record<string, unknown>> {
  return defineAvroCodec({
    name: "test.Event",
    version: released.length + 1,
    fingerprint: "",
    schema: recordText(fields),
    writers: released.map((each, index) => ({ version: index + 1, fingerprint: "", schema: recordText(each) })),
  });
}

export function recordText(fields: readonly object[]): string {
  return JSON.stringify({ type: "record", name: "Event", namespace: "test", fields });
}

/** A codec of one record with the one field `v`. */
export function fieldCodec(type: unknown): EventCodec<Record<string, unknown>> {
  return recordCodec([{ name: "v", type }]);
}

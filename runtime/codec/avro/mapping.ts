import type { TimeField } from "../codec.js";

/** The kinds of values JavaScript can tell apart. */
export type Bucket = "boolean" | "number" | "bigint" | "string" | "bytes" | "date" | "array" | "object";

/** How a logical type's values look, over those of the type it stands on. */
export interface Mapping {
  readonly bucket: Bucket;
  /** Two logical types whose meanings differ are never read as each other, although their bytes could be. */
  readonly meaning: string;
  /** What an error says is expected. */
  readonly says: string;
  /** The underlying long is read as a bigint. */
  readonly big?: boolean;
  readonly from: (raw: never) => unknown;
  /** `undefined`: the value does not fit. */
  readonly to: (value: unknown) => unknown;
  /** Of a timestamp: its values as points in time. */
  readonly time?: TimeField;
}

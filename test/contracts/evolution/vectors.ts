import { readFileSync } from "node:fs";

/** One row of an Avro file; `java` or `verdict` is the checker's word, `javaResolver` or `resolver` the decoder's. */
export interface AvroRow {
  readonly id: string;
  readonly reader: unknown;
  readonly writer: unknown;
  readonly java?: string;
  readonly verdict?: string;
  readonly javaResolver?: string;
  readonly resolver?: string;
}

export interface JsonRow {
  readonly id: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly witness?: unknown;
  readonly included?: boolean;
  /** What ajv says of the witness under the old and the new schema, formats being notes. */
  readonly ajvOldNewOnWitness?: string;
}

/** The rows of one file. */
export function vectors<R>(name: string): readonly R[] {
  return lines(name).map((line): R => JSON.parse(line));
}

/** The same as they are written. */
export function lines(name: string): readonly string[] {
  return readFileSync(new URL(`./vectors/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n");
}

/** How often each word occurs. */
export function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

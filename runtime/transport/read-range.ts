import { EventwrightError } from "../errors.js";
import type { ReadRange, TopicPartition } from "./transport.js";

/** One partition's part of a read: `from` inclusive, `to` exclusive. */
export interface Stretch extends TopicPartition {
  readonly from: bigint;
  readonly to: bigint;
  /** True: it begins at the log's first record, whichever that is by then. */
  readonly atFirst: boolean;
}

/** What there is to read, by the ends of each partition. @throws EventwrightError LOG_OVERTAKEN. */
export function stretchesOf(
  topic: string,
  ends: readonly { readonly first: bigint; readonly next: bigint }[],
  range: ReadRange,
): Stretch[] {
  return ends.flatMap(({ first, next }, partition) => {
    const asked = range.from?.[partition];
    const stretch = {
      topic,
      partition,
      from: asked ?? first,
      to: smaller(range.to?.[partition] ?? next, next),
      atFirst: asked === undefined,
    };
    if (stretch.from >= stretch.to) return [];
    if (stretch.from < first) throw overtaken(stretch, stretch.from, first);
    return [stretch];
  });
}

/** Records between what was read and what the log still holds are gone. */
export function overtaken({ topic, partition }: TopicPartition, position: bigint, first: bigint): EventwrightError {
  return new EventwrightError("LOG_OVERTAKEN", {
    detail: `${topic}/${partition}: offsets ${position} to ${first - 1n}`,
    hint: "Run it again: it begins with what the log holds now. If that happens often, let the topic keep its records longer.",
  });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

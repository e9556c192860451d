import { describe, expect, it } from "vitest";
import type { EventCodec } from "../codec/codec.js";
import { type CompatibilityMode, checkPair, compatibilityPairs } from "./pairs.js";
import type { SampleOptions } from "./samples.js";

/**
 * Registers one vitest case for each writer and reader that the mode says must understand each other: events at the edges of the
 * writer's schema are encoded with the one, decoded with the other, and compared value by value.
 */
export function provesCompatibility<T>(
  codec: EventCodec<T>,
  options: SampleOptions & { readonly mode: CompatibilityMode; readonly versions: readonly number[] },
): void {
  const { name } = codec;
  describe(`${name}, ${options.mode}`, () => {
    // A codec of any event takes the samples, which its own schema made.
    for (const pair of compatibilityPairs(codec as EventCodec<unknown>, options.mode, options.versions)) {
      it(`${pair.writer.label} written, ${pair.reader.label} read`, () => {
        expect(checkPair(pair, options), `${name} written with ${pair.writer.label}, read with ${pair.reader.label}`).toEqual([]);
      });
    }
  });
}

import { literal } from "../literal.js";
import { difference } from "../same.js";
import { withoutDefaults } from "./defaults.js";
import type { Node } from "./node.js";
import { RawType } from "./raw.js";

/** The part of a codec that is judged. */
export interface Judged {
  encode(value: unknown): Uint8Array;
  decode(bytes: Uint8Array): unknown;
}

/** What is wrong with a codec: each value through it and avsc in both directions, and back from what was left to defaults. */
export function misjudged(codec: Judged, node: Node, values: readonly unknown[]): readonly string[] {
  const raw = new RawType(node);
  return values.flatMap((value) => {
    const checks: readonly (readonly [string, () => string | undefined])[] = [
      ["what the codec writes, avsc reads differently", () => raw.misreads(codec.encode(value), value)],
      ["what avsc writes, the codec reads differently", () => difference(value, codec.decode(raw.encode(value)))],
      ["the codec reads its own bytes differently", () => difference(value, codec.decode(codec.encode(value)))],
      ["defaults are not what the schema says", () => defaultsDiffer(codec, node, value)],
    ];
    return checks.flatMap(([what, check]) => {
      const at = attempt(check);
      return at === undefined ? [] : [`${what}, at ${at}, for ${literal(value).slice(0, 2000)}`];
    });
  });
}

function defaultsDiffer(codec: Judged, node: Node, value: unknown): string | undefined {
  const { left, filled } = withoutDefaults(node, value);
  return difference(filled, codec.decode(codec.encode(left)));
}

function attempt(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `nowhere: ${error instanceof Error ? error.message : String(error)}`;
  }
}

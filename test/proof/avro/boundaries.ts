import type { LogicalNode, Node } from "./node.js";

const ints = [0, 1, -1, 63, -65, 2 ** 31 - 1, -(2 ** 31)];
const longs = [...ints, 2 ** 31, 2 ** 52, -(2 ** 52), -(2 ** 52) - 1, 2 ** 53 - 1, 1 - 2 ** 53];
const specials = [0, -0, 1.5, -2.25, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const bigs = [0n, 1n, -1n, 1_700_000_000_123_456n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const dates = ["1970-01-01", "1969-12-31", "2000-02-29", "0001-01-01", "9999-12-31", "-000001-03-01", "+275760-09-13", "-271821-04-20"];
const instants = [0, -1, 1_700_000_000_123, 253_402_300_799_999, 8.64e15, -8.64e15].map((millis) => new Date(millis));
const uuids = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "1b4e28ba-2fa1-11d2-883f-0016d3cca427"];

/** Texts that have been trouble somewhere. */
export const texts = [
  "",
  "a",
  "héllo",
  "日本語",
  "😀👩‍👩‍👧",
  "\u0000\u001f\u007f",
  '"\\`$\u007bx}\n\u2028*/',
  "__proto__",
  "constructor",
  "x".repeat(3000),
];

/** Values at the edges of what a node without parts can hold, in the mapping of the types. */
export function boundaries(node: Node): readonly unknown[] {
  switch (node.kind) {
    case "null":
      return [null];
    case "boolean":
      return [true, false];
    case "int":
      return ints;
    case "long":
      return longs;
    case "float":
      return [...specials, Math.fround(0.1), 2 ** 128 - 2 ** 104, 2 ** -149];
    case "double":
      return [...specials, 0.1, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53 + 2];
    case "string":
      return texts;
    case "bytes":
      return [new Uint8Array(), new Uint8Array([0]), Uint8Array.from({ length: 256 }, (_, index) => index)];
    case "fixed":
      return [0, 255, 0x80].map((byte, seed) => Uint8Array.from({ length: node.size }, (_, index) => (byte + index * seed) & 255));
    case "enum":
      return node.symbols;
    case "logical":
      return logicalBoundaries(node);
    default:
      return [];
  }
}

// A schema may allow more digits than there is memory for.
const mostDigits = 5_000;

function logicalBoundaries({ logical, on, precision, scale }: LogicalNode): readonly unknown[] {
  if (logical === "decimal") {
    const most = 10n ** BigInt(Math.min(precision, mostDigits)) - 1n;
    return (scale > mostDigits ? [] : [0n, 1n, -1n, most, -most]).map((it) => decimal(it, scale));
  }
  if (logical === "date") return dates;
  if (logical === "time-millis") return [0, 1, 86_399_999, 2 ** 31 - 1, -(2 ** 31)];
  if (logical.endsWith("timestamp-millis")) return instants;
  if (logical === "uuid") return on === "string" ? [...uuids, "1B4E28BA-2FA1-11D2-883F-0016D3CCA427"] : uuids;
  if (logical !== "duration") return bigs;
  const most = 2 ** 32 - 1;
  return [
    { months: 0, days: 0, millis: 0 },
    { months: most, days: most, millis: most },
    { months: 1, days: 2 ** 31, millis: 3 },
  ];
}

/** An unscaled integer with its point. */
export function decimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? "-" : ""}${whole}${scale === 0 ? "" : `.${digits.slice(-scale)}`}`;
}

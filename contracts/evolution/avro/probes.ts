/** Values of a type at which readers of another type trip, the smallest first. */
import type { LogicalShape } from "../../../catalog/index.js";
import type { Node } from "./node.js";
import type { AvroValue } from "./value.js";

/** @throws Error when the type has no finite value. */
export function probes(node: Node, smallest: () => AvroValue): readonly AvroValue[] {
  switch (node.kind) {
    case "enum":
      return node.type.symbols;
    case "fixed":
      return [new Uint8Array(node.size), ...unscaled(node.logical).map((value) => signed(value, node.size))];
    case "leaf":
      return [smallest(), ...leafProbes(node)];
    default:
      return [smallest()];
  }
}

function leafProbes({ physical, logical }: Extract<Node, { kind: "leaf" }>): readonly AvroValue[] {
  switch (physical) {
    case "int":
      return [1, beyondFloat];
    case "long":
      return [1, beyondFloat, beyondDouble];
    case "string":
      return ["a"];
    case "bytes":
      return unscaled(logical).map((value) => signed(value, Math.ceil((value.toString(2).length + 1) / 8)));
    default:
      return [];
  }
}

/** The first integers that a float and a double have no place for. */
const beyondFloat = 2 ** 24 + 1;
const beyondDouble = 2n ** 53n + 1n;

/** One unit, and one number for each count of digits. */
function unscaled(logical: LogicalShape | undefined): readonly bigint[] {
  const digits = logical?.logical === "decimal" ? (logical.precision ?? 1) : 1;
  return Array.from({ length: Math.min(digits, 100) }, (_, digit) => 10n ** BigInt(digit));
}

/** Two's complement, big-endian; what does not fit loses its front. */
function signed(value: bigint, size: number): Uint8Array {
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  return Uint8Array.from(Buffer.from(size === 0 ? "" : hex, "hex"));
}

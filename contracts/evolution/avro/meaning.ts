/** Changes that leave every byte readable and make it say something else. */
import type { LogicalShape } from "../../../catalog/index.js";
import type { RuleId } from "../finding.js";
import { logicalText, type Node, nodeText } from "./node.js";

/** What resolution would let pass in silence. */
export interface Shift {
  readonly rule: RuleId & ("MEANING_CHANGED" | "PRECISION_LOST");
  readonly severity: "error" | "warning";
  readonly detail: string;
}

/** The change of meaning between two types whose bytes resolve; undefined where there is none. */
export function shiftOf(reader: Node, writer: Node): Shift | undefined {
  if ((reader.kind !== "leaf" && reader.kind !== "fixed") || (writer.kind !== "leaf" && writer.kind !== "fixed")) return undefined;
  return logicalShift(reader, writer) ?? roundingShift(reader, writer);
}

function logicalShift(reader: Leaf, writer: Leaf): Shift | undefined {
  const [r, w] = [reader.logical, writer.logical];
  if (r === undefined && w === undefined) return undefined;
  if (r === undefined || w === undefined) return oneSided(reader, writer);
  if (r.logical !== w.logical) return changed(`${logicalText(w)} is read as ${logicalText(r)}`);
  if (r.logical !== "decimal") return undefined;
  return decimalShift(r, w);
}

type Leaf = Extract<Node, { readonly kind: "leaf" | "fixed" }>;

function oneSided(reader: Leaf, writer: Leaf): Shift | undefined {
  // A uuid is a string in every respect; a string is a uuid only if its writers were careful.
  if (reader.logical === undefined && writer.logical?.logical === "uuid" && writer.kind === "leaf") return undefined;
  if (reader.logical?.logical === "uuid" && reader.kind === "leaf") {
    return { rule: "MEANING_CHANGED", severity: "warning", detail: "any string is read as a uuid" };
  }
  return changed(`${nodeText(writer)} is read as ${nodeText(reader)}`);
}

function decimalShift(reader: LogicalShape, writer: LogicalShape): Shift | undefined {
  if ((reader.scale ?? 0) !== (writer.scale ?? 0)) {
    return changed(`the scale is ${reader.scale ?? 0} for the reader and ${writer.scale ?? 0} for the writer, over the same bytes`);
  }
  if ((reader.precision ?? 0) >= (writer.precision ?? 0)) return undefined;
  const detail = `${logicalText(writer)} has more digits than ${logicalText(reader)} promises`;
  return { rule: "MEANING_CHANGED", severity: "warning", detail };
}

function roundingShift(reader: Leaf, writer: Leaf): Shift | undefined {
  if (reader.kind !== "leaf" || writer.kind !== "leaf") return undefined;
  const rounds =
    (writer.physical === "long" && (reader.physical === "float" || reader.physical === "double")) ||
    (writer.physical === "int" && reader.physical === "float");
  if (!rounds) return undefined;
  return { rule: "PRECISION_LOST", severity: "warning", detail: `${writer.physical} is read as ${reader.physical}` };
}

function changed(detail: string): Shift {
  return { rule: "MEANING_CHANGED", severity: "error", detail };
}

import type { LogicalShape, PrimitiveShape, Shape } from "../event-model.js";
import type { AvroPrimitive } from "./avro-names.js";
import { type JsonNode, memberOf, stringOf } from "./json-text.js";
import type { Report } from "./source.js";

const onPrimitive: Readonly<Record<string, { readonly on: AvroPrimitive; readonly logical: LogicalShape["logical"] }>> = {
  date: { on: "int", logical: "date" },
  "time-millis": { on: "int", logical: "time-millis" },
  "time-micros": { on: "long", logical: "time-micros" },
  "timestamp-millis": { on: "long", logical: "timestamp-millis" },
  "timestamp-micros": { on: "long", logical: "timestamp-micros" },
  "timestamp-nanos": { on: "long", logical: "timestamp-nanos" },
  "local-timestamp-millis": { on: "long", logical: "local-timestamp-millis" },
  "local-timestamp-micros": { on: "long", logical: "local-timestamp-micros" },
  "local-timestamp-nanos": { on: "long", logical: "local-timestamp-nanos" },
  uuid: { on: "string", logical: "uuid" },
  decimal: { on: "bytes", logical: "decimal" },
};

const wordsOnFixed: readonly string[] = ["decimal", "duration", "uuid"];

/** The shape of a primitive with its attributes; a logical type that does not fit is ignored, as Avro demands. */
export function primitiveShape(kind: AvroPrimitive, node?: JsonNode): Shape {
  const word = stringOf(node, "logicalType");
  if (word === undefined) return { kind };
  const known = knownAs(word);
  if (known === undefined) return word === "duration" ? { kind } : { kind, format: word };
  if (known.on !== kind) return { kind };
  if (known.logical !== "decimal") return { kind: "logical", logical: known.logical };
  return decimalOf(node, Number.POSITIVE_INFINITY) ?? { kind };
}

/** Warns of one of Avro's own logical types where it does not fit: it is ignored, which nobody means who wrote it. */
export function reportIgnored(node: JsonNode, kind: AvroPrimitive | "fixed", report: Report): void {
  const word = stringOf(node, "logicalType");
  const place = memberOf(node, "logicalType");
  if (word === undefined || place === undefined || !(knownAs(word) || wordsOnFixed.includes(word))) return;
  const shape = kind === "fixed" ? logicalOnFixed(node) : primitiveShape(kind, node);
  if (shape?.kind === "logical") return;
  report("SCHEMA_INVALID", place, `the logicalType ${word} does not fit here and has no effect`, {
    severity: "warning",
    hint: ruleOf(word),
  });
}

/** A logical type as a schema writes it, for somebody who took its name for that of a type. */
export function logicalExample(word: string): string | undefined {
  const known = knownAs(word);
  if (known === undefined) return word === "duration" ? '{ "type": "fixed", "name": …, "size": 12, "logicalType": "duration" }' : undefined;
  const more = word === "decimal" ? ', "precision": 12, "scale": 2' : "";
  return `{ "type": "${known.on}", "logicalType": "${word}"${more} }`;
}

function knownAs(word: string) {
  return Object.hasOwn(onPrimitive, word) ? onPrimitive[word] : undefined;
}

function ruleOf(word: string): string {
  if (word === "decimal")
    return "It stands on bytes or on a fixed that can hold all its digits, with a precision from 1 and a scale from 0 to the precision";
  if (word === "duration") return "It stands on a fixed of 12 bytes";
  if (word === "uuid") return "It stands on a string or on a fixed of 16 bytes";
  return `It stands on ${knownAs(word)?.on === "int" ? "an int" : "a long"}`;
}

/** The logical type of a fixed, when it has one that fits. */
export function logicalOnFixed(node: JsonNode): LogicalShape | undefined {
  const size = integerOf(node, "size");
  const word = stringOf(node, "logicalType");
  if (size === undefined) return undefined;
  if (word === "decimal") {
    const decimal = decimalOf(node, Math.floor(Math.log10(2) * (8 * size - 1)));
    return decimal && { ...decimal, size };
  }
  if ((word === "uuid" && size === 16) || (word === "duration" && size === 12)) return { kind: "logical", logical: word, size };
  return undefined;
}

/** The primitive that carries a logical type outside a fixed. */
export function carrierOf(logical: LogicalShape["logical"]): PrimitiveShape["kind"] {
  return onPrimitive[logical]?.on ?? "bytes";
}

/** A member that is a whole number and not negative. */
export function integerOf(node: JsonNode | undefined, key: string): number | undefined {
  const value = memberOf(node, key);
  const number = value?.kind === "number" ? Number(value.text) : Number.NaN;
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

function decimalOf(node: JsonNode | undefined, maxPrecision: number): LogicalShape | undefined {
  const precision = integerOf(node, "precision");
  const scale = memberOf(node, "scale") === undefined ? 0 : integerOf(node, "scale");
  if (precision === undefined || precision < 1 || precision > maxPrecision || scale === undefined || scale > precision) return undefined;
  return { kind: "logical", logical: "decimal", precision, scale };
}

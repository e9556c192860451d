import type { Field, Shape } from "../../catalog/index.js";
import type { LintRule } from "./rule.js";

/** Rules about types that say too little, or lose something. */
export const valueRules = {
  "bare-timestamp": {
    summary: "a point in time that does not say its unit",
    severity: "warn",
    check: ({ schema, fields }) =>
      fields
        .filter(({ field }) => /([a-z0-9]At|_at|[tT]imestamp|_time)$|^timestamp$/.test(field.name) && isBare(field))
        .map(({ field, path }) => {
          const message = `${path} sounds like a point in time, but its type does not say in which unit it counts, or in which form it is written`;
          const hint = schema.format === "avro" ? 'Add "logicalType": "timestamp-millis"' : 'Make it a string with "format": "date-time"';
          return { place: field.place, path, message, hint };
        }),
  },
  "float-amount": {
    summary: "an amount of money in binary floating point",
    severity: "warn",
    check: ({ schema, fields }) =>
      fields
        .filter(({ field }) => /(amount|price|total|balance|fee|cost|tax)$/i.test(field.name) && isFloat(field.shape))
        .map(({ field, path }) => {
          const message = `${path} sounds like money, but its type can't hold 0.1: sums drift by fractions of a cent`;
          const decimal = 'Use bytes with "logicalType": "decimal"';
          return { place: field.place, path, message, hint: schema.format === "avro" ? decimal : "Use a string of digits, or whole cents" };
        }),
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function isBare({ shape }: Field): boolean {
  return kindsOf(shape).some(
    (kind) =>
      kind.kind === "long" ||
      kind.kind === "int" ||
      (isPlainNumber(kind) && kind.kind !== "float") ||
      (kind.kind === "string" && !has(kind)),
  );
}

function isFloat(shape: Shape): boolean {
  return kindsOf(shape).some(
    (kind) => kind.kind === "float" || (isPlainNumber(kind) && !(kind.kind === "number" && kind.format === "integer")),
  );
}

function isPlainNumber({ kind }: Shape): boolean {
  return kind === "number" || kind === "double";
}

function has(shape: Shape): boolean {
  return "format" in shape && shape.format !== undefined;
}

function kindsOf(shape: Shape): readonly Shape[] {
  return shape.kind === "union" ? shape.branches.map((branch) => branch.shape) : [shape];
}

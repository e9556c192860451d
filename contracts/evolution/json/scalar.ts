/** Types, enumerations, numbers and strings. */
import type { RuleId } from "../finding.js";
import type { Path } from "../side.js";
import type { Cell } from "./cell.js";
import { evaluate, test } from "./evaluate.js";
import type { Gap } from "./gap.js";
import { isMultiple, type Json, type JsonObject, stable } from "./value.js";

/** The gaps that a schema's own scalar keywords leave. */
export function withinScalar(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  return Object.keys(schema).flatMap((key) => {
    const check = checks[key];
    const value = schema[key];
    if (check === undefined || value === undefined) return [];
    const gap = { rule: ruleOf(key), path, detail: detailOf(cell, key, value) };
    return holds(cell, key, value, check) ? [] : [gap];
  });
}

type Check = (cell: Cell, value: Json) => boolean;

function holds(cell: Cell, key: string, value: Json, check: Check): boolean {
  if (cell.literals === undefined || key === "format") return check(cell, value);
  const doc = { root: true, siblingsOfRef: true, prefixItems: true, texts: new Map() };
  return cell.literals.every((literal) => evaluate(literal, { schema: { [key]: value }, doc }) === true);
}

const checks: Readonly<Record<string, Check>> = {
  type: (cell, type) => typeHolds(cell, type),
  enum: () => false,
  const: () => false,
  minimum: ({ type, min }, value) => type !== "number" || (min !== undefined && min.value >= Number(value)),
  maximum: ({ type, max }, value) => type !== "number" || (max !== undefined && max.value <= Number(value)),
  exclusiveMinimum: ({ type, min }, value) => type !== "number" || (min !== undefined && beyond(min.value, Number(value), min.exclusive)),
  exclusiveMaximum: ({ type, max }, value) => type !== "number" || (max !== undefined && beyond(-max.value, -Number(value), max.exclusive)),
  multipleOf: (cell, value) => cell.type !== "number" || steps(cell).some((step) => isMultiple(step, Number(value))),
  minLength: (cell, value) => cell.type !== "string" || cell.minLength >= Number(value),
  maxLength: (cell, value) => cell.type !== "string" || cell.maxLength <= Number(value),
  pattern: (cell, value) => cell.type !== "string" || takesAll(String(value)) || cell.patterns.includes(String(value)),
  // By the specification an annotation; the codecs of this package assert it, and so do many validators.
  format: (cell, value) => cell.type !== "string" || cell.formats.includes(String(value)),
};

function typeHolds(cell: Cell, type: Json): boolean {
  const names = Array.isArray(type) ? type : [type];
  return names.includes(cell.type) || (cell.type === "number" && names.includes("integer") && isWhole(cell));
}

function isWhole(cell: Cell): boolean {
  return cell.integer === true || cell.multiples.some((step) => Number.isInteger(step));
}

function steps(cell: Cell): readonly number[] {
  return cell.integer === true ? [...cell.multiples, 1] : cell.multiples;
}

function beyond(value: number, limit: number, exclusive: boolean): boolean {
  return value > limit || (value === limit && exclusive);
}

function takesAll(pattern: string): boolean {
  if (["^", "$", "^.*", ".*$", "^.*$"].includes(pattern)) return true;
  // Found anywhere, and found in nothing: found in everything.
  return !/[\^$\\]|\(\?/.test(pattern) && test(pattern, "") === true;
}

function ruleOf(key: string): RuleId {
  if (key === "type") return "TYPE_CHANGED";
  return key === "enum" || key === "const" ? "ENUM_SYMBOL_UNKNOWN" : "CONSTRAINT_TIGHTENED";
}

function detailOf(cell: Cell, key: string, value: Json): string {
  if (key === "type") return `the writer may write ${cell.integer ? "integer" : cell.type}, and the reader takes ${names(value)}`;
  if (key !== "enum" && key !== "const") return `the reader demands ${key} ${stable(value)}, which the writer does not promise`;
  const known = new Set((key === "enum" && Array.isArray(value) ? value : [value]).map(stable));
  const unknown = cell.literals?.map(stable).filter((literal) => !known.has(literal));
  return unknown === undefined
    ? `the writer may write any ${cell.type}, and the reader takes ${[...known].join(", ")} alone`
    : `the writer may write ${unknown.join(", ")}, which the reader does not list`;
}

function names(type: Json): string {
  return Array.isArray(type) ? type.join(" or ") : String(type);
}

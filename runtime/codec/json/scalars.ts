/** Keywords about numbers and strings, and about whole values. */
import formats from "ajv-formats/dist/formats.js";
import { type Check, failure, type Keyword, listOf, numberOf } from "./check.js";
import { identity, type Kind, kindIn } from "./value.js";

const kinds: ReadonlySet<unknown> = new Set(["null", "boolean", "integer", "number", "string", "array", "object"]);

export const type: Keyword = (argument) => {
  const words = Array.isArray(argument) ? argument : [argument];
  if (words.length === 0 || words.some((word) => !kinds.has(word))) throw new Error('"type" takes names of types');
  const allowed = new Set<Kind | "integer">(words);
  const wrong = `must be ${words.join(",")}`;
  const integers = allowed.has("integer") && !allowed.has("number");
  return (value) => {
    const kind = kindIn(value);
    if (allowed.has(kind) || (integers && kind === "number" && Number.isInteger(value))) return undefined;
    return failure(wrong);
  };
};

const oneOf = (values: readonly unknown[], wrong: string): Check => {
  const scalars = new Set(values.filter((value) => typeof value !== "object" || value === null));
  const others = new Set(values.filter((value) => typeof value === "object" && value !== null).map(identity));
  return (value) => {
    if (scalars.has(value)) return undefined;
    if (others.size > 0 && typeof value === "object" && value !== null && others.has(identity(value))) return undefined;
    return failure(wrong);
  };
};

export const constant: Keyword = (argument) => oneOf([argument], "must be equal to constant");

export const choice: Keyword = (argument) => oneOf(listOf("enum", argument), "must be equal to one of the allowed values");

const ofNumber = (wrong: string, fits: (value: number) => boolean): Check => {
  return (value) => (typeof value !== "number" || fits(value) ? undefined : failure(wrong));
};

export const minimum: Keyword = (argument) => {
  const limit = numberOf("minimum", argument);
  return ofNumber(`must be >= ${limit}`, (value) => value >= limit);
};

export const maximum: Keyword = (argument) => {
  const limit = numberOf("maximum", argument);
  return ofNumber(`must be <= ${limit}`, (value) => value <= limit);
};

export const exclusiveMinimum: Keyword = (argument) => {
  const limit = numberOf("exclusiveMinimum", argument);
  return ofNumber(`must be > ${limit}`, (value) => value > limit);
};

export const exclusiveMaximum: Keyword = (argument) => {
  const limit = numberOf("exclusiveMaximum", argument);
  return ofNumber(`must be < ${limit}`, (value) => value < limit);
};

export const multipleOf: Keyword = (argument) => {
  const step = numberOf("multipleOf", argument);
  if (!(step > 0)) throw new Error('"multipleOf" takes a number above 0');
  return ofNumber(`must be multiple of ${step}`, (value) => isMultiple(value, step));
};

/** By the digits that are written, since 16.01 / 0.01 is no integer for a computer. */
function isMultiple(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  if (!Number.isFinite(value)) return false;
  const one = decimal(value);
  const other = decimal(step);
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return scaled(one) % scaled(other) === 0n;
}

interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimal(value: number): Decimal {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

export const minLength: Keyword = (argument) => {
  const least = numberOf("minLength", argument);
  const wrong = `must NOT have fewer than ${least} characters`;
  return (value) => (typeof value !== "string" || characters(value) >= least ? undefined : failure(wrong));
};

export const maxLength: Keyword = (argument) => {
  const most = numberOf("maxLength", argument);
  const wrong = `must NOT have more than ${most} characters`;
  return (value) => (typeof value !== "string" || value.length <= most || characters(value) <= most ? undefined : failure(wrong));
};

/** Characters, where a pair of surrogates is one. */
function characters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    if ((text.codePointAt(at) ?? 0) <= 0xffff) continue;
    count -= 1;
    at += 1;
  }
  return count;
}

export const pattern: Keyword = (argument) => {
  const expression = regular(argument);
  const wrong = `must match pattern "${argument}"`;
  return (value) => (typeof value !== "string" || expression.test(value) ? undefined : failure(wrong));
};

/** A pattern as JSON Schema means it: of characters, found anywhere. */
export function regular(source: unknown): RegExp {
  if (typeof source !== "string") throw new Error('"pattern" takes a regular expression');
  return new RegExp(source, "u");
}

interface FormatRule {
  readonly type?: string;
  readonly validate?: unknown;
}

const rules = new Map<string, unknown>(Object.entries(formats.fullFormats));

/** The formats that the gate asserts too; every other one is an annotation. */
export const format: Keyword = (argument) => {
  const rule = typeof argument === "string" ? rules.get(argument) : undefined;
  const { type: kind = "string", validate = rule }: FormatRule =
    typeof rule === "object" && rule !== null && !(rule instanceof RegExp) ? rule : {};
  const fits = validate instanceof RegExp ? (value: string) => validate.test(value) : validate;
  if (typeof fits !== "function") return undefined;
  const wrong = `must match format "${argument}"`;
  return (value) => (typeof value !== kind || fits(value) === true ? undefined : failure(wrong));
};

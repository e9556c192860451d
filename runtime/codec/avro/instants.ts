import type { ValueOptions } from "../codec.js";
import type { Mapping } from "./mapping.js";
import { instant, millisOf } from "./temporal.js";

const fractions: Readonly<Record<string, number>> = { millis: 3, micros: 6, nanos: 9 };

/** How a timestamp's values look: `timestamp-micros` as a bigint, say. A Date holds milliseconds, so it stands for those alone. */
export function instantMapping(meaning: string, as: ValueOptions["timestamps"] = "Date"): Mapping {
  const digits = fractions[meaning.slice(meaning.lastIndexOf("-") + 1)] ?? 3;
  if (as === "string") return inText(meaning, { digits, isLocal: meaning.startsWith("local-") });
  if (as === "bigint" || digits > 3) return inUnits(meaning, 10n ** BigInt(digits - 3));
  return {
    bucket: "date",
    meaning,
    says: "a valid Date",
    from: instant,
    to: millisOf,
    time: { dateOf: (value) => (millisOf(value) === undefined ? undefined : (value as Date)), valueOf: (date) => date },
  };
}

function inUnits(meaning: string, perMilli: bigint): Mapping {
  return {
    bucket: "bigint",
    meaning,
    says: "bigint",
    big: true,
    from: (raw: bigint) => raw,
    to: (value) => (typeof value === "bigint" ? value : undefined),
    time: {
      dateOf: (value) => (typeof value === "bigint" ? validDate(floor(value, perMilli)) : undefined),
      valueOf: (date) => BigInt(date.getTime()) * perMilli,
    },
  };
}

interface TextForm {
  /** Behind the point. */
  readonly digits: number;
  /** Without a zone. */
  readonly isLocal: boolean;
}

function inText(meaning: string, form: TextForm): Mapping {
  const perMilli = 10n ** BigInt(form.digits - 3);
  const example = `2026-01-31T23:59:59.${"0".repeat(form.digits)}${form.isLocal ? "" : "Z"}`;
  return {
    bucket: "string",
    meaning,
    says: `text like "${example}"`,
    big: true,
    from: (raw: bigint) => instantText(raw, form),
    to: (value) => unitsOf(value, form),
    time: {
      dateOf(value) {
        const units = unitsOf(value, form);
        return units === undefined ? undefined : validDate(floor(units, perMilli));
      },
      valueOf: (date) => instantText(BigInt(date.getTime()) * perMilli, form),
    },
  };
}

function instantText(units: bigint, { digits, isLocal }: TextForm): string {
  const perMilli = 10n ** BigInt(digits - 3);
  const millis = floor(units, perMilli);
  const rest = perMilli === 1n ? "" : (units - millis * perMilli).toString().padStart(digits - 3, "0");
  return `${instant(Number(millis)).toISOString().slice(0, -1)}${rest}${isLocal ? "" : "Z"}`;
}

const pattern = /^((?:\d{4}|[+-]\d{6})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z?)$/;

/** The reverse of {@link instantText}; fewer digits stand for zeros, more than the unit holds would be lost and so do not fit. */
function unitsOf(value: unknown, { digits, isLocal }: TextForm): bigint | undefined {
  const [, seconds, fraction = "", zone] = (typeof value === "string" && pattern.exec(value)) || [];
  if (seconds === undefined || fraction.length > digits || (zone === "") !== isLocal) return undefined;
  const millis = Date.parse(`${seconds}.000Z`);
  // A day that the calendar does not have would come back as another.
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, -5) !== seconds) return undefined;
  const units = BigInt(millis) * 10n ** BigInt(digits - 3) + BigInt(fraction.padEnd(digits, "0"));
  return BigInt.asIntN(64, units) === units ? units : undefined;
}

function floor(units: bigint, perMilli: bigint): bigint {
  const quotient = units / perMilli;
  return units < 0n && quotient * perMilli !== units ? quotient - 1n : quotient;
}

function validDate(millis: bigint): Date | undefined {
  const date = new Date(Number(millis));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

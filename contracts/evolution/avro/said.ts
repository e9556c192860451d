/** What a primitive's value says to people: the same bytes may say 12.30 or 1.230, a day or an instant. */
import type { LogicalShape } from "../../../catalog/index.js";
import type { Node } from "./node.js";

export type Leaf = Extract<Node, { readonly kind: "leaf" | "fixed" }>;
export type Raw = null | boolean | number | bigint | string | Uint8Array;

export interface Said {
  /** Equal for values that mean the same. */
  readonly key: string;
  /** As a message shows it. */
  readonly text: string;
  /** Why it is no value of the logical type, though its bytes are fine. */
  readonly fault?: string;
}

/** The meaning of a value under a type. */
export function said(node: Leaf, raw: Raw): Said {
  const { logical } = node;
  if (logical === undefined) return plainly(raw);
  if (logical.logical === "decimal") return decimalSaid(logical, bytesOf(raw));
  if (logical.logical === "uuid") return uuidSaid(raw);
  if (logical.logical === "duration") return { key: `duration:${hex(bytesOf(raw))}`, text: `duration 0x${hex(bytesOf(raw))}` };
  return timeSaid(logical.logical, BigInt(Number.isInteger(raw) || typeof raw === "bigint" ? (raw as number | bigint) : 0));
}

function plainly(raw: Raw): Said {
  if (typeof raw === "string" || raw instanceof Uint8Array) {
    // A string and its bytes are promoted to each other, and say the same.
    const text = raw instanceof Uint8Array ? `0x${hex(raw)}` : JSON.stringify(raw);
    return { key: `text:${hex(bytesOf(raw))}`, text };
  }
  const text = typeof raw === "number" && Number.isInteger(raw) ? String(BigInt(raw)) : String(raw);
  return { key: text, text };
}

function decimalSaid({ precision, scale = 0 }: LogicalShape, bytes: Uint8Array): Said {
  const unscaled = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex(bytes)}`));
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const padded = digits.padStart(scale + 1, "0");
  const text = scale === 0 ? sign + padded : `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  const key = `decimal:${scale === 0 ? text : text.replace(/\.?0+$/, "")}`;
  const isTooLong = precision !== undefined && unscaled !== 0n && digits.length > precision;
  return { key, text, ...(isTooLong ? { fault: `${text} has more digits than decimal(${precision}, ${scale}) promises` } : {}) };
}

function uuidSaid(raw: Raw): Said {
  if (typeof raw !== "string") return { key: `uuid:${hex(bytesOf(raw))}`, text: `uuid ${hex(bytesOf(raw))}` };
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(raw);
  return { ...plainly(raw), ...(isUuid ? {} : { fault: `${JSON.stringify(raw)} is no uuid` }) };
}

const nanosIn = { millis: 1_000_000n, micros: 1_000n, nanos: 1n } as const;

function timeSaid(logical: LogicalShape["logical"], raw: bigint): Said {
  if (logical === "date") return { key: `day:${raw}`, text: `day ${raw}` };
  const parts = logical.split("-");
  const unit = nanosIn[parts.at(-1) as keyof typeof nanosIn];
  const kind = parts.slice(0, -1).join("-");
  return { key: `${kind}:${raw * unit}`, text: `${kind} of ${seconds(raw * unit)} s` };
}

function seconds(nanos: bigint): string {
  const padded = String(nanos < 0n ? -nanos : nanos).padStart(10, "0");
  return `${nanos < 0n ? "-" : ""}${`${padded.slice(0, -9)}.${padded.slice(-9)}`.replace(/\.?0+$/, "")}`;
}

function bytesOf(raw: Raw): Uint8Array {
  return raw instanceof Uint8Array ? raw : Buffer.from(String(raw), "utf8");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

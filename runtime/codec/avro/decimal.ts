/** Two's complement, big-endian ↔ the exact decimal text. */
export interface DecimalOptions {
  readonly precision: number;
  readonly scale: number;
  /** Bytes, when it stands on a fixed. */
  readonly size?: number;
}

const pattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The text with exactly `scale` digits after the point. */
export function decimalText(bytes: Uint8Array, { precision, scale }: DecimalOptions): string {
  if (bytes.length === 0) throw new Error("a decimal without bytes");
  if (bytes.length > Math.max(precision, 64)) throw new Error(`a decimal of ${bytes.length} bytes, far beyond its precision ${precision}`);
  const value = BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${text}` : text;
}

/** The reverse; `undefined` for what is no decimal text, has more digits than scale or precision allow, or does not fit the fixed. */
export function decimalBytes(text: unknown, { precision, scale, size }: DecimalOptions): Uint8Array | undefined {
  if (typeof text !== "string" || text.length > precision + 64) return undefined;
  const [, sign, whole, fraction = ""] = pattern.exec(text) ?? [];
  if (whole === undefined || fraction.length > scale) return undefined;
  const digits = (whole + fraction.padEnd(scale, "0")).replace(/^0+/, "");
  if (digits.length > precision) return undefined;
  const value = BigInt(digits || "0") * (sign === "-" ? -1n : 1n);
  const length = size ?? shortest(value);
  if (BigInt.asIntN(length * 8, value) !== value) return undefined;
  const hex = BigInt.asUintN(length * 8, value).toString(16);
  return new Uint8Array(Buffer.from(hex.padStart(length * 2, "0"), "hex"));
}

/** False for what the specification says to ignore: the value then stays bytes. */
export function isDecimal(precision: unknown, scale: unknown, size?: number): boolean {
  if (!Number.isInteger(precision) || !Number.isInteger(scale)) return false;
  const [digits, after] = [precision as number, scale as number];
  if (digits < 1 || after < 0 || after > digits) return false;
  return size === undefined || digits <= Math.floor(Math.log10(2) * (8 * size - 1));
}

function shortest(value: bigint): number {
  const bits = (value < 0n ? -value - 1n : value).toString(2).length + 1;
  return value === 0n || value === -1n ? 1 : Math.ceil(bits / 8);
}

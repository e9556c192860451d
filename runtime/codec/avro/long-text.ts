import { type AvroType, misfit, type Resolver, type Tap } from "./internals.js";
import { BigLongType } from "./numbers.js";

/** A long as decimal text: all 64 bits, and JSON can carry it. */
export class LongTextType extends BigLongType {
  override _check(value: unknown, _flags?: unknown, hook?: (value: unknown, type: AvroType) => void): boolean {
    if (longOf(value) !== undefined) return true;
    hook?.(value, this);
    return false;
  }

  /** With `options` a default is read from its JSON, where a long is a number and never text. */
  override _copy(value: unknown, options?: unknown): unknown {
    if (options !== undefined) return String(super._copy(typeof value === "number" || typeof value === "bigint" ? value : undefined));
    if (longOf(value) === undefined) throw misfit();
    return value;
  }

  override _read(tap: Tap): unknown {
    return String(super._read(tap));
  }

  override _write(tap: Tap, value: unknown): void {
    const long = longOf(value);
    if (long === undefined) throw misfit();
    super._write(tap, long);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    super._update(resolver, writer);
    const read = resolver._read;
    if (read !== null) resolver._read = (tap) => String(read(tap));
  }
}

/** One number has one text: no plus sign, no leading zero, no `-0`. */
function longOf(value: unknown): bigint | undefined {
  if (typeof value !== "string" || !/^(?:0|-?[1-9]\d{0,18})$/.test(value)) return undefined;
  const long = BigInt(value);
  return BigInt.asIntN(64, long) === long ? long : undefined;
}

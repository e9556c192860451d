import { type AvroType, misfit, type Resolver, type Tap, types } from "./internals.js";

/** Beyond it, avsc's own arithmetic on doubles is no longer exact. */
const exact = 2 ** 52;

export class NullType extends types.NullType {
  _createBranchConstructor(): null {
    return null;
  }
}

export class BooleanType extends types.BooleanType {
  _createBranchConstructor(): null {
    return null;
  }
}

export class FloatType extends types.FloatType {
  _createBranchConstructor(): null {
    return null;
  }

  /** With `options` a default is read from its JSON; as if it had been written, it has a float's digits. */
  override _copy(value: unknown, options?: unknown): unknown {
    const number = rounded(value);
    return super._copy(options !== undefined && typeof number === "number" ? Math.fround(number) : number);
  }
}

export class DoubleType extends types.DoubleType {
  _createBranchConstructor(): null {
    return null;
  }

  override _copy(value: unknown): unknown {
    return super._copy(rounded(value));
  }
}

/** A default comes as a bigint where a double would round it; here it may. */
function rounded(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

/** An int that refuses bytes of a larger number, where avsc would cut it. */
export class IntType extends types.IntType {
  _createBranchConstructor(): null {
    return null;
  }

  override _read(tap: Tap): number {
    const value = tap.readLong();
    if (value !== (value | 0)) throw new Error("an int of more than 32 bits");
    return value;
  }
}

/** A long as a number: every safe integer, exactly, and nothing else. */
export class LongType extends types.LongType {
  _createBranchConstructor(): null {
    return null;
  }

  override _check(value: unknown, _flags?: unknown, hook?: (value: unknown, type: AvroType) => void): boolean {
    if (Number.isSafeInteger(value)) return true;
    hook?.(value, this);
    return false;
  }

  override _copy(value: unknown): number {
    if (typeof value === "bigint") throw new Error(`${value} does not fit into a number`);
    if (typeof value !== "number" || !Number.isSafeInteger(value)) throw misfit();
    return value;
  }

  override _read(tap: Tap): number {
    const start = tap.pos;
    const value = tap.readLong();
    if (value > -exact && value < exact) return value;
    tap.pos = start;
    const exactly = Number(readBig(tap));
    if (!Number.isSafeInteger(exactly)) throw new Error("a long beyond 2^53 - 1 does not fit into a number");
    return exactly;
  }

  override _write(tap: Tap, value: unknown): void {
    if (typeof value !== "number" || !Number.isSafeInteger(value)) throw misfit();
    if (value > -exact && value < exact) tap.writeLong(value);
    else writeBig(tap, BigInt(value));
  }
}

/** A long as a bigint: all 64 bits. */
export class BigLongType extends types.LongType {
  _createBranchConstructor(): null {
    return null;
  }

  override _check(value: unknown, _flags?: unknown, hook?: (value: unknown, type: AvroType) => void): boolean {
    if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) return true;
    hook?.(value, this);
    return false;
  }

  override _copy(value: unknown): unknown {
    const big = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof big !== "bigint" || BigInt.asIntN(64, big) !== big) throw misfit();
    return big;
  }

  override _read(tap: Tap): unknown {
    return readBig(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) throw misfit();
    writeBig(tap, value);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (writer.typeName === "int") resolver._read = (tap) => BigInt(writer._read(tap) as number);
    if (writer.typeName === "long") resolver._read = readBig;
  }
}

/** avsc's own reader of 64 bits drops what is beyond them without a word; this one refuses it. */
function readBig(tap: Tap): bigint {
  const { buf, pos } = tap;
  let bytes = 1;
  while (((buf[pos + bytes - 1] ?? 0) & 0x80) !== 0) bytes++;
  if (bytes > 10 || (bytes === 10 && (buf[pos + 9] ?? 0) > 1)) throw new Error("a long of more than 64 bits");
  let zigzag = 0n;
  for (let i = bytes - 1; i >= 0; i--) zigzag = (zigzag << 7n) | BigInt((buf[pos + i] ?? 0) & 0x7f);
  tap.pos = pos + bytes;
  return (zigzag >> 1n) ^ -(zigzag & 1n);
}

function writeBig(tap: Tap, value: bigint): void {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 0x7fn; rest >>= 7n) tap.buf[tap.pos++] = Number(rest & 0x7fn) | 0x80;
  tap.buf[tap.pos++] = Number(rest);
}

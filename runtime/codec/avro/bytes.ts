import { type AvroType, misfit, type Resolver, readLength, skipLength, type Tap, types } from "./internals.js";
import { namesMatch } from "./names.js";

export class StringType extends types.StringType {
  _createBranchConstructor(): null {
    return null;
  }

  override _read(tap: Tap): string {
    const length = readLength(tap);
    tap.pos += length;
    return tap.buf.toString("utf8", tap.pos - length, tap.pos);
  }

  override _skip(tap: Tap): void {
    skipLength(tap);
  }
}

/** Bytes as a plain Uint8Array of their own. */
export class BytesType extends types.BytesType {
  _createBranchConstructor(): null {
    return null;
  }

  override _copy(value: unknown, options?: unknown): Uint8Array {
    return plain(super._copy(latin1(value), options));
  }

  override _check(value: unknown, _flags?: unknown, hook?: (value: unknown, type: AvroType) => void): boolean {
    if (value instanceof Uint8Array) return true;
    hook?.(value, this);
    return false;
  }

  override _read(tap: Tap): Uint8Array {
    return take(tap, readLength(tap));
  }

  override _skip(tap: Tap): void {
    skipLength(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    if (!(value instanceof Uint8Array)) throw misfit();
    tap.writeLong(value.length);
    tap.writeFixed(asBuffer(value), value.length);
  }
}

/** A fixed as a plain Uint8Array of its own. */
export class FixedType extends types.FixedType {
  _createBranchConstructor(): null {
    return null;
  }

  override _copy(value: unknown, options?: unknown): Uint8Array {
    return plain(super._copy(latin1(value), options));
  }

  override _check(value: unknown, _flags?: unknown, hook?: (value: unknown, type: AvroType) => void): boolean {
    if (value instanceof Uint8Array && value.length === this.size) return true;
    hook?.(value, this);
    return false;
  }

  override _read(tap: Tap): Uint8Array {
    return take(tap, this.size);
  }

  override _write(tap: Tap, value: unknown): void {
    if (!(value instanceof Uint8Array) || value.length !== this.size) throw misfit();
    tap.writeFixed(asBuffer(value), this.size);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (namesMatch(this, writer)) super._update(resolver, writer, { ignoreNamespaces: true });
  }
}

/** A default's text stands for one byte a character; avsc would cut what is larger. */
function latin1(value: unknown): unknown {
  if (typeof value === "string" && /[^\0-\xff]/.test(value)) throw misfit();
  return value;
}

function take(tap: Tap, length: number): Uint8Array {
  if (tap.pos + length > tap.buf.length) throw new Error("truncated payload");
  tap.pos += length;
  return new Uint8Array(tap.buf.subarray(tap.pos - length, tap.pos));
}

/** avsc copies into a Buffer. */
function plain(copy: unknown): Uint8Array {
  if (!(copy instanceof Uint8Array)) throw misfit();
  return new Uint8Array(copy);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

import {
  type AvroType,
  get,
  isPlain,
  type Misfit,
  misfit,
  put,
  type Resolver,
  readLength,
  skipLength,
  type Tap,
  types,
} from "./internals.js";
import { type Resolution, resolverFor } from "./resolve.js";

/** Items that take no bytes (nulls, empty records) could otherwise be promised without end by a few bytes. */
const mostEmptyItems = 1_000_000;

/** An array that can't be made larger than its payload. */
export class ArrayType extends types.ArrayType {
  _createBranchConstructor(): null {
    return null;
  }

  override _read(tap: Tap): unknown[] {
    const items: unknown[] = [];
    eachItem(tap, () => items.push(this.itemsType._read(tap)));
    return items;
  }

  override _skip(tap: Tap): void {
    skipBlocks(tap, () => this.itemsType._skip(tap));
  }

  override _update(resolver: Resolver, writer: AvroType, resolution: Resolution): void {
    if (!(writer instanceof ArrayType)) return;
    // avsc calls `_read` with the resolver as `this`, so its items are read by the resolver's.
    Object.assign(resolver, { itemsType: resolverFor(this.itemsType, writer.itemsType, resolution), _read: this._read });
  }
}

/** A map with own keys only; `__proto__` is a key like any other. */
export class MapType extends types.MapType {
  _createBranchConstructor(): null {
    return null;
  }

  override _check(value: unknown, flags?: unknown, hook?: Misfit, path: string[] = []): boolean {
    if (!isPlain(value)) {
      hook?.(value, this);
      return false;
    }
    const fits = Object.keys(value).map((key) => {
      path.push(key);
      const fit = this.valuesType._check(get(value, key), flags, hook, path);
      path.pop();
      return fit;
    });
    return fits.every(Boolean);
  }

  override _copy(value: unknown, options?: unknown): object {
    if (!isPlain(value)) throw misfit();
    const copy = {};
    for (const key of Object.keys(value)) put(copy, key, this.valuesType._copy(get(value, key), options));
    return copy;
  }

  override _read(tap: Tap): object {
    const map = {};
    eachItem(tap, () => put(map, readKey(tap), this.valuesType._read(tap)));
    return map;
  }

  override _skip(tap: Tap): void {
    skipBlocks(tap, () => {
      skipLength(tap);
      this.valuesType._skip(tap);
    });
  }

  override _update(resolver: Resolver, writer: AvroType, resolution: Resolution): void {
    if (!(writer instanceof MapType)) return;
    Object.assign(resolver, { valuesType: resolverFor(this.valuesType, writer.valuesType, resolution), _read: this._read });
  }

  override _write(tap: Tap, value: unknown): void {
    if (!isPlain(value)) throw misfit();
    const keys = Object.keys(value);
    if (keys.length > 0) tap.writeLong(keys.length);
    for (const key of keys) {
      tap.writeString(key);
      this.valuesType._write(tap, get(value, key));
    }
    tap.writeLong(0);
  }
}

/** Describes a container's inside for an error. */
export function contentOf(type: AvroType): AvroType | undefined {
  if (type instanceof ArrayType) return type.itemsType;
  return type instanceof MapType ? type.valuesType : undefined;
}

function eachItem(tap: Tap, one: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) {
      count = -count;
      tap.skipLong();
    }
    readItems(tap, count, one);
  }
}

function readItems(tap: Tap, count: number, one: () => void): void {
  for (let done = 0; done < count; done++) {
    const before = tap.pos;
    one();
    if (!tap.isValid()) throw new Error("truncated payload");
    if (tap.pos === before && count > mostEmptyItems) throw new Error(`${count} items that take no bytes`);
  }
}

function skipBlocks(tap: Tap, one: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) skipLength(tap);
    else readItems(tap, count, one);
  }
}

function readKey(tap: Tap): string {
  const length = readLength(tap);
  tap.pos += length;
  return tap.buf.toString("utf8", tap.pos - length, tap.pos);
}

import { type AvroType, get, isPlain, type Misfit, misfit, type ParseOptions, put, type Resolver, type Tap, Type } from "./internals.js";
import type { Bucket } from "./mapping.js";
import { attempt, type Resolution, readBy } from "./resolve.js";

/**
 * A union that decides by one rule how its values look: bare where every branch but null is another kind of JavaScript value,
 * else wrapped in an object whose one key is the branch's name. avsc's own rule knows nothing of Date, bigint or Uint8Array.
 */
export class UnionType extends Type {
  override readonly types: readonly AvroType[];
  readonly wrapped: boolean;
  private readonly byTag: ReadonlyMap<string, number>;
  private readonly byBucket: ReadonlyMap<Bucket | "null", number>;

  constructor(schema: readonly unknown[], options: ParseOptions, bucketOf: (type: AvroType) => Bucket | "null") {
    super();
    this.types = schema.map((branch) => Type.forSchema(branch, options));
    if (this.types.length === 0) throw new Error("a union without branches");
    if (this.types.some((type) => type instanceof UnionType)) throw new Error("a union directly inside a union");
    this.byTag = new Map(this.types.map((type, index) => [tagOf(type), index]));
    if (this.byTag.size < this.types.length)
      throw new Error(`a union with the same branch twice: ${[...this.types.map(tagOf)].join(", ")}`);
    this.byBucket = new Map(this.types.map((type, index) => [bucketOf(type), index]));
    this.wrapped = this.byBucket.size < this.types.length;
  }

  override get typeName(): string {
    return this.wrapped ? "union:wrapped" : "union:unwrapped";
  }

  _createBranchConstructor(): null {
    return null;
  }

  override _check(value: unknown, flags?: unknown, hook?: Misfit, path: string[] = []): boolean {
    const index = this.indexOf(value);
    const type = index === undefined ? undefined : this.types[index];
    if (type === undefined) {
      hook?.(value, this);
      return false;
    }
    if (!this.isWrapped(value)) return type._check(value, flags, hook, path);
    path.push(tagOf(type));
    const fit = type._check(get(value, tagOf(type)), flags, hook, path);
    path.pop();
    return fit;
  }

  /** With `options` a default is read from its JSON: bare, and of the first branch that takes it. */
  override _copy(value: unknown, options?: unknown): unknown {
    if (options !== undefined) return this.defaultFrom(value, options);
    const type = this.types[this.indexOf(value) ?? -1];
    if (type === undefined) throw misfit();
    return this.isWrapped(value) ? this.wrapAs(type, type._copy(get(value, tagOf(type)))) : type._copy(value);
  }

  override _read(tap: Tap): unknown {
    const type = this.branchAt(tap);
    return this.wrapAs(type, type._read(tap));
  }

  override _skip(tap: Tap): void {
    this.branchAt(tap)._skip(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    const index = this.indexOf(value);
    const type = index === undefined ? undefined : this.types[index];
    if (index === undefined || type === undefined) throw misfit();
    tap.writeLong(index);
    type._write(tap, this.isWrapped(value) ? get(value, tagOf(type)) : value);
  }

  /**
   * The branch of the very same type is taken, for better or worse; without one, the first that the value can be read as. Going on after
   * the same type failed would read it as another that happens to look alike.
   */
  override _update(resolver: Resolver, writer: AvroType, resolution: Resolution): void {
    const same = this.types.find((type) => tagOf(type) === tagOf(writer) && kindOf(type) === kindOf(writer));
    for (const type of same ? [same] : this.types) {
      const branch = attempt(type, writer, resolution);
      if (branch instanceof Error) continue;
      resolver._read = (tap) => this.wrapAs(type, readBy(branch, tap));
      return;
    }
  }

  _deref(_schema: unknown, options: unknown): unknown {
    return this.types.map((type) => type._attrs(options));
  }

  private branchAt(tap: Tap): AvroType {
    const index = tap.readLong();
    const type = this.types[index];
    if (type === undefined) throw new Error(`no union branch has index ${index}`);
    return type;
  }

  private indexOf(value: unknown): number | undefined {
    if (value === null) return this.byTag.get("null");
    if (!this.wrapped) return this.byBucket.get(bucketOfValue(value) ?? "null");
    if (!isPlain(value)) return undefined;
    const keys = Object.keys(value);
    return keys.length === 1 ? this.byTag.get(keys[0] as string) : undefined;
  }

  private isWrapped(value: unknown): value is object {
    return this.wrapped && value !== null;
  }

  private wrapAs(type: AvroType, value: unknown): unknown {
    if (!this.wrapped || type.typeName === "null") return value;
    const wrapped = {};
    put(wrapped, tagOf(type), value);
    return wrapped;
  }

  private defaultFrom(json: unknown, options: unknown): unknown {
    for (const type of this.types) {
      try {
        const value = type._copy(json, options);
        if (type._check(value)) return this.wrapAs(type, value);
      } catch {
        // The next branch may take it.
      }
    }
    throw new Error("no branch of the union takes the default");
  }
}

/** The branch name of Avro's JSON encoding. */
export function tagOf(type: AvroType): string {
  return type.branchName ?? type.typeName;
}

function kindOf(type: AvroType): string {
  return (type.underlyingType ?? type).typeName;
}

function bucketOfValue(value: unknown): Bucket | undefined {
  switch (typeof value) {
    case "boolean":
    case "number":
    case "bigint":
    case "string":
      return typeof value as Bucket;
    case "object":
      break;
    default:
      return undefined;
  }
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Date) return "date";
  return Array.isArray(value) ? "array" : "object";
}

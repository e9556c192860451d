/** The part of avsc that its typings leave out: what a type of our own has to be. */
import avsc from "avsc/lib/types.js";

/** avsc's cursor. It never throws past the end; `isValid` tells afterwards, and lengths are checked by `readLength`. */
export interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  writeLong(value: number): void;
  skipLong(): void;
  writeString(value: string): void;
  writeFixed(value: Buffer, length: number): void;
  isValid(): boolean;
}

export type Misfit = (value: unknown, type: AvroType) => void;

export interface AvroType {
  readonly typeName: string;
  readonly branchName: string | undefined;
  readonly name?: string | undefined;
  readonly aliases?: readonly string[];
  /** A union's branches. */
  readonly types?: readonly AvroType[];
  /** What a logical type stands on. */
  readonly underlyingType?: AvroType;
  /** The type as a schema, for messages. */
  _attrs(options: unknown): unknown;
  _read(tap: Tap): unknown;
  _write(tap: Tap, value: unknown): void;
  _skip(tap: Tap): void;
  _check(value: unknown, flags?: unknown, hook?: Misfit, path?: string[]): boolean;
  _copy(value: unknown, options?: unknown): unknown;
  _update(resolver: Resolver, writer: AvroType, options: unknown): void;
  createResolver(writer: AvroType, options?: unknown): Resolver;
  fromBuffer(bytes: Buffer, resolver?: Resolver): unknown;
  toBuffer(value: unknown): Buffer;
  isValid(value: unknown, options: { readonly errorHook: (path: readonly string[], value: unknown, type: AvroType) => void }): boolean;
}

/** Reads a writer's bytes as the reader's value; avsc calls `_read` with the resolver as `this`. */
export interface Resolver {
  _read: ((tap: Tap) => unknown) | null;
  readonly _readerType: AvroType;
}

export interface Field {
  readonly name: string;
  readonly type: AvroType;
  readonly aliases: readonly string[];
}

export interface ParseOptions {
  readonly registry: Record<string, AvroType>;
  readonly typeHook: (schema: unknown, options: ParseOptions) => AvroType | undefined;
  namespace?: string | undefined;
}

type PrimitiveConstructor = new () => AvroType;
type NamedConstructor<T> = new (schema: unknown, options: ParseOptions) => AvroType & T;

interface Internals {
  readonly Type: (new (
    schema?: unknown,
    options?: ParseOptions,
  ) => AvroType) & { forSchema(schema: unknown, options: ParseOptions): AvroType };
  readonly builtins: Readonly<
    Record<"NullType" | "BooleanType" | "IntType" | "LongType" | "FloatType" | "DoubleType", PrimitiveConstructor>
  > &
    Readonly<Record<"StringType" | "BytesType", PrimitiveConstructor>> & {
      readonly FixedType: NamedConstructor<{ readonly size: number }>;
      readonly ArrayType: NamedConstructor<{ readonly itemsType: AvroType }>;
      readonly MapType: NamedConstructor<{ readonly valuesType: AvroType }>;
      readonly LogicalType: NamedConstructor<{ readonly underlyingType: AvroType }>;
    };
}

/** avsc as it is, not as it is typed. */
export const { Type, builtins: types } = avsc as Internals;

/** Thrown by `_write`; the codec then looks for the path, so this names neither path nor value. */
export function misfit(): Error {
  return new Error("the value does not fit");
}

/** The length in front of a string, bytes or a skipped block; never negative and never past the end, so no loop can run on it. */
export function readLength(tap: Tap): number {
  const length = tap.readLong();
  if (!(length >= 0 && tap.pos + length <= tap.buf.length)) throw new Error("truncated payload, or a length that can't be");
  return length;
}

/** Passes over a length and what it counts. */
export function skipLength(tap: Tap): void {
  const length = readLength(tap);
  tap.pos += length;
}

const inherited = Object.prototype;

/** Reads a property; one that every object inherits (`constructor`, `__proto__`) counts only when the value has its own. */
export function get(value: object, name: string): unknown {
  if (name in inherited && !Object.hasOwn(value, name)) return undefined;
  return name === "__proto__" ? Object.getOwnPropertyDescriptor(value, name)?.value : (value as Record<string, unknown>)[name];
}

/** Sets an own property, also one named `__proto__`. */
export function put(target: object, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else (target as Record<string, unknown>)[name] = value;
}

/** An object that may stand for a record or a map. */
export function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date) && !ArrayBuffer.isView(value);
}

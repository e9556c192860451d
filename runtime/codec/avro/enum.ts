import { type AvroType, type Misfit, misfit, type ParseOptions, type Resolver, type Tap, Type } from "./internals.js";
import { isName, namesMatch } from "./names.js";

/** avsc's own looks symbols up in a plain object, where `constructor` and `__proto__` are found before any symbol is. */
export class EnumType extends Type {
  readonly symbols: readonly string[];
  readonly #indexes: ReadonlyMap<unknown, number>;
  /** What a symbol that this enum lacks is read as. */
  readonly fallback: string | undefined;

  constructor(schema: unknown, options: ParseOptions) {
    super(schema, options);
    const { symbols, default: fallback } = schema as { readonly symbols?: unknown; readonly default?: unknown };
    if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every(isName)) throw new Error(`${this.name} has invalid symbols`);
    this.symbols = symbols;
    this.#indexes = new Map(symbols.map((symbol, index) => [symbol, index]));
    if (this.#indexes.size < symbols.length) throw new Error(`${this.name} has the same symbol twice`);
    if (fallback !== undefined && !this.#indexes.has(fallback)) throw new Error(`the default of ${this.name} is none of its symbols`);
    this.fallback = symbols.find((symbol) => symbol === fallback);
  }

  override get typeName(): string {
    return "enum";
  }

  _createBranchConstructor(): null {
    return null;
  }

  override _check(value: unknown, _flags?: unknown, hook?: Misfit): boolean {
    if (this.#indexes.has(value)) return true;
    hook?.(value, this);
    return false;
  }

  override _copy(value: unknown): unknown {
    if (!this.#indexes.has(value)) throw misfit();
    return value;
  }

  override _read(tap: Tap): string {
    return symbolAt(this.symbols, tap);
  }

  override _skip(tap: Tap): void {
    tap.readLong();
  }

  override _write(tap: Tap, value: unknown): void {
    const index = this.#indexes.get(value);
    if (index === undefined) throw misfit();
    tap.writeLong(index);
  }

  /** A symbol that the reader lacks is read as its default; without one, the schemas do not go together. */
  override _update(resolver: Resolver, writer: AvroType): void {
    if (!(writer instanceof EnumType) || !namesMatch(this, writer)) return;
    const read = writer.symbols.map((symbol) => (this.#indexes.has(symbol) ? symbol : this.fallback));
    if (!read.includes(undefined)) resolver._read = (tap) => symbolAt(read, tap);
  }

  _deref(schema: { symbols?: unknown }): void {
    schema.symbols = this.symbols;
  }
}

function symbolAt(symbols: readonly (string | undefined)[], tap: Tap): string {
  const index = tap.readLong();
  const symbol = symbols[index];
  if (symbol === undefined) throw new Error(`no enum symbol has index ${index}`);
  return symbol;
}

import { type Default, defaultOf, keepDefault } from "./default.js";
import {
  type AvroType,
  type Field,
  get,
  isPlain,
  type Misfit,
  misfit,
  type ParseOptions,
  put,
  type Resolver,
  type Tap,
  Type,
} from "./internals.js";
import { isName, namesMatch, namespaceOf } from "./names.js";
import { type Resolution, readBy, resolverFor } from "./resolve.js";

/**
 * A record as a plain object. avsc's own makes one function text for each record, and keeps fields in a plain object; this one runs under a
 * strict content security policy, and a field may be named `__proto__` or `constructor`.
 */
export class RecordType extends Type {
  readonly fields: readonly Field[];

  constructor(schema: unknown, options: ParseOptions) {
    super(schema, options);
    const { fields } = schema as { readonly fields?: unknown };
    if (!Array.isArray(fields)) throw new Error(`${this.name} has no fields`);
    const around = options.namespace;
    options.namespace = namespaceOf(this.name ?? "");
    this.fields = fields.map((field: FieldSchema) => fieldOf(field, options));
    options.namespace = around;
    if (new Set(fields.map(({ name }) => name)).size < fields.length) throw new Error(`${this.name} has the same field twice`);
  }

  override get typeName(): string {
    return "record";
  }

  _createBranchConstructor(): null {
    return null;
  }

  override _read(tap: Tap): object {
    const record = {};
    for (const field of this.fields) put(record, field.name, field.type._read(tap));
    return record;
  }

  override _skip(tap: Tap): void {
    for (const field of this.fields) field.type._skip(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    if (!isPlain(value)) throw misfit();
    for (const field of this.fields) {
      const own = get(value, field.name);
      field.type._write(tap, own === undefined ? defaultOf(field)?.() : own);
    }
  }

  override _check(value: unknown, flags?: unknown, hook?: Misfit, path: string[] = []): boolean {
    if (!isPlain(value)) {
      hook?.(value, this);
      return false;
    }
    const fits = this.fields.map((field) => {
      const own = get(value, field.name);
      if (own === undefined && defaultOf(field) !== undefined) return true;
      path.push(field.name);
      const fit = field.type._check(own, flags, hook, path);
      path.pop();
      return fit;
    });
    return fits.every(Boolean);
  }

  override _copy(value: unknown, options?: unknown): object {
    if (!isPlain(value)) throw misfit();
    const copy = {};
    for (const field of this.fields) {
      const own = get(value, field.name);
      put(copy, field.name, own === undefined ? neededDefault(field) : field.type._copy(own, options));
    }
    return copy;
  }

  override _update(resolver: Resolver, writer: AvroType, resolution: Resolution): void {
    if (!(writer instanceof RecordType)) return;
    if (!namesMatch(this, writer)) throw new Error(`${this.name} has no alias ${writer.name}`);
    const sources = this.fields.map((field) => sourceOf(field, writer));
    const defaults = this.fields.map((field, index) => (sources[index] === undefined ? defaultOf(field) : undefined));
    const steps = writer.fields.map((field) => ({
      skip: field.type,
      targets: this.fields.flatMap((own, index) =>
        sources[index] === field ? [{ index, resolver: resolverFor(own.type, field.type, resolution) }] : [],
      ),
    }));
    resolver._read = readerOf(this.fields, steps, defaults);
  }

  _deref(schema: { fields?: unknown }, options: unknown): void {
    schema.fields = this.fields.map(({ name, type }) => ({ name, type: type._attrs(options) }));
  }
}

interface FieldSchema {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly aliases?: readonly string[];
  readonly default?: unknown;
}

function fieldOf(schema: FieldSchema, options: ParseOptions): Field {
  const { name, type, aliases = [] } = schema;
  if (!isName(name)) throw new Error(`invalid field name: ${JSON.stringify(name)}`);
  const field = { name, type: Type.forSchema(type, options), aliases };
  keepDefault(field, schema);
  return field;
}

function readerOf(fields: readonly Field[], steps: readonly Step[], defaults: readonly (Default | undefined)[]): (tap: Tap) => object {
  return (tap) => {
    const values: unknown[] = new Array(fields.length);
    for (const step of steps) runStep(step, tap, values);
    const record = {};
    fields.forEach((field, index) => {
      const fallback = defaults[index];
      put(record, field.name, fallback === undefined ? values[index] : fallback());
    });
    return record;
  };
}

/** One field of the writer: who takes its value, else it is skipped. */
interface Step {
  readonly skip: AvroType;
  readonly targets: readonly { readonly index: number; readonly resolver: Resolver }[];
}

function runStep(step: Step, tap: Tap, values: unknown[]): void {
  if (step.targets.length === 0) step.skip._skip(tap);
  const start = tap.pos;
  for (const { index, resolver } of step.targets) {
    tap.pos = start;
    values[index] = readBy(resolver, tap);
  }
}

/** The field's own name goes before its aliases; neither found: its default has to do. */
function sourceOf(field: Field, writer: RecordType): Field | undefined {
  const names = [field.name, ...field.aliases];
  const name = names.find((each) => writer.fields.some((candidate) => candidate.name === each));
  if (name !== undefined) return writer.fields.find((candidate) => candidate.name === name);
  if (defaultOf(field) === undefined) throw new Error(`the writer has no field ${writer.name}.${field.name}, and it has no default`);
  return undefined;
}

function neededDefault(field: Field): unknown {
  const make = defaultOf(field);
  if (make === undefined) throw new Error(`no value and no default for ${field.name}`);
  return make();
}

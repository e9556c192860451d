/** A schema's text as just what an easy comparison needs; whatever is not plain and certain is left to the full reading. */

/** Thrown where the full reading has to decide. */
export class NotSure extends Error {}

export type QuickNode =
  | { readonly kind: "leaf"; readonly tag: string; readonly logical: string }
  | { readonly kind: "enum"; readonly tag: string; readonly symbols: ReadonlySet<string> }
  | { readonly kind: "fixed"; readonly tag: string; readonly size: number }
  | { readonly kind: "array"; readonly tag: "array"; readonly inner: QuickNode }
  | { readonly kind: "map"; readonly tag: "map"; readonly inner: QuickNode }
  | { readonly kind: "union"; readonly tag: "union"; readonly branches: ReadonlyMap<string, QuickNode> }
  | QuickRecord;

export interface QuickRecord {
  readonly kind: "record";
  /** The full name. */
  readonly tag: string;
  readonly fields: Map<string, QuickField>;
  isDone: boolean;
}

export interface QuickField {
  readonly type: QuickNode;
  /** Undefined: none. */
  readonly fallback: unknown;
}

/** @throws NotSure, and SyntaxError for a text that is no JSON. */
export function quickNode(text: string): QuickNode {
  return nodeOf({ names: new Map() }, JSON.parse(text), { namespace: "", level: 0 });
}

interface Known {
  readonly names: Map<string, QuickNode>;
}

interface Around {
  readonly namespace: string;
  readonly level: number;
}

type Parsed = Readonly<Record<string, unknown>>;

const primitives: ReadonlyMap<string, QuickNode> = new Map(
  ["null", "boolean", "int", "long", "float", "double", "string", "bytes"].map((tag) => [tag, { kind: "leaf", tag, logical: "" }]),
);

/** Deeper than this the full reading says what is wrong. */
const mostLevels = 200;

function nodeOf(known: Known, schema: unknown, around: Around): QuickNode {
  if (typeof schema === "string") return primitives.get(schema) ?? named(known, schema, around);
  if (around.level > mostLevels) throw new NotSure();
  if (Array.isArray(schema)) return unionOf(known, schema, around);
  if (!isObject(schema) || typeof schema.type !== "string" || schema.aliases !== undefined) throw new NotSure();
  if (schema.doc !== undefined && typeof schema.doc !== "string") throw new NotSure();
  const inner = { namespace: around.namespace, level: around.level + 1 };
  // Types are looked for below both words, whatever the type is.
  if ((schema.items !== undefined && schema.type !== "array") || (schema.values !== undefined && schema.type !== "map"))
    throw new NotSure();
  if (schema.logicalType !== undefined) return logicalOf(schema);
  switch (schema.type) {
    case "array":
      return { kind: "array", tag: "array", inner: nodeOf(known, schema.items, inner) };
    case "map":
      return { kind: "map", tag: "map", inner: nodeOf(known, schema.values, inner) };
    case "record":
      return recordOf(known, schema, around);
    case "enum":
    case "fixed":
      return define(known, around, schema, (tag) => (schema.type === "enum" ? enumOf(tag, schema) : fixedOf(tag, schema)));
    default: {
      const primitive = primitives.get(schema.type);
      if (primitive === undefined) throw new NotSure();
      return primitive;
    }
  }
}

function named({ names }: Known, name: string, { namespace }: Around): QuickNode {
  const found = names.get(name.includes(".") || namespace === "" ? name : `${namespace}.${name}`) ?? undefined;
  // Whether values of a record that holds itself ever end is not seen at a glance.
  if (found === undefined || (found.kind === "record" && !found.isDone)) throw new NotSure();
  return found;
}

function unionOf(known: Known, schema: readonly unknown[], around: Around): QuickNode {
  const inner = { namespace: around.namespace, level: around.level + 1 };
  const branches = new Map<string, QuickNode>();
  for (const part of schema) {
    const node = nodeOf(known, part, inner);
    if (node.kind === "union" || branches.has(node.tag)) throw new NotSure();
    branches.set(node.tag, node);
  }
  if (branches.size === 0) throw new NotSure();
  return { kind: "union", tag: "union", branches };
}

const carriers: Readonly<Record<string, string>> = {
  uuid: "string",
  date: "int",
  "time-millis": "int",
  "time-micros": "long",
  "timestamp-millis": "long",
  "timestamp-micros": "long",
  "local-timestamp-millis": "long",
  "local-timestamp-micros": "long",
};

function logicalOf({ type, logicalType, precision, scale = 0 }: Parsed): QuickNode {
  if (typeof type !== "string" || typeof logicalType !== "string") throw new NotSure();
  if (Object.hasOwn(carriers, logicalType) && carriers[logicalType] === type) return { kind: "leaf", tag: type, logical: logicalType };
  const isDecimal =
    logicalType === "decimal" && type === "bytes" && isCount(precision) && isCount(scale) && precision >= Math.max(1, scale);
  if (!isDecimal) throw new NotSure();
  return { kind: "leaf", tag: type, logical: `decimal(${precision},${scale})` };
}

function recordOf(known: Known, schema: Parsed, around: Around): QuickNode {
  const record = define(known, around, schema, (tag): QuickRecord => ({ kind: "record", tag, fields: new Map(), isDone: false }));
  if (!Array.isArray(schema.fields)) throw new NotSure();
  const inner = { namespace: record.tag.slice(0, Math.max(0, record.tag.lastIndexOf("."))), level: around.level + 1 };
  for (const field of schema.fields) {
    if (!isObject(field) || !isName(field.name) || field.aliases !== undefined || record.fields.has(field.name)) throw new NotSure();
    if ((field.doc !== undefined && typeof field.doc !== "string") || field.order !== undefined || field.logicalType !== undefined)
      throw new NotSure();
    record.fields.set(field.name, { type: nodeOf(known, field.type, inner), fallback: field.default });
  }
  record.isDone = true;
  return record;
}

function define<N extends QuickNode>({ names }: Known, { namespace: outer }: Around, schema: Parsed, make: (tag: string) => N): N {
  const { name, namespace = outer } = schema;
  if (typeof name !== "string" || typeof namespace !== "string") throw new NotSure();
  const tag = name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
  if (!fullName.test(tag) || names.has(tag) || primitives.has(tag.slice(tag.lastIndexOf(".") + 1))) throw new NotSure();
  const node = make(tag);
  names.set(tag, node);
  return node;
}

function enumOf(tag: string, { symbols, default: fallback }: Parsed): QuickNode {
  if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every(isName)) throw new NotSure();
  const known = new Set(symbols);
  if (known.size < symbols.length || (fallback !== undefined && !(typeof fallback === "string" && known.has(fallback))))
    throw new NotSure();
  return { kind: "enum", tag, symbols: known };
}

function fixedOf(tag: string, { size }: Parsed): QuickNode {
  if (!isCount(size) || size > 2_147_483_647) throw new NotSure();
  return { kind: "fixed", tag, size };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

const simpleName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const fullName = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

function isName(value: unknown): value is string {
  return typeof value === "string" && simpleName.test(value);
}

function isObject(value: unknown): value is Parsed {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { isObject, own, put } from "../same.js";
import { decimal } from "./boundaries.js";
import { isWrapped, type LogicalNode, type Node, tagOf } from "./node.js";
import { branchOf } from "./raw.js";
import { wrap } from "./samples.js";

/** What the JSON of a default stands for, boxed; `undefined` where it is no value of the node. A union's default is of its first branch that takes it. */
export function fromJson(node: Node, json: unknown): { readonly value: unknown } | undefined {
  switch (node.kind) {
    case "null":
      return json === null ? { value: null } : undefined;
    case "boolean":
      return typeof json === "boolean" ? { value: json } : undefined;
    case "int":
    case "long":
      return Number.isSafeInteger(json) && (node.kind === "long" || json === Number(json) >> 0) ? { value: json } : undefined;
    case "float":
    case "double":
      return typeof json === "number" ? { value: node.kind === "float" ? Math.fround(json) : json } : undefined;
    case "string":
      return typeof json === "string" ? { value: json } : undefined;
    case "bytes":
      return typeof json === "string" && /^[\0-\xff]*$/.test(json) ? { value: latin1(json) } : undefined;
    case "fixed":
      return typeof json === "string" && json.length === node.size ? fromJson({ kind: "bytes" }, json) : undefined;
    case "enum":
      return typeof json === "string" && node.symbols.includes(json) ? { value: json } : undefined;
    case "logical":
      return fromLogicalJson(node, json);
    case "array":
      return Array.isArray(json) ? all(json.map((item) => fromJson(node.items, item))) : undefined;
    case "map":
      return isObject(json) ? members(Object.keys(json).map((key) => [key, fromJson(node.values, own(json, key))])) : undefined;
    case "record":
      return isObject(json) ? recordFrom(node.fields, json) : undefined;
    case "union":
      for (const branch of node.branches) {
        const found = fromJson(branch, json);
        if (found !== undefined) return { value: wrap(node, branch, found.value) };
      }
      return undefined;
  }
}

/** The value without the fields that have defaults, and what has to come back of it. */
export function withoutDefaults(node: Node, value: unknown): { readonly left: unknown; readonly filled: unknown } {
  if (node.kind === "union" && value !== null) {
    const branch = branchOf(node, value);
    const { left, filled } = withoutDefaults(branch, isWrapped(node) ? own(value, tagOf(branch)) : value);
    return { left: wrap(node, branch, left), filled: wrap(node, branch, filled) };
  }
  if (node.kind === "array") {
    const items = (value as readonly unknown[]).map((item) => withoutDefaults(node.items, item));
    return { left: items.map((item) => item.left), filled: items.map((item) => item.filled) };
  }
  if (node.kind !== "record" && node.kind !== "map") return { left: value, filled: value };
  const [left, filled] = [{}, {}];
  const names = node.kind === "map" ? Object.keys(value as object) : node.fields.map((field) => field.name);
  for (const [index, name] of names.entries()) {
    const field = node.kind === "record" ? node.fields[index] : undefined;
    const part = node.kind === "map" ? node.values : field?.node;
    if (part === undefined) continue;
    const fallback = field?.fallback && fromJson(part, field.fallback.json);
    const inner = fallback === undefined ? withoutDefaults(part, own(value, name)) : undefined;
    if (inner !== undefined) put(left, name, inner.left);
    put(filled, name, fallback === undefined ? inner?.filled : fallback.value);
  }
  return { left, filled };
}

type Boxed = { readonly value: unknown } | undefined;

function recordFrom(fields: Extract<Node, { readonly kind: "record" }>["fields"], json: unknown): Boxed {
  return members(
    fields.map(({ name, node, fallback }) => {
      if (Object.hasOwn(json as object, name)) return [name, fromJson(node, own(json, name))];
      return [name, fallback && fromJson(node, fallback.json)];
    }),
  );
}

function members(entries: readonly (readonly [string, Boxed])[]): Boxed {
  const value = {};
  for (const [name, member] of entries) {
    if (member === undefined) return undefined;
    put(value, name, member.value);
  }
  return { value };
}

function all(items: readonly Boxed[]): Boxed {
  return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value) };
}

function fromLogicalJson({ logical, on, precision, scale }: LogicalNode, json: unknown): Boxed {
  const base = fromJson(typeof on === "string" ? { kind: on } : on, json);
  if (base === undefined) return undefined;
  const raw = base.value;
  // What no Date can hold is refused when the default is needed, and else has no harm in it.
  const time = logical === "date" ? Number(raw) * 86_400_000 : Number(raw);
  if ((logical === "date" || logical.endsWith("timestamp-millis")) && Math.abs(time) > 8.64e15) return undefined;
  if (logical === "date") return { value: dateOf(time) };
  if (logical.endsWith("timestamp-millis")) return { value: new Date(Number(raw)) };
  if (on === "long") return { value: BigInt(raw as number) };
  if (!(raw instanceof Uint8Array))
    return logical !== "uuid" || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(String(raw)) ? base : undefined;
  const hex = Buffer.from(raw).toString("hex");
  if (logical === "decimal") {
    const text = hex === "" ? undefined : decimal(BigInt.asIntN(raw.length * 8, BigInt(`0x${hex}`)), scale);
    return text === undefined || text.replace(/^-?0*\.?0*|\./g, "").length > precision ? undefined : { value: text };
  }
  if (logical === "uuid") return { value: [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join("-") };
  const [months, days, millis] = [0, 4, 8].map((at) => Buffer.from(raw).readUInt32LE(at));
  return { value: { months, days, millis } };
}

function dateOf(millis: number): string {
  const [text = ""] = new Date(millis).toISOString().split("T");
  return text;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

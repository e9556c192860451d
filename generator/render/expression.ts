import type { Branch, Field, LogicalShape, Shape, UnionShape } from "../../catalog/index.js";
import type { ValueOptions } from "../options.js";
import { propertyKey, stringLiteral } from "./escape.js";
import { logicalType, longType } from "./values.js";

/** What an expression needs of the file it stands in. */
export interface TypeScope {
  readonly values: ValueOptions;
  /** Whether the values of a union carry their branch's name. */
  isWrapped(union: UnionShape): boolean;
  /** The local name of a named type. */
  ref(fullName: string): string;
  /** The local name of a type of the language, also where the file declares one of that name. */
  global(name: "Date" | "Function" | "Uint8Array"): string;
  /** Gives a union a declaration of its own, and answers with its name. */
  hoistUnion(wanted: string, parts: readonly string[], wrapped: boolean): string;
  /** The same for an inline object. */
  hoistObject(wanted: string, fields: readonly Field[], additional: Shape | false): string;
}

// A longer union inside a member reads better under a name of its own.
const inlineUnion = 80;

type Tuple = Extract<Shape, { readonly kind: "array" }> & { readonly prefix: readonly Shape[] };

/** A shape as a TypeScript type on one line; what would not read well there is hoisted under a name that starts with `wanted`. */
export function typeExpression(shape: Shape, wanted: string, scope: TypeScope): string {
  switch (shape.kind) {
    case "union":
      return union(shape, wanted, scope);
    case "literal":
      return joined(unique(shape.values.map(literal)), wanted, scope);
    case "array":
      return shape.prefix === undefined
        ? arrayOf(typeExpression(shape.items, `${wanted}Item`, scope))
        : tuple({ ...shape, prefix: shape.prefix }, wanted, scope);
    case "map":
      return `{ readonly [key: string]: ${typeExpression(shape.values, `${wanted}Value`, scope)} }`;
    case "ref":
      return scope.ref(shape.name);
    case "object":
      return scope.hoistObject(wanted, shape.fields, shape.additional);
    case "intersection":
      return intersectionParts(shape.parts, { wanted, base: wanted }, scope).join(" & ");
    case "logical":
      return logical(shape, scope);
    default:
      return primitive(shape.kind, scope);
  }
}

/** The parts of a union type, each once; a wrapped branch is an object with the branch's name as its only key. */
export function unionParts(shape: UnionShape, wanted: string, scope: TypeScope): readonly string[] {
  const several = shape.branches.filter((branch) => branch.shape.kind === "object").length > 1;
  const isWrapped = scope.isWrapped(shape);
  const part = (branch: Branch, index: number) => {
    if (branch.shape.kind === "null") return "null";
    const text = variant(branch.shape, several ? `${wanted}Variant${index + 1}` : wanted, scope);
    return isWrapped ? `{ readonly ${propertyKey(branch.tag)}: ${text} }` : text;
  };
  return nullLast(unique(shape.branches.flatMap((branch, index) => splitUnion(part(branch, index)))));
}

/** A literal type. */
export function literal(value: string | number | boolean | null): string {
  return typeof value === "string" ? stringLiteral(value) : String(value);
}

/** An array type; parentheses where the element needs them. */
function arrayOf(element: string): string {
  return `readonly ${needsParentheses(element) ? `(${element})` : element}[]`;
}

function union(shape: UnionShape, wanted: string, scope: TypeScope): string {
  const parts = unionParts(shape, wanted, scope);
  const others = parts.filter((part) => part !== "null");
  const isNullable = others.length < parts.length;
  if (!scope.isWrapped(shape) || others.length < 2) return joined(parts, wanted, scope);
  const name = scope.hoistUnion(wanted, others, true);
  return isNullable ? `${name} | null` : name;
}

function joined(parts: readonly string[], wanted: string, scope: TypeScope): string {
  const text = parts.length === 0 ? "never" : parts.join(" | ");
  if (text.length <= inlineUnion || parts.length === 1) return text;
  const others = parts.filter((part) => part !== "null");
  if (others.length === 1) return text;
  const name = scope.hoistUnion(wanted, others, false);
  return others.length < parts.length ? `${name} | null` : name;
}

function tuple(shape: Tuple, wanted: string, scope: TypeScope): string {
  const { prefix, items, least = prefix.length } = shape;
  const heads = prefix.map((part, index) => {
    const name = `${wanted}Part${index + 1}`;
    const text = typeExpression(part, name, scope);
    if (index < least) return text;
    return isEager(text, part) ? `${scope.hoistUnion(name, [text], false)}?` : `${needsParentheses(text) ? `(${text})` : text}?`;
  });
  const rest = items.kind === "never" ? [] : [`...${arrayOf(typeExpression(items, `${wanted}Item`, scope)).replace(/^readonly /, "")}`];
  return `readonly [${[...heads, ...rest].join(", ")}]`;
}

/** Where an array stands in an optional element, the compiler resolves its own elements at once, and refuses one that leads back (TS2456). */
function isEager(text: string, shape: Shape): boolean {
  return text.includes("readonly ") && needsParentheses(text) && refersOn(shape);
}

function refersOn(shape: Shape): boolean {
  if (shape.kind === "ref") return true;
  if (shape.kind === "array") return [...(shape.prefix ?? []), shape.items].some(refersOn);
  if (shape.kind === "union") return shape.branches.some((branch) => refersOn(branch.shape));
  return shape.kind === "intersection" && shape.parts.some(refersOn);
}

/** The parts of an intersection, each fit to stand beside an `&`: a choice that would not read well there gets a name. */
export function intersectionParts(
  parts: readonly Shape[],
  { wanted, base }: { readonly wanted: string; readonly base: string },
  scope: TypeScope,
): readonly string[] {
  const unions = parts.filter((part) => part.kind === "union");
  const objects: readonly Shape[] = parts.filter((part) => part.kind === "object");
  const texts = [...parts.filter((part) => part.kind !== "union"), ...unions].map((part): readonly string[] => {
    if (part.kind === "union") return unionParts(part, unions.length > 1 ? `${wanted}Choice${unions.indexOf(part) + 1}` : wanted, scope);
    const index = objects.indexOf(part);
    return splitUnion(variant(part, objects.length > 1 ? `${base}${index + 1}` : base, scope));
  });
  const shown = texts.filter((text) => text.join() !== "unknown");
  const isLong = shown.map((text) => text.join(" | ")).join(" & ").length > inlineUnion;
  const choices = shown.filter((text) => text.length > 1);
  const whole = shown.map((text) => {
    const number = choices.length > 1 ? String(choices.indexOf(text) + 1) : "";
    if (text.length > 1) return isLong ? scope.hoistUnion(`${wanted}Choice${number}`, text, false) : `(${text.join(" | ")})`;
    const only = text.join();
    return shown.length > 1 && needsParentheses(only) ? `(${only})` : only;
  });
  return whole.length === 0 ? ["unknown"] : unique(whole);
}

/** A part of a union or intersection; an object that does no more than tell it from the others needs no name. */
function variant(shape: Shape, wanted: string, scope: TypeScope): string {
  if (shape.kind !== "object" || shape.fields.length === 0 || !isOpenOrClosed(shape.additional))
    return typeExpression(shape, wanted, scope);
  const isMark = (field: Field) => field.doc === undefined && ["any", "never", "literal"].includes(field.shape.kind);
  if (!shape.fields.every(isMark)) return typeExpression(shape, wanted, scope);
  const members = shape.fields.map((field) => {
    const { name, required, shape: inner } = field;
    const type =
      inner.kind === "literal" ? unique(inner.values.map(literal)).join(" | ") : primitive(inner.kind === "never" ? "never" : "any", scope);
    return `readonly ${propertyKey(name)}${required ? "" : "?"}: ${memberType(field, type, scope)}`;
  });
  const text = `{ ${members.join("; ")} }`;
  return text.length <= inlineUnion ? text : typeExpression(shape, wanted, scope);
}

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__")));

/** A member's type: where an object lacks `toString`, JavaScript finds the inherited one, and a type that denied it would refuse the object. */
export function memberType({ name, required }: Field, type: string, scope: TypeScope): string {
  if (required || type === "unknown" || !inherited.has(name)) return type;
  const inner = splitAt(type, " & ").length > 1 || type.startsWith("readonly ") ? `(${type})` : type;
  return type === "never" ? scope.global("Function") : `${inner} | ${scope.global("Function")}`;
}

function isOpenOrClosed(additional: Shape | false): boolean {
  return additional === false || additional.kind === "any";
}

function logical(shape: LogicalShape, scope: TypeScope): string {
  const type = logicalType(shape, scope.values);
  return type === "Date" ? scope.global("Date") : type;
}

function primitive(
  kind: Exclude<Shape["kind"], "union" | "literal" | "array" | "map" | "ref" | "object" | "intersection" | "logical">,
  scope: TypeScope,
) {
  switch (kind) {
    case "long":
      return longType(scope.values);
    case "int":
    case "float":
    case "double":
      return "number";
    case "bytes":
      return scope.global("Uint8Array");
    case "any":
      return "unknown";
    default:
      return kind;
  }
}

function needsParentheses(text: string): boolean {
  return splitUnion(text).length > 1 || splitAt(text, " & ").length > 1 || text.startsWith("readonly ");
}

function splitUnion(text: string): readonly string[] {
  return splitAt(text, " | ");
}

/** Splits at a separator that stands outside of brackets and strings. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charAt(at);
    if (quote !== "") {
      if (c === "\\") at += 1;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if ("([{<".includes(c)) depth += 1;
    else if (")]}>".includes(c)) depth -= 1;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}

function nullLast(parts: readonly string[]): readonly string[] {
  return [...parts.filter((part) => part !== "null"), ...parts.filter((part) => part === "null")];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** JSON with positions: every value knows where it stands, and numbers keep the digits they were written with. */
import { visit } from "jsonc-parser";
import type { Diagnostic } from "../diagnostic.js";
import { placeOf, type Source, type Span } from "./source.js";

/** A JSON value and its span in the text. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

/** Members in the order of the text, each name once. */
export interface JsonObject extends Span {
  readonly kind: "object";
  readonly members: JsonMember[];
}

/** One member; its span is that of the key. */
export interface JsonMember extends Span {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonArray extends Span {
  readonly kind: "array";
  readonly items: JsonNode[];
}

export interface JsonString extends Span {
  readonly kind: "string";
  readonly value: string;
}

interface JsonNumber extends Span {
  readonly kind: "number";
  /** As written: 9007199254740993 stays 9007199254740993. */
  readonly text: string;
}

interface JsonBoolean extends Span {
  readonly kind: "boolean";
  readonly value: boolean;
}

interface JsonNull extends Span {
  readonly kind: "null";
}

/** Deeper text is refused: every reader of a schema, ours and others', walks it recursively. */
export const maxDepth = 1000;

/** Reads JSON; on a fault it adds one diagnostic, at the first place that is wrong, and returns nothing. */
export function parseJson(source: Source, diagnostics: Diagnostic[]): JsonNode | undefined {
  const deep = offsetDeeperThan(source.text, maxDepth);
  if (deep !== undefined) {
    diagnostics.push({
      code: "SCHEMA_UNSUPPORTED",
      severity: "error",
      message: `the text is nested more than ${maxDepth} levels deep`,
      place: placeOf(source, { at: deep, length: 1 }),
      hint: "Give the inner part a name of its own and refer to it",
    });
    return undefined;
  }
  const builder = new TreeBuilder(source, diagnostics);
  visit(source.text, builder.visitor, { disallowComments: true });
  return builder.failed ? undefined : builder.root;
}

class TreeBuilder {
  root: JsonNode | undefined;
  failed = false;
  readonly #open: (JsonObject | JsonArray)[] = [];
  readonly #keys: (Span & { readonly key: string })[] = [];
  readonly #source: Source;
  readonly #diagnostics: Diagnostic[];

  constructor(source: Source, diagnostics: Diagnostic[]) {
    this.#source = source;
    this.#diagnostics = diagnostics;
  }

  readonly visitor = {
    onObjectBegin: (at: number) => this.#begin({ kind: "object", at, length: 1, members: [] }),
    onArrayBegin: (at: number) => this.#begin({ kind: "array", at, length: 1, items: [] }),
    onObjectProperty: (key: string, at: number, length: number) => void this.#keys.push({ key, at, length }),
    onObjectEnd: (at: number) => this.#end(at),
    onArrayEnd: (at: number) => this.#end(at),
    onLiteralValue: (value: unknown, at: number, length: number) => this.#add(literal(this.#source, value, { at, length })),
    onError: (error: number, at: number, length: number) => this.#fail(error, { at, length }),
  };

  #begin(node: JsonObject | JsonArray): void {
    this.#add(node);
    this.#open.push(node);
  }

  #end(at: number): void {
    const node = this.#open.pop();
    if (node !== undefined) Object.assign(node, { length: at + 1 - node.at });
  }

  #add(value: JsonNode): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.root = value;
    else if (parent.kind === "array") parent.items.push(value);
    else this.#addMember(parent, value);
  }

  #addMember(parent: JsonObject, value: JsonNode): void {
    const key = this.#keys.pop();
    if (key === undefined) return;
    const first = findMember(parent, key.key);
    if (first === undefined) parent.members.push({ at: key.at, length: key.length, key: key.key, value });
    else if (!this.failed) this.#reportTwice(first, key);
  }

  #reportTwice(first: JsonMember, key: Span): void {
    this.#diagnostics.push({
      code: "SCHEMA_INVALID",
      severity: "error",
      message: `the key ${JSON.stringify(first.key)} appears twice in one object`,
      place: placeOf(this.#source, key),
      related: placeOf(this.#source, first),
    });
  }

  #fail(error: number, span: Span): void {
    if (this.failed) return;
    this.failed = true;
    this.#diagnostics.push({
      code: "SCHEMA_INVALID_JSON",
      severity: "error",
      message: sentenceOf(this.#source, error, span),
      place: placeOf(this.#source, span),
    });
  }
}

function literal(source: Source, value: unknown, span: Span): JsonNode {
  const { at, length } = span;
  if (typeof value === "string") return { kind: "string", at, length, value };
  if (typeof value === "boolean") return { kind: "boolean", at, length, value };
  if (value === null) return { kind: "null", at, length };
  return { kind: "number", at, length, text: source.text.slice(at, at + length) };
}

/** By jsonc-parser's ParseErrorCode, a const enum that isolated modules can't read. */
const sentences: Readonly<Record<number, string>> = {
  2: "a number is malformed",
  3: "a property name in double quotes is missing here",
  4: "a value is missing here",
  5: "a colon is missing here",
  6: "a comma is missing here",
  7: "a closing brace is missing here",
  8: "a closing bracket is missing here",
  9: "the text goes on after the end of the value",
  10: "JSON has no comments",
  11: "a comment does not end, and JSON has no comments",
  12: "a string does not end on its line",
  13: "a number is malformed",
  14: "an escape \\u needs four hexadecimal digits",
  15: "an escape is unknown",
  16: "a character that a JSON string may hold only escaped",
};

function sentenceOf(source: Source, error: number, span: Span): string {
  const before = source.text.slice(0, span.at).trimEnd();
  if ((error === 3 || error === 4) && before.endsWith(",")) return "a comma stands before the end, and JSON has no trailing commas";
  if (span.at >= source.text.length && before !== "") return "the text ends too early";
  return sentences[error] ?? `${JSON.stringify(source.text.slice(span.at, span.at + Math.max(1, span.length)))} is no JSON`;
}

function offsetDeeperThan(text: string, limit: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at++;
      else if (char === 34 || char === 10) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      if (++depth > limit) return at;
    } else if (char === 125 || char === 93) depth--;
  }
  return undefined;
}

/** The value as compact JSON: strings in one form, numbers as written, members in the order of the text. */
export function renderJson(node: JsonNode): string {
  if (node.kind === "object") return `{${node.members.map((it) => `${JSON.stringify(it.key)}:${renderJson(it.value)}`).join(",")}}`;
  if (node.kind === "array") return `[${node.items.map(renderJson).join(",")}]`;
  if (node.kind === "number") return node.text;
  return node.kind === "null" ? "null" : JSON.stringify(node.value);
}

/** The member's value, when the node is an object that has it. */
export function memberOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return node?.kind === "object" ? findMember(node, key)?.value : undefined;
}

const indexes = new WeakMap<JsonObject, Map<string, JsonMember>>();

/** The member of this name. A map for each object would cost more than all the rest of reading, so only long ones have one. */
export function findMember(node: JsonObject, key: string): JsonMember | undefined {
  const { members } = node;
  if (members.length > 24) return indexOf(node).get(key);
  for (const member of members) if (member.key === key) return member;
  return undefined;
}

function indexOf(node: JsonObject): ReadonlyMap<string, JsonMember> {
  const known = indexes.get(node) ?? new Map<string, JsonMember>();
  if (known.size === 0) indexes.set(node, known);
  for (let at = known.size; at < node.members.length; at++) {
    const member = node.members[at];
    if (member !== undefined) known.set(member.key, member);
  }
  return known;
}

/** The member's text, when it is a string. */
export function stringOf(node: JsonNode | undefined, key: string): string | undefined {
  const value = memberOf(node, key);
  return value?.kind === "string" ? value.value : undefined;
}

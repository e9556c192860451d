import { createRequire } from "node:module";
import type { Diagnostic } from "../diagnostic.js";
import { findMember, type JsonArray, type JsonMember, type JsonNode, type JsonObject, maxDepth } from "./json-text.js";
import { placeOf, type Source, type Span } from "./source.js";

/** Reads JSON with an eye for what is wrong; on a fault it adds one diagnostic, at the first wrong place, and returns nothing. */
export function parseWithFaults(source: Source, diagnostics: Diagnostic[]): JsonNode | undefined {
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
  // Loaded with the first fault: most runs meet none.
  const { visit }: typeof import("jsonc-parser") = createRequire(import.meta.url)("jsonc-parser");
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

/** JSON with positions: every value knows where it stands, and numbers keep the digits they were written with. */
import type { Span } from "./source.js";

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

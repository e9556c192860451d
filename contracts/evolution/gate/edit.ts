/** The first way out of a finding as an edit of its file, where no thought goes into it. */
import { findNodeAtOffset, type Node, parseTree } from "jsonc-parser";
import type { Finding } from "../finding.js";

type Fix = NonNullable<Finding["fix"]>;

/** What to put into the text of the finding's file; undefined where somebody has to think. */
export function editOf({ rule, breaks, place, path, before, after }: Finding, text: string): Fix | undefined {
  const root = place === undefined || !place.path.endsWith(".avsc") ? undefined : parseTree(text);
  if (place === undefined || root === undefined) return undefined;
  const at = { text, file: place.path, node: findNodeAtOffset(root, offsetOf(text, place.line, place.column), true) };
  if (rule === "FIELD_ADDED_WITHOUT_DEFAULT" && breaks === "backward") return defaultEdit(at, path, parsed(after));
  const old = parsed(before);
  return rule === "EVENT_RENAMED" && typeof old === "string" ? aliasEdit(at, old) : undefined;
}

interface At {
  readonly text: string;
  readonly file: string;
  readonly node: Node | undefined;
}

function defaultEdit(at: At, path: string, field: unknown): Fix | undefined {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (!isObject(field) || field.name !== name || "default" in field) return undefined;
  const value = neutral(field.type);
  const object = around(at.node, (node) => textOf(node, "name") === name && member(node, "type") !== undefined);
  return value === undefined || object === undefined ? undefined : insertedMember(at, object, `"default": ${value}`);
}

function aliasEdit(at: At, old: string): Fix | undefined {
  const object = around(at.node, (node) => textOf(node, "name") !== undefined);
  if (object === undefined) return undefined;
  const aliases = member(object, "aliases");
  if (aliases === undefined) return insertedMember(at, object, `"aliases": [${JSON.stringify(old)}]`);
  const last = aliases.children?.at(-1);
  if (last === undefined) return inserted(at, aliases.offset + 1, JSON.stringify(old));
  return inserted(at, last.offset + last.length, `, ${JSON.stringify(old)}`);
}

const zeros: Readonly<Record<string, string>> = {
  null: "null",
  boolean: "false",
  int: "0",
  long: "0",
  float: "0",
  double: "0",
  string: '""',
  array: "[]",
  map: "{}",
};

/** The value that says nothing, of a type that has one: a date or an amount has none. */
function neutral(type: unknown): string | undefined {
  if (Array.isArray(type)) return neutral(type[0]);
  if (typeof type === "string") return zeros[type];
  return isObject(type) && type.logicalType === undefined && typeof type.type === "string" ? zeros[type.type] : undefined;
}

/** Behind the last member, on a line of its own where that one has one. */
function insertedMember(at: At, object: Node, text: string): Fix | undefined {
  const [before, last] = [object.children?.at(-2), object.children?.at(-1)];
  if (last === undefined) return undefined;
  const gap = at.text.slice(before === undefined ? object.offset + 1 : before.offset + before.length, last.offset);
  const line = /\r?\n[ \t]*$/.exec(gap)?.[0] ?? " ";
  return inserted(at, last.offset + last.length, `,${line}${text}`);
}

function inserted({ text, file }: At, offset: number, insert: string): Fix {
  const lines = text.slice(0, offset).split("\n");
  return { place: { path: file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, length: 0 }, insert };
}

/** Where a line and a column, counted from 1, are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let left = line; left > 1; left -= 1) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function around(node: Node | undefined, is: (object: Node) => boolean): Node | undefined {
  for (let each = node; each !== undefined; each = each.parent) if (each.type === "object" && is(each)) return each;
  return undefined;
}

function member(object: Node, key: string): Node | undefined {
  return object.children?.find((each) => each.children?.[0]?.value === key)?.children?.[1];
}

function textOf(object: Node, key: string): string | undefined {
  const value: unknown = member(object, key)?.value;
  return typeof value === "string" ? value : undefined;
}

/** A piece that was cut for its length is no JSON any more. */
function parsed(piece: string | undefined): unknown {
  try {
    return piece === undefined ? undefined : JSON.parse(piece);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

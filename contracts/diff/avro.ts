import { type Exact, isExactList, isExactObject, parseExact, printExact } from "../evolution/exact-json.js";
import type { Path } from "../evolution/side.js";
import { attributeChanges, type Change, changeOf, membersOf, paired } from "./change.js";

/** What changed from one canonical Avro text to another, by field name; each pair of named types is looked at once. */
export function avroChanges(before: string, after: string): readonly Change[] {
  const walk: Walk = { before: new Map(), after: new Map(), seen: new Set(), changes: [] };
  const [old, now] = [parseExact(before), parseExact(after)];
  define(old, walk.before);
  define(now, walk.after);
  node(old, now, [], walk);
  return walk.changes;
}

interface Walk {
  readonly before: Map<string, Exact>;
  readonly after: Map<string, Exact>;
  readonly seen: Set<string>;
  readonly changes: Change[];
}

const childKeys = new Set(["type", "fields", "symbols", "items", "values"]);
const fieldKeys = new Set(["name", "type"]);

function define(value: Exact, into: Map<string, Exact>): void {
  if (isExactList(value)) for (const each of value) define(each, into);
  if (!isExactObject(value)) return;
  if (typeof value.name === "string" && typeof value.type === "string" && /^(record|error|enum|fixed)$/.test(value.type))
    into.set(value.name, value);
  for (const key of ["type", "fields", "items", "values"]) {
    const inner = value[key];
    if (inner !== undefined) define(inner, into);
  }
}

function node(before: Exact, after: Exact, path: Path, walk: Walk): void {
  if (isExactList(before) || isExactList(after)) {
    branches(before, after, path, walk);
    return;
  }
  const [old, now] = [resolved(before, walk.before), resolved(after, walk.after)];
  const [a, b] = [membersOf(old), membersOf(now)];
  if (typeOf(old) !== typeOf(now)) {
    walk.changes.push(changeOf("changed", "type", path, { before: named(old), after: named(now) }));
    return;
  }
  if (a.name !== undefined) {
    const pair = `${String(a.name)} ${String(b.name)}`;
    if (walk.seen.has(pair)) return;
    walk.seen.add(pair);
  }
  walk.changes.push(...attributeChanges(a, b, path, childKeys));
  if (a.symbols !== undefined) symbols(a.symbols, b.symbols ?? [], path, walk);
  if (a.fields !== undefined) fields(a.fields, b.fields ?? [], path, walk);
  if (a.items !== undefined && b.items !== undefined) node(a.items, b.items, [...path, "[]"], walk);
  if (a.values !== undefined && b.values !== undefined) node(a.values, b.values, [...path, "{}"], walk);
}

function branches(before: Exact, after: Exact, path: Path, walk: Walk): void {
  const keyed = (value: Exact) => new Map((isExactList(value) ? value : [value]).map((branch) => [branchKey(branch), branch]));
  const { removed, added, both } = paired(keyed(before), keyed(after));
  for (const [, branch] of removed) walk.changes.push(changeOf("removed", "branch", path, { before: named(branch) }));
  for (const [, branch] of added) walk.changes.push(changeOf("added", "branch", path, { after: named(branch) }));
  for (const [, old, now] of both) node(old, now, path, walk);
}

function fields(before: Exact, after: Exact, path: Path, walk: Walk): void {
  const keyed = (value: Exact) =>
    new Map((isExactList(value) ? value : []).map((field) => [String(membersOf(field).name), membersOf(field)]));
  const { removed, added, both } = paired(keyed(before), keyed(after));
  const renamed = new Map<string, string>();
  for (const [name, field] of added) {
    const aliases = isExactList(field.aliases) ? field.aliases : [];
    const old = removed.find(([each]) => aliases.includes(each));
    if (old === undefined) walk.changes.push(changeOf("added", "field", [...path, name], { after: shown(field) }));
    else {
      renamed.set(old[0], name);
      walk.changes.push({ kind: "renamed", what: "field", path: [...path, name], before: old[0], after: name });
      node(old[1].type ?? "null", field.type ?? "null", [...path, name], walk);
    }
  }
  for (const [name, field] of removed) {
    if (!renamed.has(name)) walk.changes.push(changeOf("removed", "field", [...path, name], { before: shown(field) }));
  }
  for (const [name, old, now] of both) {
    walk.changes.push(...attributeChanges(old, now, [...path, name], fieldKeys));
    node(old.type ?? "null", now.type ?? "null", [...path, name], walk);
  }
}

function symbols(before: Exact, after: Exact, path: Path, walk: Walk): void {
  const keyed = (value: Exact) => new Map((isExactList(value) ? value : []).map((symbol) => [String(symbol), symbol]));
  const { removed, added } = paired(keyed(before), keyed(after));
  for (const [, symbol] of removed) walk.changes.push(changeOf("removed", "symbol", path, { before: symbol }));
  for (const [, symbol] of added) walk.changes.push(changeOf("added", "symbol", path, { after: symbol }));
}

function resolved(value: Exact, defined: ReadonlyMap<string, Exact>): Exact {
  return typeof value === "string" ? (defined.get(value) ?? value) : value;
}

function typeOf(value: Exact): string {
  return typeof value === "string" ? value : String(membersOf(value).type);
}

function branchKey(branch: Exact): string {
  const { name, type } = membersOf(branch);
  return typeof branch === "string" ? branch : String(name ?? type);
}

/** A named type by its name, so that a line says what and not how. */
function named(value: Exact): Exact {
  return membersOf(value).name ?? value;
}

function shown(field: { readonly [key: string]: Exact }): Exact {
  const { doc: _, aliases: __, ...rest } = field;
  const type = rest.type;
  return { ...rest, ...(type !== undefined && printExact(type).length > 40 && { type: named(type) }) };
}

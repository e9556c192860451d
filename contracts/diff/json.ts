import { type Exact, isExactList, isExactObject, parseExact, printExact } from "../evolution/exact-json.js";
import type { Path } from "../evolution/side.js";
import { attributeChanges, type Change, changeOf, type Members, membersOf, paired } from "./change.js";

/** What changed from one canonical JSON Schema text to another, by property; references are followed, each pair once. */
export function jsonChanges(before: string, after: string): readonly Change[] {
  const [old, now] = [parseExact(before), parseExact(after)];
  const walk: Walk = { before: membersOf(old), after: membersOf(now), seen: new Set(), changes: [] };
  node(old, now, [], walk);
  return walk.changes;
}

interface Walk {
  readonly before: Members;
  readonly after: Members;
  readonly seen: Set<string>;
  readonly changes: Change[];
}

const lists = ["oneOf", "anyOf", "allOf", "prefixItems"] as const;
const handled = new Set(["properties", "required", "items", "additionalProperties", "enum", "$defs", "definitions", ...lists]);

function node(before: Exact, after: Exact, path: Path, walk: Walk): void {
  const [a, b] = [resolved(before, walk.before), resolved(after, walk.after)];
  if (!isExactObject(a) || !isExactObject(b)) {
    if (printExact(before) !== printExact(after)) walk.changes.push(changeOf("changed", "schema", path, { before, after }));
    return;
  }
  const refs = `${String(membersOf(before).$ref)} ${String(membersOf(after).$ref)}`;
  if (refs !== "undefined undefined") {
    if (walk.seen.has(refs)) return;
    walk.seen.add(refs);
  }
  walk.changes.push(...attributeChanges(a, b, path, handled));
  properties(a, b, path, walk);
  values(a.enum, b.enum, path, walk);
  within("items", "[]", { a, b, path }, walk);
  within("additionalProperties", "{}", { a, b, path }, walk);
  for (const key of lists) choices(key, { a, b, path }, walk);
}

interface At {
  readonly a: Members;
  readonly b: Members;
  readonly path: Path;
}

function properties(a: Members, b: Members, path: Path, walk: Walk): void {
  const keyed = (value: Exact | undefined) => new Map(Object.entries(membersOf(value)));
  const { removed, added, both } = paired(keyed(a.properties), keyed(b.properties));
  const [was, is] = [a.required, b.required].map((list) => new Set(isExactList(list) ? list.map(String) : []));
  for (const [name, schema] of removed) walk.changes.push(changeOf("removed", "field", [...path, name], { before: schema }));
  for (const [name, schema] of added) {
    const what = is?.has(name) === true ? "required field" : "field";
    walk.changes.push(changeOf("added", what, [...path, name], { after: schema }));
  }
  for (const name of new Set([...(was ?? []), ...(is ?? [])])) {
    const isOwn = added.some(([each]) => each === name) || removed.some(([each]) => each === name);
    if (isOwn || was?.has(name) === is?.has(name)) continue;
    walk.changes.push({ kind: is?.has(name) === true ? "added" : "removed", what: "required", path: [...path, name] });
  }
  for (const [name, old, now] of both) node(old, now, [...path, name], walk);
}

function values(before: Exact | undefined, after: Exact | undefined, path: Path, walk: Walk): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined || after === undefined) {
    const kind = before === undefined ? "added" : "removed";
    walk.changes.push(changeOf(kind, "enum", path, { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }));
    return;
  }
  const keyed = (value: Exact) => new Map((isExactList(value) ? value : []).map((each) => [printExact(each), each]));
  const { removed, added } = paired(keyed(before), keyed(after));
  for (const [, value] of removed) walk.changes.push(changeOf("removed", "value", path, { before: value }));
  for (const [, value] of added) walk.changes.push(changeOf("added", "value", path, { after: value }));
}

function within(key: string, step: string, { a, b, path }: At, walk: Walk): void {
  const [old, now] = [a[key], b[key]];
  if (isExactObject(old) && isExactObject(now)) node(old, now, [...path, step], walk);
  else walk.changes.push(...attributeChanges(only(key, old), only(key, now), path, new Set()));
}

function choices(key: string, { a, b, path }: At, walk: Walk): void {
  const [old, now] = [a[key], b[key]];
  if (!isExactList(old) || !isExactList(now)) {
    walk.changes.push(...attributeChanges(only(key, old), only(key, now), path, new Set()));
    return;
  }
  if (old.length === now.length) {
    for (const [index, choice] of old.entries()) node(choice, now[index] ?? true, path, walk);
    return;
  }
  const keyed = (list: readonly Exact[]) => new Map(list.map((choice) => [printExact(choice), choice]));
  const { removed, added } = paired(keyed(old), keyed(now));
  for (const [, choice] of removed) walk.changes.push(changeOf("removed", "branch", path, { before: choice }));
  for (const [, choice] of added) walk.changes.push(changeOf("added", "branch", path, { after: choice }));
}

function only(key: string, value: Exact | undefined): Members {
  return value === undefined ? {} : { [key]: value };
}

/** The schema that a reference within the document stands for, with what stands beside the reference. */
function resolved(value: Exact, root: Members): Exact {
  const { $ref, ...beside } = membersOf(value);
  const [, group, name = ""] = typeof $ref === "string" ? (/^#\/(\$defs|definitions)\/([^/]+)$/.exec($ref) ?? []) : [];
  if (group === undefined) return $ref === "#" ? root : value;
  const target = membersOf(root[group])[name.replaceAll("~1", "/").replaceAll("~0", "~")];
  return isExactObject(target) ? { ...target, ...beside } : value;
}

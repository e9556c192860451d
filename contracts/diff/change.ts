import { type Exact, isExactObject, printExact } from "../evolution/exact-json.js";
import type { Path } from "../evolution/side.js";

/** One thing that a schema says otherwise than before. */
export interface Change {
  readonly kind: "added" | "removed" | "renamed" | "changed" | "documented";
  /** A field, a branch, a symbol, or the attribute or keyword that changed. */
  readonly what: string;
  /** By field name; empty for the root. */
  readonly path: Path;
  /** Short JSON texts. */
  readonly before?: string;
  readonly after?: string;
}

/** A change with what is there on either side, where something is. */
export function changeOf(
  kind: Change["kind"],
  what: string,
  path: Path,
  sides: { readonly before?: Exact; readonly after?: Exact },
): Change {
  const { before, after } = sides;
  return { kind, what, path, ...(before !== undefined && { before: short(before) }), ...(after !== undefined && { after: short(after) }) };
}

/** The changes of members that are neither children nor told apart otherwise. */
export function attributeChanges(before: Members, after: Members, path: Path, handled: ReadonlySet<string>): readonly Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !handled.has(key));
  return keys.flatMap((key) => {
    const [old, now] = [before[key], after[key]];
    if (old !== undefined && now !== undefined && printExact(old) === printExact(now)) return [];
    const kind = documents.has(key) ? "documented" : old === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [changeOf(kind, key, path, { ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) })];
  });
}

/** What is on one side alone, and on both, by key. */
export function paired<V>(before: ReadonlyMap<string, V>, after: ReadonlyMap<string, V>) {
  return {
    removed: [...before].filter(([key]) => !after.has(key)),
    added: [...after].filter(([key]) => !before.has(key)),
    both: [...before].flatMap(([key, old]): readonly (readonly [key: string, before: V, after: V])[] => {
      const now = after.get(key);
      return now === undefined ? [] : [[key, old, now]];
    }),
  };
}

/** Members of a JSON object. */
export type Members = { readonly [key: string]: Exact };

/** The members of what may be none. */
export function membersOf(value: Exact | undefined): Members {
  return isExactObject(value) ? value : {};
}

const documents = new Set(["doc", "title", "description", "$comment", "examples", "deprecated", "$id", "$schema"]);
const longest = 80;

function short(value: Exact): string {
  const text = printExact(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

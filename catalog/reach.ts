/** Which file's types refer to which other file's. */
import type { NamedType } from "./event-model.js";
import type { ReadSchema } from "./read/read-result.js";

/** By file, the files that it refers to. */
export type References = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<NamedType, ReadonlySet<string>>();

/** The files that each file refers to, itself included; those that claim one name refer to each other, by way of that name. */
export function referencesByFile(types: ReadonlyMap<string, NamedType>, schemas: readonly ReadSchema[]): References {
  const references = new Map<string, Set<string>>();
  for (const type of types.values()) {
    const files = references.get(type.file) ?? new Set([type.file]);
    references.set(type.file, files);
    for (const name of namesIn(type)) {
      const file = types.get(name)?.file;
      if (file !== undefined) files.add(file);
    }
  }
  const add = (from: string, to: string) => references.set(from, (references.get(from) ?? new Set()).add(to));
  for (const { source, uses = [], claims = [] } of schemas) {
    for (const path of uses) add(source.path, path);
    for (const claim of claims) {
      add(source.path, `claim ${claim}`);
      add(`claim ${claim}`, source.path);
    }
  }
  return references;
}

/** These files, and all that refer to them over any number of steps. */
export function dependantsOf(files: ReadonlySet<string>, references: References): ReadonlySet<string> {
  const inverse = new Map<string, Set<string>>();
  for (const [file, others] of references) {
    for (const other of others) inverse.set(other, (inverse.get(other) ?? new Set()).add(file));
  }
  return withDependencies(files, inverse);
}

/** These files, and all that they refer to over any number of steps. */
export function withDependencies(files: ReadonlySet<string>, references: References): ReadonlySet<string> {
  const all = new Set(files);
  for (const file of all) for (const other of references.get(file) ?? []) all.add(other);
  return all;
}

/** The full names in a type, by walking what it is made of; a type is walked once. */
function namesIn(type: NamedType): ReadonlySet<string> {
  const before = known.get(type);
  if (before !== undefined) return before;
  const names = new Set<string>();
  collect(type, names);
  known.set(type, names);
  return names;
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("kind" in value && value.kind === "ref" && "name" in value && typeof value.name === "string") names.add(value.name);
  for (const inner of Object.values(value)) collect(inner, names);
}

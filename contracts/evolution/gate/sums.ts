import type { Glance } from "../../../catalog/index.js";
import { namesOf } from "./rows.js";

/** What stands in released/ folders, as sums. */
export interface Sums {
  /** By context and short name: every version with its sum. */
  readonly released: ReadonlyMap<string, string>;
  /** Contexts that need a look at each run: releases without a schema, topics without an event. */
  readonly always: ReadonlySet<string>;
}

/** Sums every released file; undefined where one is not as it was listed. */
export function sumsOf({ found, schemas }: Glance): Sums | undefined {
  const released = new Map<string, string>();
  const always = new Set<string>();
  const claimed = new Set([...schemas.values()].flatMap((seen) => namesOf(seen).map((short) => `${seen.context}\n${short}`)));
  for (const { context, files, list } of found.released) {
    const listed = listOf(list?.text);
    if (listed === undefined || listed.size !== files.length) return undefined;
    for (const { fileName, sum } of files) {
      if (listed.get(fileName) !== sum) return undefined;
      const key = `${context}\n${/^(.+)\.v\d+\./.exec(fileName)?.[1] ?? ""}`;
      if (!claimed.has(key)) always.add(context);
      released.set(key, `${released.get(key) ?? ""}${fileName} ${sum}\n`);
    }
  }
  const used = new Set([...schemas.values()].map((seen) => seen.context));
  for (const { context } of found.topics) if (!used.has(context)) always.add(context);
  return { released, always };
}

function listOf(text: string | undefined): ReadonlyMap<string, unknown> | undefined {
  try {
    const list: unknown = JSON.parse(text ?? "");
    return typeof list === "object" && list !== null ? new Map(Object.entries(list)) : undefined;
  } catch {
    return undefined;
  }
}

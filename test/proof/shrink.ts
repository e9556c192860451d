import { type Json, pathsOf, replaced } from "./mutate.js";

// Who shrinks for longer waits for a message that is hardly shorter.
const patienceMs = 15_000;

/** The smallest schema that still fails: members and items go, and parts give way to the simplest ones, as long as it does. */
export async function shrunk(json: Json, fails: (json: Json) => boolean | Promise<boolean>): Promise<Json> {
  const until = performance.now() + patienceMs;
  let least = json;
  for (let before: Json | undefined; before !== least; ) {
    before = least;
    // What lies near the root takes most with it.
    for (const path of [...pathsOf(least)].sort((a, b) => a.length - b.length)) {
      for (const change of path.length === 0 ? [] : simpler) {
        if (performance.now() > until) return least;
        const candidate = replaced(least, path, change);
        if (sizeOf(candidate) < sizeOf(least) && (await fails(candidate))) least = candidate;
      }
    }
  }
  return least;
}

const simpler: readonly (() => Json | undefined)[] = [() => undefined, () => "string", () => ({}), () => []];

function sizeOf(json: Json): number {
  return JSON.stringify(json).length;
}

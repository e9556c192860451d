/** Pairs that were found to be without findings, kept from run to run: the same texts and the same engine say the same again. */
import { createHash } from "node:crypto";
import { readKept, writeKept } from "./kept.js";
import type { Pair, PairMemory } from "./raw.js";

const size = 16;
/** Fewer pairs than that are compared in less time than a file is worth. */
const fewest = 200;

export interface Memory extends PairMemory {
  /** Forgets what a whole run did not ask for, so that the file never grows beyond the schemas. */
  save(isWhole: boolean): void;
}

/** Opens the file; one that is damaged or of another engine counts as absent. */
export function openMemory(path: string | undefined, least = fewest): Memory {
  const known = new Set(path === undefined ? [] : readKept(path).keys());
  const asked = new Set<string>();
  let learnt = 0;
  return {
    isClean(pair) {
      if (known.size === 0) return false;
      const key = keyOf(pair);
      const isKnown = known.has(key);
      if (isKnown) asked.add(key);
      return isKnown;
    },
    learnClean(pair) {
      if (path === undefined) return;
      asked.add(keyOf(pair));
      learnt += 1;
    },
    save(isWhole) {
      if (path === undefined || learnt === 0 || (learnt < least && known.size === 0)) return;
      writeKept(path, new Map((isWhole ? [...asked] : [...known, ...asked]).map((key) => [key, "clean"])));
    },
  };
}

function keyOf({ breaks, format, candidate, version }: Pair): string {
  return createHash("sha256").update(`${breaks}\n${format}\n${candidate}\n${version}`).digest("base64").slice(0, size);
}

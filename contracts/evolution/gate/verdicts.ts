/** Pairs that were found to be without findings, kept from run to run: the same texts and the same engine say the same again. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pair, PairMemory } from "./raw.js";

const size = 12;
/** Fewer pairs than that are compared in less time than a file is worth. */
const fewest = 200;

export interface Memory extends PairMemory {
  /** Forgets what a whole run did not ask for, so that the file never grows beyond the schemas. */
  save(isWhole: boolean): void;
}

/** Opens the file; one that is damaged or of another engine counts as absent. */
export function openMemory(path: string | undefined, least = fewest): Memory {
  const engine = path === undefined ? "" : engineStamp();
  const known = path === undefined ? new Set<string>() : read(path, engine);
  const asked = new Set<string>();
  let learnt = 0;
  return {
    isClean(pair) {
      const key = keyOf(pair);
      const isKnown = known.has(key);
      if (isKnown) asked.add(key);
      return isKnown;
    },
    learnClean(pair) {
      asked.add(keyOf(pair));
      learnt += 1;
    },
    save(isWhole) {
      if (path === undefined || learnt === 0 || (learnt < least && known.size === 0)) return;
      write(path, engine, isWhole ? asked : new Set([...known, ...asked]));
    },
  };
}

function keyOf({ breaks, format, candidate, version }: Pair): string {
  return createHash("sha256").update(`${breaks}\n${format}\n${candidate}\n${version}`).digest("base64").slice(0, size);
}

function read(path: string, engine: string): Set<string> {
  const known = new Set<string>();
  try {
    const text = readFileSync(path, "latin1");
    const [body, sum] = [text.slice(engine.length, -size), text.slice(-size)];
    if (!text.startsWith(engine) || body.length % size !== 0 || sumOf(body) !== sum) return known;
    for (let at = 0; at < body.length; at += size) known.add(body.slice(at, at + size));
  } catch {
    // Absent, or not ours to read: everything is compared anew.
  }
  return known;
}

function write(path: string, engine: string, keys: ReadonlySet<string>): void {
  const body = [...keys].join("");
  const temporary = `${path}.${randomUUID()}`;
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    if (!existsSync(join(folder, ".gitignore"))) writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(temporary, `${engine}${body}${sumOf(body)}`, "latin1");
    renameSync(temporary, path);
  } catch {
    // A folder that can't be written to costs time, not truth.
    rmSync(temporary, { force: true });
  }
}

function sumOf(body: string): string {
  return createHash("sha256").update(body, "latin1").digest("base64").slice(0, size);
}

/** Another build of the rules is another engine, whatever its version says. */
function engineStamp(): string {
  const hash = createHash("sha256");
  const stamp = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) stamp(path);
      else if (/\.[jt]s$/.test(entry.name)) hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
    }
  };
  stamp(fileURLToPath(new URL("..", import.meta.url)));
  return `eventwright verdicts ${hash.digest("base64")}\n`;
}

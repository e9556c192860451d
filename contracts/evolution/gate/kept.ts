/** A file of lines under keys, for what may be forgotten at any time. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Reads the lines; a file that is absent, damaged or of another build of the rules has none. */
export function readKept(path: string): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  try {
    const [head, sum, ...lines] = readFileSync(path, "utf8").split("\n");
    if (head !== buildStamp() || sum !== sumOf(lines.join("\n"))) return kept;
    for (const line of lines) {
      const cut = line.indexOf(" ");
      if (cut > 0) kept.set(line.slice(0, cut), line.slice(cut + 1));
    }
  } catch {
    // Absent, or not ours to read: everything is judged anew.
  }
  return kept;
}

/** Puts the lines in the file's place, all or none. */
export function writeKept(path: string, kept: ReadonlyMap<string, string>): void {
  const body = [...kept].map(([key, line]) => `${key} ${line}`).join("\n");
  const temporary = `${path}.${randomUUID()}`;
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    if (!existsSync(join(folder, ".gitignore"))) writeFileSync(join(folder, ".gitignore"), "*\n");
    writeFileSync(temporary, `${buildStamp()}\n${sumOf(body)}\n${body}`);
    renameSync(temporary, path);
  } catch {
    // A folder that can't be written to costs time, not truth.
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It was never written.
  }
}

function sumOf(body: string): string {
  return createHash("sha256").update(body).digest("base64");
}

let stamp: string | undefined;

/** Another build of the rules may judge otherwise, whatever its version says. */
function buildStamp(): string {
  if (stamp !== undefined) return stamp;
  const hash = createHash("sha256");
  for (const folder of ["..", "../../../catalog"]) addFolder(hash, fileURLToPath(new URL(folder, import.meta.url)));
  stamp = `eventwright ${hash.digest("base64")}`;
  return stamp;
}

function addFolder(hash: ReturnType<typeof createHash>, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else if (/\.[jt]s$/.test(entry.name)) hash.update(`${path} ${statSync(path).size} ${statSync(path).mtimeMs}\n`);
  }
}

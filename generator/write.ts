import { mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EventwrightError } from "../runtime/errors.js";
import type { Comparison } from "./compare.js";
import { manifestFile, manifestText } from "./manifest.js";

/**
 * Makes the output folder equal to what was rendered: only files that differ are touched, orphans of ours are removed, and
 * every text is on the disk before the first name changes. @throws EventwrightError OUTPUT_UNWRITABLE.
 */
export async function writeOutput(comparison: Comparison): Promise<void> {
  const { folder } = comparison;
  const changed = [...comparison.missing, ...comparison.stale];
  const manifest = manifestText(comparison.files.map((file) => file.path));
  const texts = [...changed.map((file) => ({ path: file.path, text: file.text }))];
  if (manifest !== comparison.manifest) texts.push({ path: manifestFile, text: manifest });
  await replaceAll(texts.map(({ path, text }) => ({ path: join(folder, path), text })));
  for (const path of comparison.orphans) await removeOrphan(folder, path);
}

/** Writes texts beside their places, then renames them all; on failure before that, nothing has changed. */
export async function replaceAll(files: readonly { readonly path: string; readonly text: string }[]): Promise<void> {
  const waiting: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(path), { recursive: true });
      const from = `${path}.${process.pid}.tmp`;
      waiting.push({ from, to: path });
      await writeFile(from, text, { flag: "wx" });
    }
    for (const { from, to } of waiting) await rename(from, to);
  } catch (cause) {
    await Promise.allSettled(waiting.map(({ from }) => rm(from, { force: true })));
    throw new EventwrightError("OUTPUT_UNWRITABLE", { detail: cause instanceof Error ? cause.message : String(cause), cause });
  }
}

async function removeOrphan(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const left = await readdir(join(folder, parent)).catch(() => ["?"]);
    if (left.length > 0) return;
    await rmdir(join(folder, parent)).catch(() => undefined);
  }
}

import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EventwrightError } from "../runtime/errors.js";
import type { Comparison } from "./compare.js";
import { attempt, manifestFile, manifestText } from "./manifest.js";

/**
 * Makes the output folder equal to what was rendered: only files that differ are touched, orphans of ours are removed, and
 * every text is on the disk before the first name changes. @throws EventwrightError OUTPUT_UNWRITABLE.
 */
export function writeOutput(comparison: Comparison): void {
  const { folder } = comparison;
  const changed = [...comparison.missing, ...comparison.stale];
  const manifest = manifestText(comparison.files.map((file) => file.path));
  const texts = [...changed.map((file) => ({ path: file.path, text: file.text }))];
  if (manifest !== comparison.manifest) texts.push({ path: manifestFile, text: manifest });
  replaceAll(texts.map(({ path, text }) => ({ path: join(folder, path), text })));
  for (const path of comparison.orphans) removeOrphan(folder, path);
}

/** Writes texts beside their places, then renames them all; on failure before that, nothing has changed. */
export function replaceAll(files: readonly { readonly path: string; readonly text: string }[]): void {
  const waiting: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      const from = `${path}.${process.pid}.tmp`;
      waiting.push({ from, to: path });
      writeFileSync(from, text, { flag: "wx" });
    }
    for (const { from, to } of waiting) renameSync(from, to);
  } catch (cause) {
    for (const { from } of waiting) rmSync(from, { force: true });
    throw new EventwrightError("OUTPUT_UNWRITABLE", { detail: cause instanceof Error ? cause.message : String(cause), cause });
  }
}

function removeOrphan(folder: string, path: string): void {
  rmSync(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const left = attempt(() => readdirSync(join(folder, parent)));
    if (left === undefined || left.length > 0) return;
    attempt(() => rmdirSync(join(folder, parent)));
  }
}

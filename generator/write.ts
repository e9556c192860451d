import type { Comparison } from "./compare.js";
import { manifestFile, manifestText } from "./manifest.js";
import { type ChangeSet, replaceAll } from "./replace.js";

/**
 * What makes the output folder equal to what was rendered: only files that differ are touched, orphans of ours go. While
 * it happens the manifest lists old and new files alike, so that a run which is killed half way leaves nothing that the next
 * one would not know as ours.
 */
export function outputChanges(comparison: Comparison): ChangeSet {
  const { folder, files, missing, stale, orphans } = comparison;
  const wanted = files.map((file) => file.path);
  const last = manifestText(wanted);
  const meanwhile = manifestText([...new Set([...wanted, ...orphans])]);
  const changed = [...missing, ...stale].map(({ path, text }) => ({ path, text }));
  const first = changed.length + orphans.length > 0 && meanwhile !== comparison.manifest;
  return {
    folder,
    changes: [
      ...(first ? [{ path: manifestFile, text: meanwhile }] : []),
      ...changed,
      ...orphans.map((path) => ({ path, text: undefined })),
      ...(last === (first ? meanwhile : comparison.manifest) ? [] : [{ path: manifestFile, text: last }]),
    ],
  };
}

/** Makes the output folder equal to what was rendered, or leaves it as it was. @throws EventwrightError OUTPUT_UNWRITABLE. */
export function writeOutput(comparison: Comparison): void {
  replaceAll([outputChanges(comparison)]);
}

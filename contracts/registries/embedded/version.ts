import { refuse } from "./refusal.js";
import { type RegistryState, type StoredVersion, versionsOf } from "./state.js";

/** A version as a path names it: a number, or `latest`, which may be written -1. @throws Refusal 42202. */
export function versionNumber(text: string): number | "latest" {
  if (text === "latest" || text === "-1") return "latest";
  const version = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (version < 1 || version > 2 ** 31 - 1) throw refuse.invalidVersion(text);
  return version;
}

/** The version that a path names. @throws Refusal 40401, 40402, 42202. */
export function versionAt(state: RegistryState, subject: string, text: string, deleted = false): StoredVersion {
  const wanted = versionNumber(text);
  const versions = versionsOf(state, subject, deleted);
  if (versions.length === 0) throw refuse.subjectUnknown(subject);
  const found = wanted === "latest" ? versions.at(-1) : versions.find((entry) => entry.version === wanted);
  if (found === undefined) throw refuse.versionUnknown(text);
  return found;
}

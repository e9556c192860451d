/** Which versions a compatibility mode compares, and in which direction. */
import type { CompatibilityMode } from "../../../catalog/index.js";
import type { Finding } from "../finding.js";

/** One question of a mode. */
export interface Question<V> {
  readonly breaks: Finding["breaks"];
  readonly version: V;
}

/** The questions that a mode asks about a candidate; versions ascending, transitive modes ask about all of them. */
export function questionsOf<V>(mode: CompatibilityMode, versions: readonly V[]): readonly Question<V>[] {
  if (mode === "NONE") return [];
  const asked = isTransitive(mode) ? versions : versions.slice(-1);
  return asked.flatMap((version) => directionsOf(mode).map((breaks) => ({ breaks, version })));
}

/** Backward: new readers on old data; forward: old readers on new data. */
function directionsOf(mode: CompatibilityMode): readonly Finding["breaks"][] {
  const isBackward = mode.startsWith("BACKWARD") || mode.startsWith("FULL");
  const isForward = mode.startsWith("FORWARD") || mode.startsWith("FULL");
  return [...(isBackward ? (["backward"] as const) : []), ...(isForward ? (["forward"] as const) : [])];
}

function isTransitive(mode: CompatibilityMode): boolean {
  return mode.endsWith("_TRANSITIVE");
}

/** True where the later mode leaves a question unasked that the earlier one asked. */
export function isWeaker(now: CompatibilityMode, before: CompatibilityMode): boolean {
  const asked = new Set(directionsOf(now));
  const lost = directionsOf(before).some((direction) => !asked.has(direction));
  return lost || (isTransitive(before) && !isTransitive(now));
}

import type { ActResult } from "../page.js";
import type { World } from "../world.js";

/** One line of the page: does something, looks at what came of it. */
export type Act = (world: World) => Promise<ActResult>;

/** Sentences for what is off: each pair is a claim that should hold and what to say if it doesn't. */
export function off(...claims: readonly (readonly [holds: boolean, sentence: string])[]): readonly string[] {
  return claims.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

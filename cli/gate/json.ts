import type { GateFacts } from "./facts.js";

/** For programs: the facts themselves. What would steer a terminal is escaped, which changes no value. */
export function jsonOf(facts: GateFacts): string {
  return JSON.stringify(facts, null, 2).replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, (c) =>
    [...Array(c.length).keys()].map((index) => `\\u${c.charCodeAt(index).toString(16).padStart(4, "0")}`).join(""),
  );
}

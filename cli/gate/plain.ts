import { evidenceOf } from "./evidence.js";
import type { Found } from "./facts.js";
import { visible } from "./visible.js";

/** A finding as lines without colour or markup, for the formats that hold text inside something else. */
export function plainText(finding: Found, today: string): string {
  const evidence = evidenceOf(finding, today).flatMap(({ label, as, lines }) => {
    const [first = "", ...rest] = as === "list" ? lines.map((line, index) => `${index + 1}. ${line}`) : lines;
    return rest.length === 0 && !first.includes("\n") ? [`${label}: ${first}`] : [`${label}:`, first, ...rest];
  });
  return [visible(finding.message), ...evidence].join("\n");
}

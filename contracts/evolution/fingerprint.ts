import { createHash } from "node:crypto";

/** Eight hex digits that stay the same as long as what it is made of does. */
export function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 8);
}

const token = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON as JavaScript reads it, but whole numbers that a double would round come as bigints. @throws SyntaxError. */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  const marked = text.replace(token, (found) => (isRounded(found) ? `{"\\u0000":"${found}"}` : found));
  return marked === text ? value : JSON.parse(marked, (_key, part: unknown) => bigintOf(part) ?? part);
}

function isRounded(found: string): boolean {
  return /^-?\d{16,}$/.test(found) && !Number.isSafeInteger(Number(found));
}

function bigintOf(part: unknown): bigint | undefined {
  if (typeof part !== "object" || part === null || !("\0" in part) || typeof part["\0"] !== "string") return undefined;
  return /^-?\d+$/.test(part["\0"]) ? BigInt(part["\0"]) : undefined;
}

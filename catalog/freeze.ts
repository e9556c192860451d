/** Freezes plain data all the way down, Map values included; what is frozen already is not walked again. */
export function freeze<T>(value: T): T {
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null || Object.isFrozen(next)) continue;
    if (next instanceof Map) for (const inner of next.values()) open.push(inner);
    else for (const key in next) push(open, Reflect.get(next, key));
    Object.freeze(next);
  }
  return value;
}

function push(open: unknown[], inner: unknown): void {
  if (typeof inner === "object" && inner !== null) open.push(inner);
}

/** Sets an own property, also one named `__proto__`. */
export function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** True for objects that stand for records and maps. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** An own property, also one named `__proto__`. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

/** Where two values differ, as a path; `undefined` where they are the same to the last bit and prototype. */
export function difference(a: unknown, b: unknown, path = "$"): string | undefined {
  if (Object.is(a, b)) return undefined;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return path;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return `${path} (prototype)`;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime() ? undefined : path;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0 ? undefined : path;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length) return `${path} (${keys.length} and ${others.length} members)`;
  for (const key of keys) {
    if (!Object.hasOwn(b, key)) return `${path}.${key} (missing)`;
    const found = difference(
      Object.getOwnPropertyDescriptor(a, key)?.value,
      Object.getOwnPropertyDescriptor(b, key)?.value,
      `${path}.${key}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands at a path of own properties; `undefined` where there is none. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value);
}

/** The value with `make()` at the path, unless something is there already; what is changed is a copy. */
export function withDefault(value: object, path: readonly string[], make: () => unknown): object {
  const [name, ...rest] = path;
  if (name === undefined || at(value, path) !== undefined) return value;
  const inner = at(value, [name]);
  const filled = rest.length === 0 ? make() : withDefault(isObject(inner) ? inner : {}, rest, make);
  return { ...value, [name]: filled };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

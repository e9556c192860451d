/** Remembers what `make` answered for the `kept` keys that were used last. */
export function lastUsed<K, V>(kept: number, make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    const value = found ?? make(key);
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > kept && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

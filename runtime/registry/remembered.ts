/** Remembers answers for good and asks once for many that ask at the same time; a failure is remembered only as long as `forgetMs` says. */
export function remembered<V>(forgetMs: (error: unknown) => number): (key: string, ask: () => Promise<V>) => Promise<V> {
  const answers = new Map<string, Promise<V>>();
  const failures = new Map<string, { readonly error: unknown; readonly until: number }>();
  return (key, ask) => {
    const failure = failures.get(key);
    if (failure && failure.until > performance.now()) return Promise.reject(failure.error);
    failures.delete(key);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask().catch((error: unknown) => {
      answers.delete(key);
      const kept = forgetMs(error);
      if (kept > 0) remember(failures, key, { error, until: performance.now() + kept });
      throw error;
    });
    answers.set(key, answer);
    return answer;
  };
}

/** Hostile ids must not fill the memory. */
const mostFailures = 1_000;

function remember<F>(failures: Map<string, F>, key: string, failure: F): void {
  failures.set(key, failure);
  const [oldest] = failures.keys();
  if (failures.size > mostFailures && oldest !== undefined) failures.delete(oldest);
}

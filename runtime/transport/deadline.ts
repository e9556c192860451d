import { setMaxListeners } from "node:events";

/** Resolves after `ms`, or as soon as `signal` fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}

/** The promise's own end, or `undefined` after `ms`; a later failure is swallowed. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  promise.catch(() => {});
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Calls `fire` once, after `ms` or when `signal` fires; `clear` takes both back. */
export function expiry(ms: number, signal: AbortSignal | undefined, fire: () => void): { clear(): void } {
  const timer = setTimeout(() => expire(), ms);
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", expire);
  };
  const expire = () => {
    clear();
    fire();
  };
  if (signal) {
    // One signal for a thousand sends is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", expire);
    if (signal.aborted) expire();
  }
  return { clear };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { RetryPolicy } from "../topic.js";

/**
 * Milliseconds to wait after the given attempt failed (counted from 1): exponential, capped; with full jitter a random part of it
 * (the "full" of AWS's article on back-off and jitter).
 */
export function backoffMs(
  policy: Pick<RetryPolicy, "backoffMs" | "maxMs" | "jitter">,
  attempt: number,
  random: () => number = Math.random,
): number {
  const cap = Math.min(policy.maxMs, policy.backoffMs * 2 ** Math.min(attempt - 1, 40));
  return policy.jitter === "full" ? random() * cap : cap;
}

/** How trouble of the surroundings is waited for: without an end, at most 5 s between two tries. */
const patience = { backoffMs: 100, maxMs: 5_000, jitter: "full" } as const;

/** Tries until it works or `signal` is aborted; each failure that `passes` doesn't call temporary is thrown. */
export async function untilItWorks<T>(options: {
  readonly work: () => Promise<T>;
  readonly temporary: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  readonly onTrouble: (error: unknown) => void;
}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      options.signal.throwIfAborted();
      return await options.work();
    } catch (error) {
      if (options.signal.aborted || !options.temporary(error)) throw error;
      options.onTrouble(error);
      await pause(backoffMs(patience, attempt) + patience.backoffMs, options.signal);
    }
  }
}

/** @throws the abort reason as soon as `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}

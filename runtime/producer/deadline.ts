/** How long one event may take, from the call to the acknowledgement. */
export interface Deadline {
  readonly ms: number;
  readonly signal: AbortSignal;
  /** The last trouble that was worth another try; says why, once time is over. */
  trouble: unknown;
  clear(): void;
}

export function startDeadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  return { ms, signal: controller.signal, trouble: undefined, clear: () => clearTimeout(timer) };
}

/** The promise's outcome, or a rejection with the last trouble as soon as time is over. */
export function within<V>(deadline: Deadline, promise: Promise<V>): Promise<V> {
  const { signal } = deadline;
  return new Promise((resolve, reject) => {
    const late = () => reject(deadline.trouble ?? new Error("no answer in time"));
    // Also where time is over already: a failure that nobody handles would end the process.
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
    if (signal.aborted) return late();
    signal.addEventListener("abort", late, { once: true });
  });
}

const firstWaitMs = 50;
const longestWaitMs = 2_000;

/** Tries again, with back-off and jitter, as long as `isTemporary` says so and there is time. */
export async function retrying<V>(deadline: Deadline, isTemporary: (error: unknown) => boolean, attempt: () => Promise<V>): Promise<V> {
  for (let tries = 0; ; tries++) {
    try {
      return await within(deadline, attempt());
    } catch (error) {
      if (!isTemporary(error) || deadline.signal.aborted) throw error;
      deadline.trouble = error;
      await within(deadline, pause(backoff(tries)));
    }
  }
}

/** Between half and all of an exponentially growing time. */
export function backoff(tries: number): number {
  const most = Math.min(longestWaitMs, firstWaitMs * 2 ** tries);
  return most / 2 + (Math.random() * most) / 2;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

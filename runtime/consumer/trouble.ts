import type { Log } from "../log.js";

const sayAgainAfterMs = 10_000;

/** What is wrong around us, by source: said when it begins, every 10 s while it lasts, and when it is over. */
export class Trouble {
  readonly #log: Log;
  readonly #open = new Map<string, { readonly message: string; readonly since: number; said: number }>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The latest one that is not over. */
  get current(): string | undefined {
    return [...this.#open.values()].at(-1)?.message;
  }

  report(source: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const now = performance.now();
    const known = this.#open.get(source);
    if (known && now - known.said < sayAgainAfterMs) return;
    this.#log.warn(known ? `${source}: still in trouble` : `${source}: in trouble, waiting`, { error });
    this.#open.set(source, { message, since: known?.since ?? now, said: now });
  }

  over(source: string): void {
    const known = this.#open.get(source);
    if (!known) return;
    this.#open.delete(source);
    this.#log.info(`${source}: well again`, { afterMs: Math.round(performance.now() - known.since) });
  }
}

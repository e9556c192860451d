import type { Log } from "./log.js";

const sayAgainAfterMs = 10_000;

/** What is wrong around us, by source: said when it begins, every 10 s while it lasts, and when it is over. */
export class Trouble {
  readonly #log: Log;
  readonly #now: () => number;
  readonly #open = new Map<string, { readonly message: string; readonly since: number; readonly said: number }>();

  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /** The latest one that is not over. */
  get current(): string | undefined {
    return [...this.#open.values()].at(-1)?.message;
  }

  report(source: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    const message = error instanceof Error ? error.message : String(error);
    const now = this.#now();
    const known = this.#open.get(source);
    if (known && now - known.said < sayAgainAfterMs) return;
    if (known) this.#log.warn(`${source}: still in trouble`, { ...fields, error, forMs: Math.round(now - known.since) });
    else this.#log.warn(`${source}: in trouble, waiting`, { ...fields, error });
    this.#open.set(source, { message, since: known?.since ?? now, said: now });
  }

  over(source: string): void {
    const known = this.#open.get(source);
    if (!known) return;
    this.#open.delete(source);
    this.#log.info(`${source}: well again`, { afterMs: Math.round(this.#now() - known.since) });
  }
}
